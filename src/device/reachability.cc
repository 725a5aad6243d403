#include "device/reachability.h"

namespace lw::device {

net::Task<Reachability> test_reachability(Access access, Connector& connector,
                                          const platform::Registry& registry, Timeouts timeouts) {
  const auto start = Deadline::Clock::now();
  Reachability result;
  result.device = access.device.name;
  const auto finish = [&](std::optional<Error> error) {
    result.error = std::move(error);
    result.took =
        std::chrono::duration_cast<std::chrono::milliseconds>(Deadline::Clock::now() - start);
    return result;
  };
  const auto transport = transport_in_use(access.device);
  if (!transport) co_return finish(transport.error());
  result.transport = name(*transport);

  auto session = co_await connector.open(access, *transport, Deadline::after(timeouts.connect));
  if (!session) co_return finish(std::move(session).error());
  result.prompt = (*session)->prompt();
  auto version =
      co_await (*session)->run(access.platform->version, {}, Deadline::after(timeouts.command));
  co_await (*session)->close(Deadline::after(std::chrono::seconds(2)));
  if (!version) co_return finish(std::move(version).error());
  if (const auto recognised = registry.recognise_version(version->text)) {
    result.version = recognised->version;
  }
  co_return finish(std::nullopt);
}

}  // namespace lw::device
