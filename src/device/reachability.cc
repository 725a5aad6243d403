#include "device/reachability.h"

#include <fmt/format.h>

#include "device/access_error.h"

namespace lw::device {
namespace {

constexpr std::chrono::seconds kGoodbye{2};

Error too_little_privilege(const Access& access, std::string_view what, std::string_view remedy) {
  return {ErrorCode::kLoginRefused,
          fmt::format("{} over {}: the login works, but {}: nothing can be configured so",
                      access.device.name, name(access.transport), what),
          std::string(remedy), Diagnosis::kTooLittlePrivilege};
}

// The user mode, with no password for the way on, or a level below the one that may do everything.
std::optional<Error> lack_of_privilege(const Access& access, const session::Session& session,
                                       const std::vector<session::Output>& outputs) {
  const platform::Platform& platform = *access.platform;
  if (session.mode() == platform::Mode::kUser && !platform.enable.empty()) {
    return too_little_privilege(
        access, fmt::format("it ends in the user mode (\"{}\")", session.prompt()),
        fmt::format(
            "linewarden device set {} --enable-password-env VAR, or give the user privilege "
            "{} on the device",
            access.device.name, platform::kFullPrivilege));
  }
  const auto level = outputs.size() > 1 ? platform.privilege_level(outputs[1].text) : std::nullopt;
  if (!level || *level >= platform::kFullPrivilege) return std::nullopt;
  return too_little_privilege(
      access, fmt::format("the user has privilege {} of {}", *level, platform::kFullPrivilege),
      fmt::format("on the device: username {} privilege {}", access.credentials.username,
                  platform::kFullPrivilege));
}

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
  co_return finish(lack_of_privilege(access, **session, told.outputs));
}

}  // namespace lw::device
