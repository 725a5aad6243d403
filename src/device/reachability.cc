#include "device/reachability.h"

#include <fmt/format.h>

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
  result.transport = name(access.transport);
  if (!contacts_device(access.transport)) {
    co_return finish(Error{
        ErrorCode::kUnsupported,
        fmt::format("{} cannot be tested: configurations for it go to {}, it is not contacted",
                    access.device.name,
                    access.transport == Transport::kTms ? "a token management server" : "a file"),
        "to try another way in: --over TRANSPORT"});
  }
  auto session = co_await connector.open(access, access.transport, timeouts);
  if (!session) co_return finish(std::move(session).error());
  result.prompt = (*session)->prompt();
  auto version =
      co_await (*session)->run(access.platform->version, {}, Deadline::after(timeouts.command));
  co_await (*session)->close(Deadline::after(std::chrono::seconds(2)));
  if (!version) {
    co_return finish(in_context(std::move(version).error(), access, access.transport));
  }
  if (const auto recognised = registry.recognise_version(version->text)) {
    result.version = recognised->version;
  }
  co_return finish(std::nullopt);
}

}  // namespace lw::device
