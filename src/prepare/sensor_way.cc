#include "prepare/sensor_way.h"

#include "base/text.h"
#include "device/access.h"

namespace lw::prepare {
namespace {

using device::Transport;

// Follows lines, since `port` is a word of several services.
class Follower {
 public:
  explicit Follower(SensorWay way) : way_(std::move(way)) {}

  void take(std::string_view line) {
    const auto words = split_words(line);
    if (words.size() < 2) return;
    if (words[0] == "service") service_ = words[1];
    if (service_ == "host" && words[0] == "host-ip") way_.host_ip = words[1];
    if (service_ != "web-server") return;
    const auto port = parse_decimal(words[1]);
    if (words[0] == "port" && port && *port > 0 && *port <= 65535) {
      way_.port = static_cast<std::uint16_t>(*port);
    }
    if (words[0] == "enable-tls") way_.tls = words[1] == "true";
  }

  [[nodiscard]] SensorWay way() && { return std::move(way_); }

 private:
  SensorWay way_;
  std::string service_;
};

bool is_web(Transport transport) {
  return transport == Transport::kHttps || transport == Transport::kHttp;
}

void set_port(store::Device& device, Transport transport, std::uint16_t port) {
  const std::string word(name(transport));
  if (port == device::standard_port(transport)) {
    device.ports.erase(word);
  } else {
    device.ports[word] = port;
  }
}

// The port of its web server that the inventory has, in place of the one that it had.
void follow_web(store::Device& device, const SensorWay& before, const SensorWay& after) {
  const auto known = device::endpoint_of(device, before.web());
  if (!known) return;
  if (known->port == before.port) {
    set_port(device, after.web(), after.port);
  } else if (after.web() != before.web() &&
             !device.ports.contains(std::string(name(after.web())))) {
    set_port(device, after.web(), known->port);
  }
}

std::vector<std::string> addresses_after(const std::string& known, const SensorWay& before,
                                         const SensorWay& after) {
  const std::string moved(after.address());
  if (moved.empty() || moved == known || before.host_ip == after.host_ip) return {known};
  if (before.address() == known) return {moved};
  // Its own address is another one than ours, so that ours stays what it was.
  if (!before.host_ip.empty()) return {known};
  return {known, moved};
}

}  // namespace

SensorWay way_behind(SensorWay before, std::string_view configuration) {
  Follower follower(std::move(before));
  for (const auto line : split_lines(configuration)) follower.take(line);
  return std::move(follower).way();
}

SensorWay way_behind(SensorWay before, std::span<const procedure::Step> entered) {
  Follower follower(std::move(before));
  for (const procedure::Step& step : entered) follower.take(step.command);
  return std::move(follower).way();
}

SensorWay way_behind(SensorWay before, std::span<const procedure::SetupStep> answered) {
  std::string lines;
  for (const procedure::SetupStep& step : answered) {
    if (step.question == "sensor-interface") lines += "service host\nhost-ip " + step.answer + "\n";
    if (step.question == "web-port") lines += "service web-server\nport " + step.answer + "\n";
  }
  return way_behind(std::move(before), lines);
}

void fill_in_web_port(store::Device& device, const SensorWay& way) {
  if (!device.ports.contains(std::string(name(way.web())))) set_port(device, way.web(), way.port);
}

std::vector<Way> ways_after(const Way& used, const SensorWay& before, const SensorWay& after) {
  std::vector<Way> ways;
  for (const std::string& address : addresses_after(used.device.address, before, after)) {
    Way& way = ways.emplace_back(used);
    way.device.address = address;
    follow_web(way.device, before, after);
    if (is_web(used.transport)) way.transport = after.web();
  }
  return ways;
}

}  // namespace lw::prepare
