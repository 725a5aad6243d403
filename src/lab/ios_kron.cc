#include "lab/ios_kron.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <expected>
#include <vector>

#include "base/text.h"

namespace lw::lab {
namespace {

constexpr std::size_t kLongestName = 31;
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

template <std::size_t kCount>
std::optional<unsigned> position(const std::array<std::string_view, kCount>& names,
                                 std::string_view word) {
  for (unsigned i = 0; i < kCount; ++i) {
    if (word.size() >= 3 && to_lower(word.substr(0, 3)) == to_lower(names[i])) return i;
  }
  return std::nullopt;
}

// "1:2:3" from the right: minutes, hours, days.
std::optional<std::chrono::minutes> interval_of(std::string_view word) {
  constexpr long kMost[] = {59, 23, 365};
  constexpr long kMinutes[] = {1, 60, 1440};
  // A number alone may be of more than an hour.
  if (const auto alone = parse_decimal(word)) {
    if (*alone < 1 || *alone > 527'040) return std::nullopt;
    return std::chrono::minutes(*alone);
  }
  long all = 0;
  for (std::size_t part = 0; part < 3; ++part) {
    const std::size_t colon = word.rfind(':');
    const auto value =
        parse_decimal(colon == std::string_view::npos ? word : word.substr(colon + 1));
    if (!value || *value > kMost[part]) return std::nullopt;
    all += *value * kMinutes[part];
    if (colon == std::string_view::npos) {
      return all == 0 ? std::nullopt : std::optional(std::chrono::minutes(all));
    }
    word = word.substr(0, colon);
  }
  return std::nullopt;
}

std::optional<std::chrono::minutes> time_of(std::string_view word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto hours = parse_decimal(word.substr(0, colon));
  const auto minutes = parse_decimal(word.substr(colon + 1));
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return std::chrono::minutes(*hours * 60 + *minutes);
}

std::string when_text(const KronOccurrence& one) {
  if (one.interval) return {};
  std::string text =
      fmt::format(" at {}:{:02}", one.time_of_day.count() / 60, one.time_of_day.count() % 60);
  if (one.day) {
    text += " on ";
    if (one.month) text += fmt::format("{} ", kMonths[*one.month - 1]);
    text += std::to_string(*one.day);
  } else if (one.weekday) {
    text += fmt::format(" on {}", kDays[*one.weekday]);
  }
  return text;
}

}  // namespace

std::expected<KronOccurrence, KronError> parse_kron(std::string_view line) {
  const std::vector<std::string_view> words = split_words(line);
  std::size_t at = 2;
  KronOccurrence one;
  const auto word = [&] { return at < words.size() ? words[at] : std::string_view(); };
  const auto wrong = [&] { return std::unexpected(KronError{at}); };
  if (word().empty() || word().size() > kLongestName) return wrong();
  one.name = words[at++];
  if (word() == "user") {
    ++at;
    if (word().empty()) return wrong();
    one.user = words[at++];
  }
  if (word() == "in") {
    ++at;
    one.interval = interval_of(word());
    if (!one.interval) return wrong();
    ++at;
  } else if (word() == "at") {
    ++at;
    const auto time = time_of(word());
    if (!time) return wrong();
    one.time_of_day = *time;
    ++at;
    if (const auto month = position(kMonths, word())) {
      one.month = *month + 1;
      ++at;
    }
    const auto day = parse_decimal(word());
    if (day && *day >= 1 && *day <= 31) {
      one.day = static_cast<unsigned>(*day);
      ++at;
    } else if (one.month) {
      return wrong();
    }
    if (const auto weekday = position(kDays, word())) {
      one.weekday = weekday;
      ++at;
    }
  } else {
    return wrong();
  }
  if (word() != "oneshot" && word() != "recurring") return wrong();
  one.recurring = word() == "recurring";
  ++at;
  return at == words.size() ? std::expected<KronOccurrence, KronError>(one) : wrong();
}

std::optional<WallTime> KronOccurrence::next(WallTime booted, WallTime now) const {
  using std::chrono::days;
  if (interval) {
    const auto rounds = std::max<WallTime::duration>(now - booted, {}) / *interval + 1;
    return booted + rounds * *interval;
  }
  // The 29th of February comes within eight years.
  constexpr int kMostDays = 8 * 366;
  const auto today = std::chrono::floor<days>(now);
  for (int ahead = 0; ahead <= kMostDays; ++ahead) {
    const auto date = today + days(ahead);
    const std::chrono::year_month_day parts{date};
    const bool fits = (!month || unsigned(parts.month()) == *month) &&
                      (!day || unsigned(parts.day()) == *day) &&
                      (!weekday || std::chrono::weekday(date).c_encoding() == *weekday);
    if (fits && date + time_of_day > now) return date + time_of_day;
  }
  return std::nullopt;
}

std::string kron_schedule(const IosConfig& config, WallTime booted, WallTime now) {
  std::string text = "Kron Occurrence Schedule\n";
  for (const ConfigSection& section : config.store().sections()) {
    if (!begins_with_words(section.text, "kron occurrence") || section.lines.empty()) continue;
    const auto one = parse_kron(section.text);
    const auto when = one ? one->next(booted, now) : std::nullopt;
    if (!when) continue;
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(*when - now).count();
    text += fmt::format("{} inactive, will run {} in {} days {:02}:{:02}:{:02}{}\n", one->name,
                        one->recurring ? "again" : "once", left / 86400, left / 3600 % 24,
                        left / 60 % 60, left % 60, when_text(*one));
  }
  return text;
}

}  // namespace lw::lab
