#include "procedure/value_rules.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

#include "base/text.h"

namespace lw::procedure {
namespace {

template <std::size_t kSize>
struct PatternText {
  consteval PatternText(const char (&text)[kSize]) { std::copy_n(text, kSize, characters); }
  char characters[kSize];
};

// Each pattern is compiled once, when a value is first held against it.
template <PatternText kPattern>
bool matches(std::string_view value) {
  static const RE2 pattern(kPattern.characters);
  return RE2::FullMatch(re2::StringPiece(value.data(), value.size()), pattern);
}

// Without blanks, and without the question mark, which asks a device for help.
bool is_word(std::string_view value, std::ptrdiff_t most) {
  if (value.find_first_of(" ?") != std::string_view::npos || to_utf8(value) != value) return false;
  const auto starts_character = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  };
  const auto characters = std::ranges::count_if(value, starts_character);
  return characters >= 1 && characters <= most;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Of a domain name: letters, digits and hyphens, the last not at an end.
bool is_label(std::string_view value) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-';
  };
  return !value.empty() && value.size() <= 63 && std::ranges::all_of(value, fits) &&
         value.front() != '-' && value.back() != '-';
}

bool is_domain(std::string_view value) {
  if (value.size() > 253) return false;
  while (true) {
    const std::size_t dot = std::min(value.find('.'), value.size());
    if (!is_label(value.substr(0, dot))) return false;
    if (dot == value.size()) return true;
    value.remove_prefix(dot + 1);
  }
}

bool in_range(std::string_view value, long low, long high) {
  const auto number = parse_decimal(value);
  return number && *number >= low && *number <= high;
}

// `in [[days:]hours:]minutes` (guide page 2-10); IOS allows 1 minute to 999 days [inferred].
bool is_interval(std::string_view value) {
  if (!matches<R"((?:(?:\d{1,3}:)?\d{1,2}:)?\d{1,3})">(value)) return false;
  const std::size_t colons = static_cast<std::size_t>(std::count(value.begin(), value.end(), ':'));
  const std::string_view minutes = value.substr(value.rfind(':') + 1);
  if (colons > 0 && !in_range(minutes, 0, 59)) return false;
  if (colons > 0) {
    const std::string_view rest = value.substr(0, value.rfind(':'));
    if (!in_range(rest.substr(rest.rfind(':') + 1), 0, 23)) return false;
  }
  return value.find_first_not_of("0:") != std::string_view::npos;
}

struct Rule {
  std::string_view type;
  std::string_view words;
  bool (*fits)(std::string_view);
};

constexpr std::array kRules = {
    Rule{"text", "one line of text without control characters",
         [](std::string_view v) { return !v.empty() && v.size() <= 200; }},
    Rule{"secret", "one line of text without blanks or control characters, 1 to 127 characters",
         [](std::string_view v) { return is_word(v, 127); }},
    Rule{"choice", "one of the listed words", [](std::string_view v) { return !v.empty(); }},
    Rule{"word", "one word without blanks or question marks",
         [](std::string_view v) { return is_word(v, 200); }},
    Rule{"name31", "1 to 31 characters without blanks or question marks",
         [](std::string_view v) { return is_word(v, 31); }},
    Rule{"username", "1 to 64 characters without blanks or question marks",
         [](std::string_view v) { return is_word(v, 64); }},
    Rule{"hostname",
         "a letter, then letters, digits and hyphens, ending in a letter or digit, at most 63",
         [](std::string_view v) { return is_label(v) && !is_digit(v.front()); }},
    Rule{"domain", "a domain name: labels of letters, digits and hyphens, joined by dots",
         [](std::string_view v) { return is_domain(v); }},
    Rule{"ipv4", "an IPv4 address", [](std::string_view v) { return parse_ipv4(v).has_value(); }},
    Rule{"netmask", "a network mask of contiguous ones, such as 255.255.255.0",
         [](std::string_view v) { return parse_netmask(v).has_value(); }},
    Rule{"prefix_length", "a number of bits from 1 to 32",
         [](std::string_view v) { return in_range(v, 1, 32); }},
    Rule{"host", "an IPv4 address or a host name",
         [](std::string_view v) { return parse_ipv4(v).has_value() || fits("domain", v); }},
    Rule{"port", "a port from 1 to 65535",
         [](std::string_view v) { return in_range(v, 1, 65535); }},
    Rule{"vty_line", "a vty line from 0 to 1180",
         [](std::string_view v) { return in_range(v, 0, 1180); }},
    Rule{"seconds_120", "1 to 120 seconds", [](std::string_view v) { return in_range(v, 1, 120); }},
    Rule{"retries_5", "0 to 5 retries", [](std::string_view v) { return in_range(v, 0, 5); }},
    Rule{"poll_period", "1 to 35791 minutes",
         [](std::string_view v) { return in_range(v, 1, 35791); }},
    Rule{"retry_count", "0 to 2147483647 times",
         [](std::string_view v) { return in_range(v, 0, 2147483647); }},
    Rule{"interval", "[[days:]hours:]minutes with hours to 23 and minutes to 59, not zero",
         is_interval},
    Rule{"time", "a time of day, hours:minutes on the 24-hour clock",
         [](std::string_view v) { return matches<R"(([01]?\d|2[0-3]):[0-5]\d)">(v); }},
    Rule{"day_of_month", "a day from 1 to 31",
         [](std::string_view v) { return in_range(v, 1, 31); }},
    Rule{"month", "a month: january to december, or its first three letters",
         [](std::string_view v) {
           return matches<
               "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|"
               "sep(tember)?|oct(ober)?|nov(ember)?|dec(ember)?">(to_lower(v));
         }},
    Rule{"day_of_week", "a day: monday to sunday, or its first three letters",
         [](std::string_view v) {
           return matches<
               "mon(day)?|tue(sday)?|wed(nesday)?|thu(rsday)?|fri(day)?|sat(urday)?|"
               "sun(day)?">(to_lower(v));
         }},
    Rule{"activation_key", "four or five hexadecimal numbers separated by blanks",
         [](std::string_view v) {
           return matches<R"((0x)?[0-9a-fA-F]{1,8}( (0x)?[0-9a-fA-F]{1,8}){3,4})">(v);
         }},
    Rule{"url", "an address such as flash0:file.lic or tftp://192.0.2.1/file, without blanks",
         [](std::string_view v) { return is_word(v, 250); }},
    Rule{"number", "a number", [](std::string_view v) { return parse_decimal(v).has_value(); }},
};

const Rule* find_rule(std::string_view type) {
  const auto found = std::find_if(kRules.begin(), kRules.end(),
                                  [&](const Rule& rule) { return rule.type == type; });
  return found == kRules.end() ? nullptr : &*found;
}

bool has_control(std::string_view value) {
  return std::any_of(value.begin(), value.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

}  // namespace

std::optional<std::string_view> rule_of(std::string_view type) {
  const Rule* rule = find_rule(type);
  if (rule == nullptr) return std::nullopt;
  return rule->words;
}

bool fits(std::string_view type, std::string_view value) {
  const Rule* rule = find_rule(type);
  return rule != nullptr && !has_control(value) && rule->fits(value);
}

Result<void> check_value(const Parameter& parameter, std::string_view value) {
  std::string rule(rule_of(parameter.type).value_or("text"));
  bool good = fits(parameter.type, value);
  if (!parameter.choices.empty()) {
    rule = fmt::format("one of {}", fmt::join(parameter.choices, ", "));
    good = std::find(parameter.choices.begin(), parameter.choices.end(), value) !=
           parameter.choices.end();
  }
  if (good) return {};
  const std::string shown =
      parameter.secret ? "the value given" : fmt::format("\"{}\"", printable(value));
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("parameter {}: {} is not {}", parameter.name, shown, rule));
}

Result<void> check_values(const Procedure& procedure, const Values& values) {
  for (const auto& [name, value] : values) {
    const auto parameter = std::find_if(procedure.parameters.begin(), procedure.parameters.end(),
                                        [&](const Parameter& one) { return one.name == name; });
    if (parameter == procedure.parameters.end()) {
      std::vector<std::string_view> known;
      for (const Parameter& one : procedure.parameters) known.push_back(one.name);
      return failure(ErrorCode::kInvalidArgument,
                     fmt::format("{} has no parameter \"{}\"", procedure.id, printable(name)),
                     fmt::format("known parameters: {}", fmt::join(known, ", ")));
    }
    LW_TRY(check_value(*parameter, value));
  }
  const auto number = [&](std::string_view name) -> std::optional<long> {
    const auto given = values.find(name);
    if (given != values.end()) return parse_decimal(given->second);
    for (const Parameter& one : procedure.parameters) {
      if (one.name == name && one.default_value) return parse_decimal(*one.default_value);
    }
    return std::nullopt;
  };
  const auto first = number("first_line");
  const auto last = number("last_line");
  if (first && last && *last <= *first) {
    return failure(
        ErrorCode::kInvalidArgument,
        fmt::format("parameter last_line: {} is not greater than first_line, {}", *last, *first));
  }
  return {};
}

std::optional<Ipv4> parse_ipv4(std::string_view text) {
  in_addr address{};
  if (text.size() > 15 || ::inet_pton(AF_INET, std::string(text).c_str(), &address) != 1)
    return std::nullopt;
  return Ipv4{ntohl(address.s_addr)};
}

std::optional<Ipv4> parse_netmask(std::string_view text) {
  const auto mask = parse_ipv4(text);
  if (!mask || std::countl_one(mask->bits) + std::countr_zero(mask->bits) < 32) return std::nullopt;
  return mask;
}

}  // namespace lw::procedure
