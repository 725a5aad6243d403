#include "session/ips_event_query.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/text.h"

namespace lw::session {
namespace {

using std::chrono::nanoseconds;

struct Kind {
  std::string_view word;
  std::string_view element;
};
constexpr std::array<Kind, 3> kKinds = {
    {{"alert", "evIdsAlert"}, {"error", "evError"}, {"status", "evStatus"}}};
constexpr std::array<std::string_view, 4> kSeverities = {"informational", "low", "medium", "high"};
// Behind 1970, so that a server that takes 0 for "now" is not misunderstood.
constexpr nanoseconds kOldest{1};

std::optional<std::chrono::seconds> clock_time(std::string_view text) {
  long total = 0;
  int parts = 0;
  for (std::size_t at = 0; at <= text.size(); ++parts) {
    const std::size_t end = std::min(text.find(':', at), text.size());
    const auto number = parse_decimal(text.substr(at, end - at));
    if (!number || *number > (parts == 0 ? 9999 : 59)) return std::nullopt;
    total = total * 60 + *number;
    at = end + 1;
  }
  if (parts != 3) return std::nullopt;
  return std::chrono::seconds(total);
}

std::unexpected<Error> not_understood(std::string_view word) {
  return failure(
      ErrorCode::kInvalidArgument,
      fmt::format("\"{}\" is no filter of events that this program knows", printable(word, 40)),
      "show events [alert [informational] [low] [medium] [high] | error | status] [past "
      "HH:MM:SS]");
}

}  // namespace

Result<std::string> ips_event_query(std::string_view command,
                                    std::chrono::system_clock::time_point now) {
  auto words = split_words(command);
  words.erase(words.begin(), words.begin() + 2);
  std::string query = "events=evIdsAlert+evError+evStatus";
  std::vector<std::string_view> severities;
  nanoseconds start = kOldest;
  std::size_t at = 0;
  if (at < words.size()) {
    const auto kind = std::ranges::find(kKinds, words[at], &Kind::word);
    if (kind != kKinds.end()) {
      query = fmt::format("events={}", kind->element);
      ++at;
      while (kind->word == "alert" && at < words.size() &&
             std::ranges::find(kSeverities, words[at]) != kSeverities.end()) {
        severities.push_back(words[at++]);
      }
    }
  }
  if (at + 1 < words.size() && words[at] == "past") {
    const auto back = clock_time(words[at + 1]);
    if (!back) return not_understood(words[at + 1]);
    start = std::max(kOldest, std::chrono::duration_cast<nanoseconds>(now.time_since_epoch()) -
                                  nanoseconds(*back));
    at += 2;
  }
  if (at < words.size()) return not_understood(words[at]);
  if (!severities.empty()) query += fmt::format("&alertSeverities={}", fmt::join(severities, "+"));
  return fmt::format("{}&force=yes&startTime={}", query, start.count());
}

}  // namespace lw::session
