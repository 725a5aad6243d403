#include "configtext/blocks.h"

#include <algorithm>
#include <array>

namespace lw::configtext {
namespace {

// Takes `word` off the front; false when the text starts with another word.
bool take_word(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  if (text.size() > word.size() && text[word.size()] != ' ') return false;
  text.remove_prefix(word.size());
  const std::size_t next = std::min(text.find_first_not_of(' '), text.size());
  text.remove_prefix(next);
  return true;
}

bool take_any(std::string_view& text, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return take_word(text, word); });
}

std::string_view take_anything(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(text.find_first_not_of(' ', end), text.size()));
  return word;
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.' || c == '/' || c == ':' || c == '@' || c == '(' || c == ')';
}

// `R1#`, `R1(config)#`, `asa/ctx1>`, `R1#show run`: no command's first word holds one of these
// characters.
bool is_prompt(std::string_view line) {
  const std::size_t end = line.find_first_of(">#");
  if (end == 0 || end == std::string_view::npos || end > 64) return false;
  return std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(end),
                     is_host_character);
}

}  // namespace

std::optional<std::string_view> delimited_text(std::string_view command, Dialect dialect) {
  // Every command of a configuration passes here: look at one character before anything else.
  const char first = command.empty() ? '\0' : command.front();
  std::string_view rest = command;
  if (dialect == Dialect::kCatos) {
    static constexpr std::array<std::string_view, 2> kKinds = {"motd", "lcd"};
    if (first != 's' || !take_word(rest, "set") || !take_word(rest, "banner") ||
        !take_any(rest, kKinds)) {
      return std::nullopt;
    }
  } else if (dialect == Dialect::kIos) {
    static constexpr std::array<std::string_view, 8> kKinds = {
        "motd", "login", "exec", "incoming", "slip-ppp", "prompt-timeout", "config-save", "lcd"};
    static constexpr std::array<std::string_view, 2> kAaaKinds = {"banner", "fail-message"};
    if (first == 'b' && take_word(rest, "banner")) {
      take_any(rest, kKinds);  // `banner #…#` is the message of the day
    } else if (first == 'a' && take_word(rest, "aaa") && take_word(rest, "authentication")) {
      if (!take_any(rest, kAaaKinds)) return std::nullopt;
    } else if (first == 'm' && take_word(rest, "menu")) {
      take_anything(rest);
      if (!take_word(rest, "title")) return std::nullopt;
    } else {
      return std::nullopt;
    }
  } else {
    return std::nullopt;
  }
  if (rest.empty()) return std::nullopt;
  return rest;
}

bool opens_macro(std::string_view command, Dialect dialect) {
  return dialect == Dialect::kIos && command.starts_with("macro name ");
}

bool opens_key_text(std::string_view command, Dialect dialect) {
  if (dialect != Dialect::kIos && dialect != Dialect::kAsa) return false;
  if (command == "key-string") return true;
  // `certificate ca 01 nvram:…` names a file instead of holding the text.
  return command.starts_with("certificate ") && command.find("nvram:") == std::string_view::npos;
}

bool is_key_text(std::string_view line) {
  std::size_t words = 1;
  bool hexadecimal = true;
  for (const char c : line) {
    const bool hex_digit =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c == ' ') {
      ++words;
    } else if (!hex_digit) {
      if (!letter && c != '+' && c != '/' && c != '=' && c != '-') return false;
      hexadecimal = false;
    }
  }
  return hexadecimal || (words == 1 && line.size() >= 16) || line.starts_with("-----");
}

bool is_noise(std::string_view line, Dialect dialect) {
  static constexpr std::array<std::string_view, 6> kStarts = {
      "Building configuration",    "Current configuration",      "Using ",
      "Generating current config", "This command shows non-def", "show "};
  static constexpr std::array<std::string_view, 4> kEchoes = {"write terminal", "wr t", "sh run",
                                                              "more system:running-config"};
  const auto starts = [&](std::string_view start) { return line.starts_with(start); };
  if (std::any_of(kStarts.begin(), kStarts.end(), starts)) return true;
  if (std::find(kEchoes.begin(), kEchoes.end(), line) != kEchoes.end()) return true;
  if (line.front() == '.' && line.find_first_not_of('.') == std::string_view::npos) return true;
  if (dialect == Dialect::kCatos && line == "begin") return true;
  return is_prompt(line);
}

}  // namespace lw::configtext
