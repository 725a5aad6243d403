// Where a sensor can be reached, told from its configuration and from what is entered there; and
// where to look for it when that changes. A sensor whose address or port as we know them are not
// its own is behind a translation, or reached by a name: then what it changes does not change what
// we know. Pure; facts 4.1 and 4.2: TLS is a switch of its own, whatever the port [V].
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "device/transport.h"
#include "procedure/procedure.h"
#include "store/inventory.h"

namespace lw::prepare {

struct SensorWay {
  std::string host_ip;       // "192.0.2.9/24,192.0.2.1"; empty: the sensor does not show it
  std::uint16_t port = 443;  // of its web server; the defaults do not show either
  bool tls = true;

  [[nodiscard]] std::string_view address() const {
    return std::string_view(host_ip).substr(0, host_ip.find('/'));
  }
  [[nodiscard]] device::Transport web() const {
    return tls ? device::Transport::kHttps : device::Transport::kHttp;
  }
  friend bool operator==(const SensorWay&, const SensorWay&) = default;
};

// `before`, and then these lines of its configuration or of its command line.
[[nodiscard]] SensorWay way_behind(SensorWay before, std::string_view configuration);
[[nodiscard]] SensorWay way_behind(SensorWay before, std::span<const procedure::Step> entered);
// The same for answers in its set-up dialogue.
[[nodiscard]] SensorWay way_behind(SensorWay before,
                                   std::span<const procedure::SetupStep> answered);

struct Way {
  store::Device device;
  device::Transport transport = device::Transport::kHttps;
};

// Where to look for the device that was reached by `used`, the likeliest first.
[[nodiscard]] std::vector<Way> ways_after(const Way& used, const SensorWay& before,
                                          const SensorWay& after);

// Where the inventory says nothing about the port of the web server, the sensor's own.
void fill_in_web_port(store::Device& device, const SensorWay& way);

}  // namespace lw::prepare
