#include "discovery/identify.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"
#include "platform/neutral.h"

namespace lw::discovery {
namespace {

constexpr std::chrono::seconds kGoodbye{2};
constexpr std::size_t kWordsShown = 120;

using Platform = std::shared_ptr<const platform::Platform>;

// Web interfaces differ from the first request on: there is one session for each kind. In the order
// in which a request to the wrong one does least: none of them changes anything.
constexpr std::array kWebFamilies = {"cisco_asa", "cisco_ips", "cisco_ios"};

// What a device answers to the question for its version; nothing more is asked.
net::Task<Result<std::string>> version_of(device::Access access, device::Connector& connector,
                                          device::Timeouts timeouts) {
  LW_CO_ASSIGN(auto session, co_await connector.open(access, access.transport, timeouts));
  auto output =
      co_await session->run(access.platform->version, {}, Deadline::after(timeouts.command));
  co_await session->close(Deadline::after(kGoodbye));
  if (!output) co_return std::unexpected(std::move(output).error());
  co_return std::move(output->text);
}

Error not_told(const device::Access& access, std::string_view answer) {
  return {
      ErrorCode::kUnsupported,
      fmt::format("{} over {}: its type can't be told from what it answers to \"show version\": "
                  "\"{}\"",
                  access.device.name, name(access.transport), printable(trim(answer), kWordsShown)),
      "name its type: --platform P; linewarden procedures lists the types"};
}

// Errors after which another way, or another kind of web session, may lead on.
bool may_go_on(const Error& error) {
  return error.code != ErrorCode::kLoginRefused && error.code != ErrorCode::kHostKeyChanged &&
         error.code != ErrorCode::kCancelled && error.code != ErrorCode::kStoreFailed &&
         error.code != ErrorCode::kInvalidArgument;
}

bool reached(const Error& error) {
  return error.code != ErrorCode::kUnreachable && error.code != ErrorCode::kTimeout;
}

}  // namespace

net::Task<Result<Identity>> identify(device::Access access, std::vector<device::Transport> ways,
                                     device::Connector& connector,
                                     const platform::Registry& registry,
                                     device::Timeouts timeouts) {
  std::optional<Error> first;
  for (const device::Transport way : ways) {
    access.transport = way;
    std::vector<Platform> candidates;
    if (device::is_terminal(way)) {
      candidates.push_back(platform::neutral_platform(registry));
    } else {
      for (const char* family : kWebFamilies) {
        LW_CO_ASSIGN(candidates.emplace_back(), registry.find(family));
      }
    }
    for (const Platform& candidate : candidates) {
      access.platform = candidate;
      auto answer = co_await version_of(access, connector, timeouts);
      if (answer) {
        const auto told = registry.recognise_version(*answer);
        if (told) co_return Identity{told->platform, told->version, way};
        answer = std::unexpected(not_told(access, *answer));
      }
      if (!may_go_on(answer.error())) co_return std::unexpected(std::move(answer).error());
      const bool there = reached(answer.error());
      if (!first) first = std::move(answer).error();
      if (!there) break;
    }
  }
  if (first) co_return std::unexpected(*std::move(first));
  co_return failure(ErrorCode::kInvalidArgument, "no way to the device was given");
}

}  // namespace lw::discovery
