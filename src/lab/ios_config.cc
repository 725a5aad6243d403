#include "lab/ios_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "lab/ios_kron.h"
#include "lab/password_hash.h"

namespace lw::lab {
namespace {

using Kind = IosOutcome::Kind;

constexpr std::size_t kBannerLimit = 3000;

std::string joined(const std::vector<std::string>& words, std::size_t from = 0) {
  std::string line;
  for (std::size_t i = from; i < words.size(); ++i) {
    if (!line.empty()) line += ' ';
    line += words[i];
  }
  return line;
}

// Its lines are not known: a line of the global mode ends it, but only when its first word stands
// in full ("host 192.0.2.1" in a DHCP pool is no "hostname").
bool free_form(const IosMode& mode) {
  return mode.rules.size() == 1 && mode.rules[0].syntax == "LINE";
}

// The line as shown where several spellings mean the same.
std::string canonical(const Match& match) {
  std::string line = joined(match.words);
  if (begins_with_words(line, "ip domain-lookup")) return "ip domain lookup";
  if (begins_with_words(line, "crypto ca")) return "crypto pki" + line.substr(9);
  if (match.words.size() == 2 && match.words[0] == "logging" && is_ipv4_address(match.words[1])) {
    return "logging host " + match.words[1];
  }
  return line;
}

// That the word at `position` does not fit, or that there is none.
IosOutcome misfit(std::string_view line, std::size_t position) {
  const std::string_view before = first_words(line, position);
  if (before.size() >= line.size()) return {.kind = Kind::kIncomplete};
  return {.kind = Kind::kInvalid, .column = before.size() + 1};
}

void go_global(IosCursor& cursor) { cursor = IosCursor{}; }

}  // namespace

std::string ios_interface_name(std::string_view typed) {
  constexpr std::string_view kKinds[] = {
      "FastEthernet", "GigabitEthernet", "Loopback",     "Serial", "Tunnel",
      "Vlan",         "Ethernet",        "Port-channel", "Dialer", "TenGigabitEthernet"};
  std::string text;
  std::ranges::copy_if(typed, std::back_inserter(text), [](char c) { return c != ' '; });
  const std::size_t digit = text.find_first_of("0123456789");
  if (digit == 0 || digit == std::string::npos) return {};
  if (text.find_first_not_of("0123456789/.:", digit) != std::string::npos) return {};
  const std::string wanted = to_lower(text.substr(0, digit));
  for (const std::string_view kind : kKinds) {
    if (to_lower(kind).starts_with(wanted)) return std::string(kind) + text.substr(digit);
  }
  return {};
}

IosConfig::IosConfig(IosRelease release) : release_(std::move(release)), vty_(5) {
  store_.put("hostname Router", 1);
  if (release_.has(IosFeature::kTokenSettings)) {
    store_.put("crypto pki token default removal timeout 0", 5);
  }
}

std::string IosConfig::hostname() const { return store_.value("hostname"); }

std::string IosConfig::banner(std::string_view kind) const {
  const auto found = std::ranges::find(banners_, kind, &Banner::kind);
  return found == banners_.end() ? std::string() : found->text;
}

IosOutcome IosConfig::apply(IosCursor& cursor, std::string_view line) {
  if (cursor.banner) {
    const std::size_t end = line.find(cursor.banner->delimiter);
    cursor.banner->text += line.substr(0, end);
    if (end == std::string_view::npos && cursor.banner->text.size() < kBannerLimit) {
      cursor.banner->text += '\n';
    } else {
      end_banner(cursor);
    }
    return {};
  }
  const std::size_t start = line.find_first_not_of(' ');
  if (start == std::string_view::npos || line[start] == '!') return {};
  const std::string_view rest = line.substr(start);
  const std::string_view first = first_words(rest, 1);
  if (first == "no" || (first.size() >= 3 && std::string_view("default").starts_with(first))) {
    return remove(cursor, line, start + first.size());
  }

  const IosMode& here = ios_mode(cursor.mode, release_);
  const IosMode& global = ios_mode("config", release_);
  const Match outside = global.table->match(line);
  const bool global_first = cursor.mode == "config" || (free_form(here) && !outside.words.empty() &&
                                                        outside.words.front() == first);
  if (global_first && outside.kind == Match::Kind::kMatched) {
    return apply_rule(cursor, global, outside);
  }
  const Match inside = cursor.mode == "config" ? outside : here.table->match(line);
  if (inside.kind == Match::Kind::kMatched) return apply_rule(cursor, here, inside);
  if (outside.kind == Match::Kind::kMatched) return apply_rule(cursor, global, outside);
  const bool outer = inside.kind == Match::Kind::kInvalid &&
                     (outside.kind != Match::Kind::kInvalid || outside.column > inside.column);
  const Match& wrong = outer ? outside : inside;
  if (wrong.kind == Match::Kind::kIncomplete) return {.kind = Kind::kIncomplete};
  if (wrong.kind == Match::Kind::kAmbiguous) return {.kind = Kind::kAmbiguous};
  return {.kind = Kind::kInvalid, .column = wrong.column};
}

void IosConfig::for_each_list(IosCursor& cursor,
                              const std::function<void(std::vector<std::string>&)>& change) {
  if (cursor.on_vty) {
    for (std::size_t i = cursor.first_vty; i <= cursor.last_vty && i < vty_.size(); ++i) {
      change(vty_[i]);
    }
  } else if (cursor.line != nullptr) {
    change(*cursor.line);
  } else if (ConfigSection* section = store_.find(cursor.section)) {
    change(section->lines);
  }
}

IosOutcome IosConfig::apply_rule(IosCursor& cursor, const IosMode& mode, const Match& match) {
  const IosRule& rule = mode.rules[static_cast<std::size_t>(match.command)];
  const bool inside = mode.name != "config";
  std::string line = canonical(match);
  if (!inside && rule.action != IosAction::kDo && rule.action != IosAction::kExit) {
    go_global(cursor);
  }
  const auto keep = [&](std::string_view text, std::size_t key) {
    if (inside) {
      for_each_list(cursor, [&](std::vector<std::string>& lines) { put_line(lines, text, key); });
    } else {
      store_.put(text, key);
    }
  };
  const auto drop = [&](std::string_view text) {
    if (inside) {
      for_each_list(cursor, [&](std::vector<std::string>& lines) { remove_lines(lines, text); });
    } else {
      store_.remove(text);
    }
  };
  switch (rule.action) {
    case IosAction::kStore:
    case IosAction::kOffByDefault:
      keep(line, rule.key_words);
      return {};
    case IosAction::kTransport: {
      // Shown in the router's order, whatever the order typed.
      if (line.ends_with("ssh telnet")) line.replace(line.size() - 10, 10, "telnet ssh");
      keep(line, rule.key_words);
      return {};
    }
    case IosAction::kSwitch:
      drop("no " + std::string(first_words(line, rule.key_words)));
      keep(line, rule.key_words);
      return {};
    case IosAction::kDefaultOn:
      drop("no " + line);
      drop(line);
      return {};
    case IosAction::kAaa:
      if (!store_.has("aaa new-model")) return {.kind = Kind::kInvalid, .column = 4};
      keep(line, rule.key_words);
      return {};
    case IosAction::kSsh:
      keep(line, rule.key_words);
      return {};
    case IosAction::kDomainName:
      keep("ip domain name " + match.words.back(), 3);
      return {};
    case IosAction::kSecureServer:
      drop("no " + line);
      keep(line, 0);
      return {.kind = Kind::kSecureServer};
    case IosAction::kInterface: {
      const std::string name = ios_interface_name(match.words.back());
      if (name.empty()) return {.kind = Kind::kInvalid, .column = 10};
      line = "interface " + name;
      store_.put(line, 0).opens = true;
      cursor.mode = name.find('.') == std::string::npos ? "config-if" : "config-subif";
      cursor.section = line;
      return {};
    }
    case IosAction::kKron: {
      const auto occurrence = parse_kron(line);
      if (!occurrence) return misfit(line, occurrence.error().word);
      store_.put(line, rule.key_words).opens = true;
      cursor.mode = std::string(rule.opens);
      cursor.section = line;
      return {};
    }
    case IosAction::kLicence:
      return {.kind = Kind::kLicenceTerms, .text = line};
    case IosAction::kSection:
      store_.put(line, rule.key_words).opens = true;
      cursor.mode = std::string(rule.opens);
      cursor.section = line;
      return {};
    case IosAction::kLine:
      return open_lines(cursor, match);
    case IosAction::kLinePassword: {
      const auto kept = kept_password(match.words.back(), "password");
      if (!kept) return {.kind = Kind::kInvalid, .column = 9};
      keep("password " + *kept, 1);
      return {};
    }
    case IosAction::kEnablePassword: {
      const auto kept = kept_password(match.words.back(), match.words[1]);
      if (!kept) return {.kind = Kind::kInvalid, .column = 7 + match.words[1].size() + 1};
      keep(fmt::format("enable {} {}", match.words[1], *kept), 2);
      return {};
    }
    case IosAction::kUsername:
      return set_user(match);
    case IosAction::kEncryptPasswords:
      store_.remove("no service password-encryption");
      store_.put(line, 0);
      encrypt_passwords();
      return {};
    case IosAction::kBanner:
      return begin_banner(cursor, match);
    case IosAction::kCryptoKeyGenerate: {
      IosOutcome outcome{.kind = Kind::kGenerateKeys};
      const auto at = std::ranges::find(match.words, "modulus");
      if (at != match.words.end() && at + 1 != match.words.end()) {
        outcome.modulus = static_cast<int>(parse_decimal(*(at + 1)).value_or(0));
        // The grammar takes what any release takes.
        if (outcome.modulus < release_.smallest_modulus ||
            outcome.modulus > release_.largest_modulus) {
          const std::string before = joined({match.words.begin(), at + 1});
          return {.kind = Kind::kInvalid, .column = before.size() + 1};
        }
      }
      return outcome;
    }
    case IosAction::kCryptoKeyZeroize:
      return {.kind = Kind::kZeroizeKeys};
    case IosAction::kDo:
      return {.kind = Kind::kDo, .text = match.words.back()};
    case IosAction::kExit:
      if (cursor.mode == "config") return {.kind = Kind::kLeave};
      go_global(cursor);
      return {};
    case IosAction::kEnd:
      return {.kind = Kind::kLeave};
  }
  return {};
}

IosOutcome IosConfig::remove(IosCursor& cursor, std::string_view line, std::size_t offset) {
  // Blanked, not cut: columns still count from the start of what was typed.
  std::string positive(line);
  std::fill_n(positive.begin(), offset, ' ');
  const IosMode& here = ios_mode(cursor.mode, release_);
  const IosMode& global = ios_mode("config", release_);
  const Match inside = here.table->match(positive);
  const Match outside = global.table->match(positive);
  const auto usable = [](const Match& match) {
    return !match.words.empty() &&
           (match.kind == Match::Kind::kMatched || match.kind == Match::Kind::kIncomplete);
  };
  const bool ends = free_form(here) && outside.kind == Match::Kind::kMatched &&
                    outside.words.front() == first_words(trim(positive), 1);
  if (usable(inside) && !ends) {
    return remove_rule(cursor, here, inside);
  }
  if (cursor.mode != "config" && usable(outside)) {
    go_global(cursor);
    return remove_rule(cursor, global, outside);
  }
  if (inside.kind == Match::Kind::kAmbiguous) return {.kind = Kind::kAmbiguous};
  if (inside.kind == Match::Kind::kIncomplete) return {.kind = Kind::kIncomplete};
  return {.kind = Kind::kInvalid, .column = std::max(inside.column, outside.column)};
}

IosOutcome IosConfig::remove_rule(IosCursor& cursor, const IosMode& mode, const Match& match) {
  const bool inside = mode.name != "config";
  std::string line = canonical(match);
  bool removed = false;
  const auto change = [&](const std::function<void(std::vector<std::string>&)>& lines) {
    for_each_list(cursor, lines);
  };
  const auto drop = [&](std::string_view text) {
    if (inside) {
      change([&](std::vector<std::string>& lines) { removed |= remove_lines(lines, text); });
    } else {
      removed |= store_.remove(text);
    }
  };
  const IosRule* rule = nullptr;
  const bool complete = match.kind == Match::Kind::kMatched;
  if (complete) {
    rule = &mode.rules[static_cast<std::size_t>(match.command)];
  } else {
    // "no ip address": the words that say which line it is are enough to switch it off.
    const auto found = std::ranges::find_if(mode.rules, [&](const IosRule& candidate) {
      return candidate.action == IosAction::kSwitch && candidate.key_words == match.words.size() &&
             begins_with_words(candidate.syntax, line);
    });
    if (found != mode.rules.end()) rule = &*found;
  }
  const IosAction action = rule == nullptr ? IosAction::kStore : rule->action;
  const std::size_t key = rule == nullptr ? 0 : rule->key_words;

  if (match.words.front() == "hostname") {
    store_.put("hostname Router", 1);
    if (release_.has(IosFeature::kTokenSettings)) {
      store_.put("crypto pki token default removal timeout 0", 5);
    }
    return {};
  }
  if (!inside && match.words.front() == "banner" && match.words.size() > 1) {
    std::erase_if(banners_, [&](const Banner& banner) { return banner.kind == match.words[1]; });
    return {};
  }
  switch (action) {
    case IosAction::kSwitch:
    case IosAction::kSecureServer: {
      const std::string no = "no " + std::string(first_words(line, key));
      drop(first_words(line, key));
      if (inside) {
        change([&](std::vector<std::string>& lines) { put_line(lines, no, 0); });
      } else {
        store_.put(no, 0);
      }
      return {};
    }
    case IosAction::kDefaultOn: {
      drop(line);
      if (inside) {
        change([&](std::vector<std::string>& lines) { put_line(lines, "no " + line, 0); });
      } else {
        store_.put("no " + line, 0);
      }
      return {};
    }
    case IosAction::kDomainName:
      drop("ip domain name");
      return {};
    case IosAction::kInterface:
      store_.remove("interface " + ios_interface_name(match.words.back()));
      return {};
    case IosAction::kLine: {
      const auto first = parse_decimal(match.words[2]);
      if (match.words[1] != "vty" || !first || *first < 5) {
        return {.text = "% Can't delete last 5 VTY lines\n"};
      }
      vty_.resize(std::min(vty_.size(), static_cast<std::size_t>(*first)));
      return {};
    }
    case IosAction::kCryptoKeyGenerate:
    case IosAction::kDo:
    case IosAction::kExit:
    case IosAction::kEnd:
      return {.kind = Kind::kInvalid, .column = 3};
    case IosAction::kCryptoKeyZeroize:
      return {.kind = Kind::kZeroizeKeys};
    case IosAction::kEnablePassword:
    case IosAction::kUsername:
    case IosAction::kLinePassword:
      // Whatever password was typed, the line goes.
      drop(first_words(line, key));
      return {};
    default:
      drop(line);
      // "no exec-timeout 5" takes away whatever the value is.
      if (!removed && complete && key != 0) drop(first_words(line, key));
      if (!removed && !complete) return {.kind = Kind::kIncomplete};
      if (line == "ip domain name" || line == "ip domain-name") drop("ip domain name");
      if (match.words.front() == "aaa" && line == "aaa new-model") drop("aaa");
      return {};
  }
}

void IosConfig::keep_licence_line(std::string_view line) {
  // Of a package's two lines, with "disable" and without, the last one counts.
  constexpr std::size_t kOfPackage = 6;
  constexpr std::size_t kOfLevel = 3;
  store_.put(line, begins_with_words(line, "license boot module") ? kOfPackage
                   : begins_with_words(line, "license boot")      ? kOfLevel
                                                                  : 0);
}

std::vector<std::string> IosConfig::load(std::string_view text) {
  std::vector<std::string> refused;
  IosCursor cursor;
  for (const std::string_view line : split_lines(text)) {
    const bool own = line.starts_with("version ") || line.starts_with("boot-") || line == "end";
    if (!cursor.banner && own) continue;
    const IosOutcome outcome = apply(cursor, line);
    // What is loaded had been accepted when it was entered.
    if (outcome.kind == Kind::kLicenceTerms) keep_licence_line(outcome.text);
    if (outcome.kind == Kind::kInvalid || outcome.kind == Kind::kIncomplete ||
        outcome.kind == Kind::kAmbiguous) {
      refused.emplace_back(line);
    }
  }
  return refused;
}

}  // namespace lw::lab
