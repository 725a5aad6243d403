// Which transport manages which device: the defaults of the guide per type and version (data of the
// platforms), changed by the inventory's settings, overridden per device. Immutable once made: any
// thread.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "device/transport.h"
#include "platform/platform.h"
#include "store/inventory.h"

namespace lw::device {

class TransportPolicy {
 public:
  explicit TransportPolicy(std::vector<store::TransportDefault> changed)
      : changed_(std::move(changed)) {}
  [[nodiscard]] static Result<TransportPolicy> load(store::Inventory& inventory);

  // What devices of a rule use by default.
  [[nodiscard]] Result<Transport> standard(const platform::Platform& platform,
                                           const platform::TransportRule& rule) const;
  [[nodiscard]] bool is_changed(const platform::Platform& platform,
                                const platform::TransportRule& rule) const;

  // The device's own, else the default of its type and version.
  [[nodiscard]] Result<Transport> in_use(const store::Device& device,
                                         const platform::Platform& platform) const;

 private:
  [[nodiscard]] const store::TransportDefault* find(const platform::Platform& platform,
                                                    const platform::TransportRule& rule) const;
  std::vector<store::TransportDefault> changed_;
};

// kUnsupported lists those that the type can use. The console and files are for every type.
[[nodiscard]] Result<void> check_allowed(const platform::Platform& platform,
                                         const platform::TransportRule& rule, Transport transport);

// "https, console, file"
[[nodiscard]] std::string allowed_list(const platform::TransportRule& rule);

}  // namespace lw::device
