#include "cli/device_discovery.h"

#include <fmt/format.h>

#include "cli/fleet.h"
#include "net/loop.h"
#include "net/peer_pins.h"

namespace lw::cli {
namespace {

// Any family will do to read the options by: they are read again when the type is known.
constexpr const char* kForNow = "cisco_ios";

Result<device::Access> access_for_now(const platform::Registry& registry,
                                      store::Inventory& inventory, DeviceOptions options) {
  LW_ASSIGN(const auto policy, device::TransportPolicy::load(inventory));
  options.platform = kForNow;
  options.any_transport = true;
  store::Device device;
  device.name = options.name;
  LW_TRY(apply(options, registry, policy, device));
  LW_ASSIGN(const auto given, read_credentials(options.credentials));
  device::Access access;
  access.credentials = given.over({});
  LW_ASSIGN(access.hops, device::hops_of(inventory, device.jump));
  access.device = std::move(device);
  return access;
}

Result<std::vector<device::Transport>> ways_of(const DeviceOptions& options) {
  if (!options.transport) return std::vector{device::Transport::kSsh, device::Transport::kHttps};
  LW_ASSIGN(const auto way, device::parse_transport(*options.transport));
  if (device::contacts_device(way) && way != device::Transport::kChassis) return std::vector{way};
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("the type of a device is not told over {}", name(way)),
                 "name it: --platform P");
}

// The way that led to it is the device's own where its type may use it and has another default.
Result<void> set_transport(const platform::Registry& registry, store::Inventory& inventory,
                           const discovery::Identity& told, DeviceOptions& options) {
  if (options.any_transport) return {};
  LW_ASSIGN(const auto policy, device::TransportPolicy::load(inventory));
  LW_ASSIGN(const auto platform, registry.find(told.platform));
  const auto& rule = platform->transports_of(told.os_version);
  LW_ASSIGN(const auto standard, policy.standard(*platform, rule));
  options.transport.reset();
  if (told.way != standard && device::check_allowed(*platform, rule, told.way)) {
    options.transport = std::string(name(told.way));
  }
  return {};
}

}  // namespace

Result<device::Transport> identify_new(const Context& context, const platform::Registry& registry,
                                       store::Inventory& inventory, DeviceOptions& options) {
  if (inventory.find(options.name)) {
    return failure(ErrorCode::kAlreadyExists,
                   fmt::format("there is a device \"{}\" already", options.name),
                   "choose another name, or discover that one: linewarden discover");
  }
  LW_ASSIGN(const auto ways, ways_of(options));
  LW_ASSIGN(const auto access, access_for_now(registry, inventory, options));
  LW_ASSIGN(const auto limits, inventory.session_limits());
  if (options.fingerprint) {
    net::PeerPins pins(context.options.data / "host_keys");
    for (const device::Transport way : ways) {
      LW_ASSIGN(const auto endpoint, device::endpoint_of(access.device, way));
      LW_TRY(pins.pin(endpoint, {"any", *options.fingerprint}));
    }
  }
  net::Loop loop(1);
  device::Connector connector(context.options.data, limits);
  const device::Timeouts timeouts;
  LW_ASSIGN(const auto told, loop.run<Result<discovery::Identity>>([&] {
    return discovery::identify(access, ways, connector, registry, timeouts);
  }));
  options.platform = told.platform;
  if (!options.os_version && !told.os_version.empty()) options.os_version = told.os_version;
  LW_TRY(set_transport(registry, inventory, told, options));
  return told.way;
}

Result<Discovered> discover_new(const Context& context, const std::string& name,
                                std::optional<device::Transport> way) {
  FleetOptions only;
  only.names = {name};
  if (way) only.over = std::string(device::name(*way));
  net::Loop loop(1);  // outlives the connections of the fleet
  LW_ASSIGN(Fleet fleet, open_fleet(context, only));
  LW_ASSIGN(auto library, procedure::Library::load(context.options.procedures));
  LW_ASSIGN(auto configurations, ConfigurationKeeper::open(fleet.inventory, fleet.registry));
  DiscoverWork work{
      .fleet = fleet, .library = std::move(library), .stop = {}, .configurations = configurations};
  const device::Access& access = fleet.devices.front();
  return loop.run<Discovered>([&] { return discover_device(work, access); });
}

}  // namespace lw::cli
