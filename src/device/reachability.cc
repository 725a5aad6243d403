#include "device/reachability.h"

#include <fmt/format.h>

#include "device/access_error.h"
#include "device/privilege.h"

namespace lw::device {
namespace {

constexpr std::chrono::seconds kGoodbye{2};

}  // namespace

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
  std::vector<std::string> commands{access.platform->version};
  if (!access.platform->privilege.command.empty()) {
    commands.push_back(access.platform->privilege.command);
  }
  auto told = co_await (*session)->run_all(std::move(commands), timeouts.command);
  co_await (*session)->close(Deadline::after(kGoodbye));
  if (told.error) {
    co_return finish(in_context(*std::move(told.error), access, access.transport));
  }
  if (!told.outputs.empty()) {
    const auto recognised = registry.recognise_version(told.outputs.front().text);
    if (recognised) result.version = recognised->version;
  }
  const bool asked = told.outputs.size() > 1;
  co_return finish(lack_of_privilege(access, **session, asked ? told.outputs[1].text : ""));
}

}  // namespace lw::device
