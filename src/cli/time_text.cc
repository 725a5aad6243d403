#include "cli/time_text.h"

#include <fmt/format.h>

#include <optional>

#include "base/text.h"

namespace lw::cli {
namespace {

// Digits of a fixed number at the front of `text`, which moves behind them.
std::optional<int> take(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  const auto number = parse_decimal(text.substr(0, digits));
  text.remove_prefix(digits);
  if (!number) return std::nullopt;
  return static_cast<int>(*number);
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::seconds> take_clock(std::string_view& text) {
  const auto hour = take(text, 2);
  if (!hour || *hour > 23 || !take(text, ":")) return std::nullopt;
  const auto minute = take(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  int second = 0;
  if (take(text, ":")) {
    const auto told = take(text, 2);
    if (!told || *told > 59) return std::nullopt;
    second = *told;
  }
  take(text, "Z");
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(second);
}

std::optional<std::chrono::sys_seconds> read(std::string_view text) {
  using namespace std::chrono;
  const auto year_number = take(text, 4);
  if (!year_number || !take(text, "-")) return std::nullopt;
  const auto month_number = take(text, 2);
  if (!month_number || !take(text, "-")) return std::nullopt;
  const auto day_number = take(text, 2);
  if (!day_number) return std::nullopt;
  const year_month_day date{year(*year_number), month(static_cast<unsigned>(*month_number)),
                            day(static_cast<unsigned>(*day_number))};
  if (!date.ok()) return std::nullopt;
  const sys_seconds midnight = sys_days(date);
  if (text.empty()) return midnight;
  if (!take(text, "T ")) return std::nullopt;
  const auto clock = take_clock(text);
  if (!clock || !text.empty()) return std::nullopt;
  return midnight + *clock;
}

}  // namespace

std::string time_text(std::chrono::sys_seconds time) {
  using namespace std::chrono;
  const auto midnight = floor<days>(time);
  const year_month_day date(midnight);
  const hh_mm_ss clock(time - midnight);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

Result<std::chrono::sys_seconds> parse_time(std::string_view text) {
  if (const auto time = read(trim(text))) return *time;
  return failure(ErrorCode::kInvalidArgument, fmt::format("\"{}\" is no time", printable(text, 40)),
                 "times are written as 2026-11-30 or 2026-11-30T12:00:00Z, in UTC");
}

}  // namespace lw::cli
