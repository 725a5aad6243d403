// The parts of the firewall's configuration that let people in: users, passwords, addresses.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/asa_config.h"
#include "lab/ipv4_text.h"
#include "lab/password_hash.h"

namespace lw::lab {

bool AsaUser::accepts(const Secret& typed) const {
  if (kind == "encrypted") return pix_md5(typed, name) == password;
  return !password.empty() && password_matches(typed, kind, password);
}

std::string AsaConfig::kept_password(std::string_view words, std::string_view user) {
  const std::string_view first = first_words(words, 1);
  if (begins_with_words(trim(words.substr(first.size())), "pbkdf2")) {
    return fmt::format("{} pbkdf2", first);
  }
  if (begins_with_words(trim(words.substr(first.size())), "encrypted")) {
    return fmt::format("{} encrypted", first);
  }
  const Secret clear{std::string(first)};
  if (!release_.has(AsaFeature::kPbkdf2)) return pix_md5(clear, user) + " encrypted";
  return asa_pbkdf2(clear, ++salts_) + " pbkdf2";
}

bool AsaConfig::check_password(std::string_view words, const Secret& typed) const {
  const std::string kept = store_.value(words);
  if (kept.empty()) return typed.empty();
  if (kept.ends_with(" encrypted")) return pix_md5(typed, "") == first_words(kept, 1);
  return password_matches(typed, "pbkdf2", first_words(kept, 1));
}

std::optional<AsaUser> AsaConfig::user(std::string_view name) const {
  if (name.empty()) return std::nullopt;
  for (const ConfigSection& section : store_.sections()) {
    const std::vector<std::string_view> words = split_words(section.text);
    if (words.size() < 3 || words[0] != "username" || words[1] != name ||
        words[2] == "attributes") {
      continue;
    }
    AsaUser user;
    user.name = name;
    if (words[2] == "password" && words.size() > 4) {
      user.password = std::string(words[3]);
      user.kind = std::string(words[4]);
    }
    for (std::size_t i = 3; i + 1 < words.size(); ++i) {
      if (words[i] == "privilege") {
        user.privilege = static_cast<int>(parse_decimal(words[i + 1]).value_or(2));
      }
    }
    return user;
  }
  return std::nullopt;
}

AsaOutcome AsaConfig::set_user(const Match& match) {
  std::string line = fmt::format("username {} {}", match.words[1], match.words[2]);
  const std::string options = match.words.size() > 3 ? match.words[3] : std::string();
  if (match.words[2] == "password") line += " " + kept_password(options, match.words[1]);
  const std::vector<std::string_view> words = split_words(options);
  const auto at = std::ranges::find(words, std::string_view("privilege"));
  if (at != words.end()) {
    const auto level = at + 1 == words.end() ? std::nullopt : parse_decimal(*(at + 1));
    if (!level || *level > 15) return {.kind = AsaOutcome::Kind::kIncomplete};
    line += fmt::format(" privilege {}", *level);
  }
  const std::string key = fmt::format("username {} ", match.words[1]);
  for (ConfigSection& section : store_.sections()) {
    if (section.text.starts_with(key) && !section.text.ends_with(" attributes")) {
      section.text = line;
      return {};
    }
  }
  store_.put(line, 0);
  return {};
}

bool AsaConfig::has_address() const {
  const auto has_line = [](const ConfigSection& section, std::string_view words) {
    return std::ranges::any_of(
        section.lines, [&](const std::string& line) { return begins_with_words(line, words); });
  };
  return std::ranges::any_of(store_.sections(), [&](const ConfigSection& section) {
    if (begins_with_words(section.text, "ip address")) return true;  // of PIX 6
    return section.text.starts_with("interface ") && has_line(section, "nameif") &&
           has_line(section, "ip address") && !has_line(section, "shutdown");
  });
}

bool AsaConfig::permits(std::string_view service, std::string_view address) const {
  if (!is_ipv4_address(address)) return false;
  return std::ranges::any_of(store_.sections(), [&](const ConfigSection& section) {
    const std::vector<std::string_view> words = split_words(section.text);
    if (words.size() != 4 || words[0] != service || !is_ipv4_address(words[1])) return false;
    const std::uint32_t mask = ipv4_bits(words[2]);
    return (ipv4_bits(words[1]) & mask) == (ipv4_bits(address) & mask);
  });
}

}  // namespace lw::lab
