#include "procedure/access_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "procedure/value_rules.h"

namespace lw::procedure {
namespace {

struct Entry {
  bool permit = false;
  std::uint32_t address = 0;
  std::uint32_t wildcard = 0xFFFFFFFF;  // ones where the address does not matter
  bool understood = true;               // false: conditions that are not about the source alone
};

// `permit 192.0.2.0 0.0.0.255`, `permit host A`, `permit any`, `permit A`; extended: `permit tcp
// SOURCE any eq 22`.
std::optional<Entry> parse_entry(std::vector<std::string_view> words) {
  if (!words.empty() && parse_decimal(words.front()))
    words.erase(words.begin());  // sequence number
  if (words.size() < 2 || (words[0] != "permit" && words[0] != "deny")) return std::nullopt;
  Entry entry;
  entry.permit = words[0] == "permit";
  words.erase(words.begin());
  if (words[0] == "ip" || words[0] == "tcp" || words[0] == "udp" || words[0] == "icmp") {
    // Extended: on a vty the destination is the device itself; ports and other protocols are not
    // judged.
    const bool about_tcp = words[0] == "ip" || words[0] == "tcp";
    words.erase(words.begin());
    entry.understood = about_tcp && std::find(words.begin(), words.end(), "any") != words.end() &&
                       (words.back() == "any" || words.back() == "22" || words.back() == "log");
  }
  if (words.empty()) return std::nullopt;
  if (words[0] == "any") return entry;
  if (words[0] == "host" && words.size() > 1) words.erase(words.begin()), words.resize(1);
  const auto address = parse_ipv4(words[0]);
  if (!address) {
    entry.understood = false;
    return entry;
  }
  entry.address = address->bits;
  entry.wildcard = 0;
  if (words.size() > 1) {
    if (const auto wildcard = parse_ipv4(words[1])) entry.wildcard = wildcard->bits;
  }
  return entry;
}

struct AccessList {
  bool defined = false;
  std::vector<Entry> entries;
};

AccessList find_list(const configtext::Document& running, std::string_view name) {
  AccessList list;
  const auto add = [&](std::vector<std::string_view> words) {
    list.defined = true;
    if (const auto entry = parse_entry(std::move(words))) list.entries.push_back(*entry);
  };
  for (const std::uint32_t index : running.top_level("access-list")) {
    auto words = split_words(running.lines()[index].text);
    if (words.size() > 2 && words[0] == "access-list" && words[1] == name) {
      add({words.begin() + 2, words.end()});
    }
  }
  for (const std::uint32_t index : running.top_level("ip")) {
    const auto words = split_words(running.lines()[index].text);
    if (words.size() != 4 || words[0] != "ip" || words[1] != "access-list" || words[3] != name)
      continue;
    for (const std::uint32_t child : running.children(index))
      add(split_words(running.lines()[child].text));
  }
  return list;
}

}  // namespace

std::optional<std::string> why_not_permitted(const Context& context, std::string_view name,
                                             std::string_view where) {
  const AccessList list = find_list(context.running, name);
  if (!list.defined) return std::nullopt;
  const std::string* manager = context.bindings.value("manager");
  const auto source = manager == nullptr ? std::nullopt : parse_ipv4(*manager);
  for (const Entry& entry : list.entries) {
    if (!source) {
      if (entry.permit && entry.understood && entry.wildcard == 0xFFFFFFFF) return std::nullopt;
      break;  // the first entry decides for some sources: not every source gets in
    }
    if (((source->bits ^ entry.address) & ~entry.wildcard) != 0) continue;
    if (!entry.understood) {
      return fmt::format(
          "{}: access list {} may keep {} out: an entry on its way is not about the source alone",
          where, name, *manager);
    }
    if (entry.permit) return std::nullopt;
    return fmt::format("{}: access list {} denies {}", where, name, *manager);
  }
  if (!source) {
    return fmt::format(
        "{}: access list {} does not let every source in; name the managing host (--set "
        "manager=ADDRESS) to see whether it gets in",
        where, name);
  }
  return fmt::format("{}: access list {} does not permit {}", where, name, *manager);
}

}  // namespace lw::procedure
