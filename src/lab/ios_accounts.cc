// The parts of the router's configuration that let people in: users, passwords, lines, access
// lists, banners.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/command_table.h"
#include "lab/ios_config.h"
#include "lab/ipv4_text.h"
#include "lab/password_hash.h"

namespace lw::lab {
namespace {

using Kind = IosOutcome::Kind;

// Whether the source words of an access list entry ("any", "host A", "A W", "A") cover an address.
bool covers(const std::vector<std::string_view>& words, std::size_t at, std::string_view address) {
  if (at >= words.size()) return false;
  if (words[at] == "any") return true;
  const bool host = words[at] == "host";
  if (host) ++at;
  if (at >= words.size() || !is_ipv4_address(words[at]) || !is_ipv4_address(address)) return false;
  std::uint32_t wildcard = 0;
  if (!host && at + 1 < words.size() && is_ipv4_address(words[at + 1])) {
    wildcard = ipv4_bits(words[at + 1]);
  }
  return (ipv4_bits(words[at]) | wildcard) == (ipv4_bits(address) | wildcard);
}

// The verdict of one entry, when it speaks about this address.
std::optional<bool> verdict(std::string_view entry, std::string_view address, bool extended) {
  std::vector<std::string_view> words = split_words(entry);
  if (!words.empty() && parse_decimal(words[0])) words.erase(words.begin());
  if (words.size() < 2 || (words[0] != "permit" && words[0] != "deny")) return std::nullopt;
  if (extended && words[1] != "ip" && words[1] != "tcp") return std::nullopt;
  if (!covers(words, extended ? 2 : 1, address)) return std::nullopt;
  return words[0] == "permit";
}

bool is_extended_number(std::string_view list) {
  const auto number = parse_decimal(list);
  return number && ((*number >= 100 && *number < 200) || *number >= 2000);
}

}  // namespace

std::optional<std::string> IosConfig::kept_password(std::string_view words, std::string_view kind) {
  std::string_view type = first_words(words, 1);
  std::string_view rest = trim(words.substr(type.size()));
  const bool typed =
      (type == "0" || type == "5" || type == "7" || type == "8" || type == "9") && !rest.empty();
  if (!typed) {
    type = "0";
    rest = words;
  }
  if (kind == "secret") {
    if (type == "0") {
      const Secret secret{std::string(rest)};
      return release_.has(IosFeature::kScryptSecrets) ? "9 " + ios_scrypt(secret, ++salts_)
                                                      : "5 " + md5_crypt(secret, ++salts_);
    }
    if (type == "7" || (type == "5" && !rest.starts_with("$1$"))) return std::nullopt;
    return fmt::format("{} {}", type, rest);
  }
  if (type == "7") {
    if (from_type7(rest).empty()) return std::nullopt;
    return fmt::format("7 {}", rest);
  }
  if (type != "0") return std::nullopt;
  if (store_.has("service password-encryption")) {
    return "7 " + type7(Secret(std::string(rest)), ++salts_);
  }
  return std::string(rest);
}

bool IosConfig::check_kept(std::string_view kept, const Secret& typed) {
  const std::string_view type = first_words(kept, 1);
  const bool marked = type.size() == 1 && type.size() < kept.size() &&
                      std::string_view("05789").find(type) != std::string_view::npos;
  return marked ? password_matches(typed, type, kept.substr(2))
                : password_matches(typed, "0", kept);
}

bool IosConfig::check_enable(const Secret& typed) const {
  const std::string secret = value("enable secret");
  const std::string kept = secret.empty() ? value("enable password") : secret;
  return !kept.empty() && check_kept(kept, typed);
}

void IosConfig::encrypt_passwords() {
  const auto encrypt = [&](std::string& line, std::size_t words_before) {
    const std::string head(first_words(line, words_before));
    const std::string_view rest = trim(std::string_view(line).substr(head.size()));
    if (rest.empty() || (rest.starts_with("7 ") && !from_type7(rest.substr(2)).empty())) return;
    const std::string_view clear = rest.starts_with("0 ") ? rest.substr(2) : rest;
    line = fmt::format("{} 7 {}", head, type7(Secret(std::string(clear)), ++salts_));
  };
  const auto encrypt_lines = [&](std::vector<std::string>& lines) {
    for (std::string& line : lines) {
      if (begins_with_words(line, "password")) encrypt(line, 1);
    }
  };
  encrypt_lines(console_);
  encrypt_lines(aux_);
  std::ranges::for_each(vty_, encrypt_lines);
  for (ConfigSection& section : store_.sections()) {
    if (begins_with_words(section.text, "enable password")) encrypt(section.text, 2);
    if (!begins_with_words(section.text, "username")) continue;
    const std::vector<std::string_view> words = split_words(section.text);
    const auto at = std::ranges::find(words, std::string_view("password"));
    if (at != words.end()) encrypt(section.text, static_cast<std::size_t>(at - words.begin()) + 1);
  }
}

IosOutcome IosConfig::set_user(const Match& match) {
  const std::string& name = match.words[1];
  const IosUser before = user(name).value_or(IosUser{name, 1, "", ""});
  std::string privilege = before.privilege == 1 ? "" : std::to_string(before.privilege);
  std::string kind = before.type == "0" || before.type == "7" ? "password"
                     : before.type.empty()                    ? ""
                                                              : "secret";
  std::string kept = before.type.empty() ? "" : fmt::format("{} {}", before.type, before.password);
  const std::string_view options = match.words.size() > 2 ? match.words[2] : std::string_view();
  const std::size_t start = 9 + name.size() + 1;
  for (std::size_t at = 0; at < options.size();) {
    const std::string_view word = first_words(options.substr(at), 1);
    std::string_view rest = options.substr(std::min(at + word.size(), options.size()));
    rest = rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
    const auto is = [&](std::string_view keyword, std::size_t least) {
      return word.size() >= least && keyword.starts_with(word);
    };
    if (is("privilege", 2)) {
      const std::string_view number = first_words(rest, 1);
      const auto level = parse_decimal(number);
      if (rest.empty()) return {.kind = Kind::kIncomplete};
      if (!level || *level > 15) {
        return {.kind = Kind::kInvalid, .column = start + options.size() - rest.size()};
      }
      privilege = std::string(number);
      rest = rest.substr(number.size());
      at = options.size() - rest.size();
      at = std::min(options.find_first_not_of(' ', at), options.size());
    } else if (is("password", 2) || is("secret", 1)) {
      const std::string wanted = is("secret", 1) ? "secret" : "password";
      if (rest.empty()) return {.kind = Kind::kIncomplete};
      if (!kind.empty() && kind != wanted) {
        return {.text =
                    "ERROR: Can not have both a user password and a user secret.\n"
                    "Please choose one or the other.\n"};
      }
      const auto words = kept_password(rest, wanted);
      if (!words) return {.kind = Kind::kInvalid, .column = start + options.size() - rest.size()};
      kind = wanted;
      kept = *words;
      if (wanted == "password" && !kept.starts_with("7 ")) kept = "0 " + kept;
      at = options.size();
    } else if (is("nopassword", 3)) {
      kind.clear();
      kept.clear();
      at = options.size();
    } else {
      return {.kind = Kind::kInvalid, .column = start + at};
    }
  }
  std::string line = "username " + name;
  if (!privilege.empty() && privilege != "1") line += " privilege " + privilege;
  if (!kind.empty()) line += fmt::format(" {} {}", kind, kept);
  store_.put(line, 2);
  return {};
}

std::optional<IosUser> IosConfig::user(std::string_view name) const {
  const ConfigSection* section = store_.find(fmt::format("username {}", name));
  if (name.empty() || section == nullptr) return std::nullopt;
  IosUser user{std::string(name), 1, "", ""};
  const std::vector<std::string_view> words = split_words(section->text);
  for (std::size_t i = 2; i + 1 < words.size(); ++i) {
    if (words[i] == "privilege") {
      user.privilege = static_cast<int>(parse_decimal(words[i + 1]).value_or(1));
      ++i;
    } else if ((words[i] == "password" || words[i] == "secret") && i + 2 < words.size()) {
      user.type = words[i + 1];
      // The password is the rest of the line: it may hold blanks.
      user.password = section->text.substr(
          static_cast<std::size_t>(words[i + 2].data() - section->text.data()));
      break;
    }
  }
  return user;
}

IosOutcome IosConfig::open_lines(IosCursor& cursor, const Match& match) {
  cursor.mode = "config-line";
  if (match.words[1] == "console") {
    cursor.line = &console_;
    return {};
  }
  if (match.words[1] == "aux") {
    cursor.line = &aux_;
    return {};
  }
  const auto first = static_cast<std::size_t>(parse_decimal(match.words[2]).value_or(0));
  const auto last = match.words.size() > 3
                        ? static_cast<std::size_t>(parse_decimal(match.words[3]).value_or(0))
                        : first;
  if (last < first) {
    cursor.mode = "config";
    return {.kind = Kind::kInvalid, .column = 9 + match.words[2].size() + 1};
  }
  if (vty_.size() <= last) vty_.resize(std::min(last + 1, kIosVtyLines));
  cursor.on_vty = true;
  cursor.first_vty = first;
  cursor.last_vty = last;
  return {};
}

IosOutcome IosConfig::begin_banner(IosCursor& cursor, const Match& match) {
  std::string_view text = match.words.back();
  // A configuration text writes the delimiter ^C as two characters.
  const bool spelled = text.starts_with("^C");
  IosCursor::Banner banner{match.words[1], text.front(), {}};
  text.remove_prefix(spelled ? 2 : 1);
  if (spelled) banner.delimiter = '^';
  const std::size_t end = text.find(banner.delimiter);
  banner.text = text.substr(0, end);
  if (end == std::string_view::npos) banner.text += '\n';
  cursor.banner = std::move(banner);
  if (end != std::string_view::npos) {
    end_banner(cursor);
    return {};
  }
  return {.text = fmt::format("Enter TEXT message.  End with the character '{}'.\n",
                              cursor.banner->delimiter)};
}

void IosConfig::end_banner(IosCursor& cursor) {
  std::erase_if(banners_, [&](const Banner& banner) { return banner.kind == cursor.banner->kind; });
  banners_.push_back({cursor.banner->kind, cursor.banner->text});
  cursor.banner.reset();
}

bool IosConfig::list_permits(std::string_view list, std::string_view address) const {
  const bool extended =
      store_.has(fmt::format("ip access-list extended {}", list)) || is_extended_number(list);
  bool exists = false;
  const std::string numbered = fmt::format("access-list {}", list);
  for (const ConfigSection& section : store_.sections()) {
    if (begins_with_words(section.text, numbered)) {
      exists = true;
      const auto said =
          verdict(std::string_view(section.text).substr(numbered.size()), address, extended);
      if (said) return *said;
    }
    if (section.text == fmt::format("ip access-list standard {}", list) ||
        section.text == fmt::format("ip access-list extended {}", list)) {
      exists |= !section.lines.empty();
      for (const std::string& entry : section.lines) {
        const auto said = verdict(entry, address, extended);
        if (said) return *said;
      }
    }
  }
  return !exists;
}

}  // namespace lw::lab
