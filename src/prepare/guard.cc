#include "prepare/guard.h"

#include <fmt/core.h>

namespace lw::prepare {

AccessChange access_change(const std::vector<std::string>& changes_access) {
  AccessChange change;
  for (const std::string& entry : changes_access) {
    if (entry == "login") change.login = true;
    if (entry.size() < 2) continue;
    const auto transport = device::parse_transport(std::string_view(entry).substr(1));
    if (!transport) continue;
    (entry.front() == '-' ? change.closes : change.opens).insert(*transport);
  }
  return change;
}

Result<std::vector<device::Transport>> ways_left(const AccessChange& change) {
  std::vector<device::Transport> left;
  for (const auto transport : {device::Transport::kSsh, device::Transport::kTelnet}) {
    if (!change.closes.contains(transport)) left.push_back(transport);
  }
  if (left.empty()) {
    return failure(ErrorCode::kConflict, "this procedure would close every way into the device");
  }
  return left;
}

std::vector<std::string> lines_that_reopen(const configtext::Document& running) {
  constexpr std::string_view kTransport = "transport input";
  std::vector<std::string> lines;
  for (const std::uint32_t section : running.top_level("line")) {
    const auto text = running.lines()[section].text;
    if (!text.starts_with("line vty")) continue;
    lines.emplace_back(text);
    // A vty that shows none has the release's default, which this form brings back.
    std::string restored = " default transport input";
    for (const std::uint32_t child : running.children(section)) {
      const auto command = running.lines()[child].text;
      if (command.starts_with(kTransport)) restored = fmt::format(" {}", command);
    }
    lines.push_back(std::move(restored));
  }
  return lines;
}

}  // namespace lw::prepare
