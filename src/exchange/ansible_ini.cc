// Ansible inventories as INI text (verified: the sections, ranges and quotes of Ansible's
// documentation of inventories).
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "exchange/ansible.h"
#include "exchange/reading.h"
#include "exchange/text_encoding.h"

namespace lw::exchange {
namespace {

constexpr std::size_t kLongestLine = 64U * 1024;

Error wrong(std::string message, std::string hint = {}) {
  return {ErrorCode::kInvalidArgument, std::move(message), std::move(hint)};
}

// Words as a shell parts them, up to a comment; nullopt when a quote is not closed.
std::optional<std::vector<std::string>> shell_words(std::string_view line) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool blank = c == ' ' || c == '\t' || c == '\r';
    if (quote == 0 && !in_word && c == '#') break;
    if (quote == 0 && blank) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == '\\' && quote != '\'' && i + 1 < line.size()) {
      words.back() += line[++i];
    } else {
      words.back() += c;
    }
  }
  if (quote != 0) return std::nullopt;
  return words;
}

std::string_view unquoted(std::string_view value) {
  value = trim(value);
  const bool quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
                      value.back() == value.front();
  return quoted ? value.substr(1, value.size() - 2) : value;
}

// "host:2222", but neither "2001:db8::1" nor the colon of a range.
std::pair<std::string_view, std::string_view> split_port(std::string_view pattern) {
  const auto colon = pattern.rfind(':');
  if (colon == std::string_view::npos || colon + 1 == pattern.size()) return {pattern, {}};
  const std::string_view port = pattern.substr(colon + 1);
  const std::string_view before = pattern.substr(0, colon);
  const bool digits = port.find_first_not_of("0123456789") == std::string_view::npos;
  const bool in_range = std::ranges::count(before, '[') != std::ranges::count(before, ']');
  const bool alone = before.find(':') == std::string_view::npos || before.ends_with(']');
  if (!digits || in_range || !alone) return {pattern, {}};
  return {before, port};
}

class IniReader {
 public:
  Result<Reading> read(std::string_view text) {
    std::size_t number = 0;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      ++number;
      if (auto taken = take(trim(text.substr(0, end)), number); !taken) {
        inventory_.fault(number, std::move(taken).error());
      }
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::move(inventory_).finish();
  }

 private:
  enum class Section { kHosts, kChildren, kVariables, kUnknown };

  Result<void> take(std::string_view line, std::size_t number) {
    if (line.empty() || line.front() == '#' || line.front() == ';') return {};
    LW_TRY(check_utf8(line));
    if (line.size() > kLongestLine) {
      return std::unexpected(
          wrong(fmt::format("the line has more than {} KiB", kLongestLine / 1024)));
    }
    if (line.front() == '[') return take_section(line);
    switch (section_) {
      case Section::kHosts:
        return take_host(line, number);
      case Section::kChildren:
        return take_child(line);
      case Section::kVariables:
        return take_variable(line);
      case Section::kUnknown:
        return std::unexpected(wrong("the line is in a section that is not understood"));
    }
    return {};
  }

  Result<void> take_section(std::string_view line) {
    const auto close = line.find(']');
    section_ = Section::kUnknown;
    if (close == std::string_view::npos || close == 1) {
      return std::unexpected(wrong(fmt::format("\"{}\" is no section", printable(line, 60))));
    }
    std::string_view name = line.substr(1, close - 1);
    std::string_view kind;
    if (const auto colon = name.find(':'); colon != std::string_view::npos) {
      kind = name.substr(colon + 1);
      name = name.substr(0, colon);
    }
    if (kind != "" && kind != "children" && kind != "vars") {
      return std::unexpected(wrong(fmt::format("\"{}\" is no section", printable(line, 60)),
                                   "there are [group], [group:children] and [group:vars]"));
    }
    section_ = kind.empty()     ? Section::kHosts
               : kind == "vars" ? Section::kVariables
                                : Section::kChildren;
    group_ = inventory_.group(trim(name));
    return {};
  }

  Result<void> take_host(std::string_view line, std::size_t number) {
    const auto words = shell_words(line);
    if (!words) return std::unexpected(wrong("a quote is not closed"));
    if (words->empty()) return {};
    const auto [pattern, port] = split_port(words->front());
    for (auto word = words->begin() + 1; word != words->end(); ++word) {
      if (word->find('=') == std::string::npos) {
        return std::unexpected(wrong(fmt::format("a word behind the host \"{}\" is no name=value",
                                                 printable(words->front(), 60))));
      }
    }
    LW_ASSIGN(const auto hosts, inventory_.hosts(pattern, number));
    for (const auto host : hosts) {
      inventory_.put_host(group_, host);
      if (!port.empty()) inventory_.set_host(host, "ansible_port", port, Value::kPlain);
      for (auto word = words->begin() + 1; word != words->end(); ++word) {
        const auto equals = word->find('=');
        inventory_.set_host(host, std::string_view(*word).substr(0, equals),
                            std::string_view(*word).substr(equals + 1), Value::kPlain);
      }
    }
    return {};
  }

  Result<void> take_child(std::string_view line) {
    const auto words = shell_words(line);
    if (!words || words->size() != 1) {
      return std::unexpected(wrong(fmt::format("\"{}\" is no group", printable(line, 60))));
    }
    if (words->front() == "all") return std::unexpected(wrong("the group all has no parent"));
    inventory_.put_group(group_, inventory_.group(words->front()));
    return {};
  }

  Result<void> take_variable(std::string_view line) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) {
      return std::unexpected(wrong("a line of variables is no name=value"));
    }
    inventory_.set_group(group_, trim(line.substr(0, equals)), unquoted(line.substr(equals + 1)),
                         Value::kPlain);
    return {};
  }

  using Value = AnsibleInventory::Value;

  AnsibleInventory inventory_;
  Section section_ = Section::kHosts;
  AnsibleInventory::Group group_ = 0;  // hosts before the first section are of all alone
};

}  // namespace

Result<Reading> read_ansible_ini(std::string_view text) { return IniReader().read(text); }

}  // namespace lw::exchange
