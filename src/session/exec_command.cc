#include "session/exec_command.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lw::session {
namespace {

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return (value < 0x20 && byte != '\t') || value == 0x7f;
  });
}

// `| redirect`, `| append` and `| tee` write a file; `r`, `a` and `t` begin no other filter.
bool writes_file(std::string_view command) {
  for (auto at = command.find('|'); at != std::string_view::npos; at = command.find('|', at + 1)) {
    const auto filter = trim(command.substr(at + 1));
    if (!filter.empty() && std::string_view("rRaAtT").contains(filter.front())) return true;
  }
  return false;
}

}  // namespace

Result<void> check_command(std::string_view command) {
  if (!has_control(command)) return {};
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("a command must be one line without control characters: \"{}\"",
                             printable(command.substr(0, command.find_first_of("\r\n")), 80)));
}

bool only_reads(std::string_view command) {
  constexpr std::array<std::string_view, 5> kReading = {"show", "sho", "sh", "more", "dir"};
  const auto words = split_words(command);
  return !words.empty() && std::ranges::find(kReading, to_lower(words.front())) != kReading.end() &&
         !writes_file(command);
}

}  // namespace lw::session
