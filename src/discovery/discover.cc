#include "discovery/discover.h"

#include <fmt/format.h>

#include "device/access_error.h"

namespace lw::discovery {
namespace {

constexpr std::chrono::seconds kGoodbye{2};
constexpr std::string_view kContextMode = "context_mode";
constexpr std::string_view kMultiple = "multiple";
constexpr std::string_view kSingle = "single";
constexpr std::string_view kSystem = "system";

Error not_contacted(const device::Access& access) {
  return {ErrorCode::kUnsupported,
          fmt::format(
              "{} cannot be discovered: configurations for it go to {}, it is not contacted",
              access.device.name,
              access.transport == device::Transport::kTms ? "a token management server" : "a file"),
          "to try another way in: --over TRANSPORT"};
}

bool has_mode(const Told& told, std::string_view mode) {
  const auto at = told.facts.find(kContextMode);
  return at != told.facts.end() && at->second == mode;
}

// One login and all questions.
net::Task<Result<Told>> ask(device::Access access, device::Connector& connector,
                            const platform::Registry& registry, std::optional<StopAt> until,
                            device::Timeouts timeouts) {
  LW_CO_ASSIGN(auto session, co_await connector.open(access, access.transport, timeouts));
  auto told = co_await interview(*session, access.platform, registry, until, timeouts.command);
  co_await session->close(Deadline::after(kGoodbye));
  if (told) co_return told;
  Error error = device::in_context(std::move(told).error(), access, access.transport);
  if (const auto name = error.hint.find("NAME"); name != std::string::npos) {
    error.hint.replace(name, 4, access.device.name);
  }
  co_return std::unexpected(std::move(error));
}

net::Task<Result<Told>> ask_where_all_is_seen(device::Access& access, device::Connector& connector,
                                              const platform::Registry& registry,
                                              device::Timeouts timeouts,
                                              std::vector<std::string>& notes) {
  if (!access.context.empty()) co_return co_await ask(access, connector, registry, {}, timeouts);
  const StopAt several{std::string(kContextMode), std::string(kMultiple)};
  auto told = co_await ask(access, connector, registry, several, timeouts);
  if (!told || !has_mode(*told, kMultiple)) co_return told;
  access.context = kSystem;
  told = co_await ask(access, connector, registry, {}, timeouts);
  if (told || told.error().code != ErrorCode::kCommandRejected) co_return told;
  notes.push_back(
      fmt::format("only the context that the login arrives in was seen: {}", told.error().message));
  access.context.clear();
  co_return co_await ask(access, connector, registry, {}, timeouts);
}

}  // namespace

net::Task<Discovery> discover(device::Access access, device::Connector& connector,
                              const Knowledge& knowledge, device::Timeouts timeouts) {
  const auto start = Deadline::Clock::now();
  Discovery found;
  found.device = access.device.name;
  found.transport = name(access.transport);
  const auto finish = [&](std::optional<Error> error) {
    found.error = std::move(error);
    found.took =
        std::chrono::duration_cast<std::chrono::milliseconds>(Deadline::Clock::now() - start);
    return std::move(found);
  };
  if (!device::contacts_device(access.transport)) co_return finish(not_contacted(access));

  auto told =
      co_await ask_where_all_is_seen(access, connector, knowledge.registry, timeouts, found.notes);
  if (!told) co_return finish(std::move(told).error());
  found.told = *std::move(told);
  const std::string& recognised = found.told.recognised;
  if (!recognised.empty() && recognised != access.platform->name) {
    found.notes.push_back(
        fmt::format("it says that it is of the type {}: linewarden device set {} --platform {}",
                    recognised, access.device.name, recognised));
  }
  if (access.context == kSystem) co_return finish({});
  // A context is asked about itself alone: the admin context sees the others.
  const bool sees_all = access.context.empty() && !has_mode(found.told, kMultiple);
  if (!sees_all) {
    found.told.children.clear();
    found.told.counted.clear();
  }
  if (has_mode(found.told, kSingle)) found.told.counted.insert(platform::ChildKind::kContext);

  procedure::Target target{access.platform, access.device.os_version};
  const auto version = found.told.facts.find("os_version");
  if (version != found.told.facts.end()) target.os_version = version->second;
  auto readiness = readiness_of(knowledge.library, target, found.told.running_config);
  if (!readiness) {
    co_return finish(device::in_context(std::move(readiness).error(), access, access.transport));
  }
  found.readiness = *std::move(readiness);
  co_return finish({});
}

}  // namespace lw::discovery
