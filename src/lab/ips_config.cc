#include "lab/ips_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "base/text.h"
#include "lab/command_table.h"
#include "lab/ips_accounts.h"

namespace lw::lab {
namespace {

constexpr std::size_t kLongestText = 2500;
constexpr std::size_t kLongestName = 64;

std::optional<long> whole_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  const auto digits = parse_decimal(text.substr(negative ? 1 : 0));
  if (!digits) return std::nullopt;
  return negative ? -*digits : *digits;
}

std::uint32_t bits_of(std::string_view address) {
  std::uint32_t bits = 0;
  for (std::size_t at = 0; at <= address.size();) {
    const std::size_t end = std::min(address.find('.', at), address.size());
    const long part = parse_decimal(address.substr(at, end - at)).value_or(0);
    bits = (bits << 8) | static_cast<std::uint32_t>(part);
    at = end + 1;
  }
  return bits;
}

struct Network {
  std::uint32_t address = 0;
  long bits = 0;
  [[nodiscard]] std::uint32_t mask() const {
    return bits == 0 ? 0 : ~std::uint32_t{0} << (32 - bits);
  }
};

std::optional<Network> network(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto bits = parse_decimal(text.substr(slash + 1));
  if (!is_ipv4_address(text.substr(0, slash)) || !bits || *bits > 32) return std::nullopt;
  return Network{bits_of(text.substr(0, slash)), *bits};
}

// "10.1.9.201/24,10.1.9.1": the gateway is another address of the same network.
bool good_host_ip(std::string_view text) {
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) return false;
  const auto own = network(text.substr(0, comma));
  const std::string_view gateway = text.substr(comma + 1);
  if (!own || own->bits == 0 || !is_ipv4_address(gateway)) return false;
  const std::uint32_t other = bits_of(gateway);
  return other != own->address && (other & own->mask()) == (own->address & own->mask());
}

bool good_name(std::string_view text) {
  if (text.empty() || text.size() > kLongestName || text.front() == '-') return false;
  return text.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") ==
         std::string_view::npos;
}

bool one_of(std::string_view text, std::string_view choices) {
  for (std::size_t at = 0; at <= choices.size();) {
    const std::size_t end = std::min(choices.find('|', at), choices.size());
    if (choices.substr(at, end - at) == text) return true;
    at = end + 1;
  }
  return false;
}

bool fits(const IpsSchema& schema, std::string_view text) {
  const auto control = [](char byte) { return static_cast<unsigned char>(byte) < ' '; };
  switch (schema.type) {
    case IpsType::kText:
      return text.size() <= kLongestText && std::ranges::none_of(text, control);
    case IpsType::kName:
      return good_name(text);
    case IpsType::kHostIp:
      return good_host_ip(text);
    case IpsType::kNetwork:
      return network(text).has_value();
    case IpsType::kAddress:
      return is_ipv4_address(text);
    case IpsType::kAddresses:
      return text.empty() || is_ipv4_address(text);
    case IpsType::kChoice:
      return one_of(text, schema.choices);
    case IpsType::kNumber: {
      const auto number = whole_number(text);
      return number && *number >= schema.low && *number <= schema.high;
    }
    case IpsType::kPassword:
      return text.size() >= static_cast<std::size_t>(schema.low) && text.size() <= kLongestName &&
             std::ranges::none_of(text, control);
  }
  return false;
}

std::vector<IpsNode> unset_members(const IpsSchema& schema, int major) {
  std::vector<IpsNode> members;
  if (schema.kind != IpsKind::kStruct) return members;
  for (const IpsSchema& member : schema.members) {
    if (member.since > major) continue;
    members.push_back({.schema = &member, .members = unset_members(member, major)});
  }
  return members;
}

}  // namespace

std::unexpected<IpsError> ips_error(std::string name, std::string text) {
  return std::unexpected(IpsError{std::move(name), std::move(text)});
}

std::unexpected<IpsError> ips_unacceptable(const IpsSchema& schema, std::string_view value) {
  const std::string text =
      schema.type == IpsType::kPassword
          ? fmt::format("the password is too short or too long (at least {} characters)",
                        schema.low)
          : fmt::format("{} is not a valid value of {}", printable(value), schema.name);
  return ips_error("errUnacceptableValue", text);
}

std::unexpected<IpsError> ips_not_found(std::string_view what) {
  return ips_error("errNotFound", fmt::format("{} was not found", printable(what)));
}

bool IpsNode::is_default() const {
  if (schema->kind == IpsKind::kValue) return !set || value == schema->fallback;
  if (schema->kind == IpsKind::kMap) return members.empty();
  return std::ranges::all_of(members, &IpsNode::is_default);
}

IpsNode* IpsNode::find(std::string_view name) {
  return const_cast<IpsNode*>(std::as_const(*this).find(name));
}

const IpsNode* IpsNode::find(std::string_view name) const {
  const bool by_key = schema->kind == IpsKind::kMap && key.empty();
  const auto found = std::ranges::find_if(members, [&](const IpsNode& member) {
    return (by_key ? std::string_view(member.key) : member.schema->name) == name;
  });
  return found == members.end() ? nullptr : &*found;
}

IpsOutcome IpsNode::assign(std::string_view text) {
  if (schema->kind != IpsKind::kValue || !fits(*schema, text)) {
    return ips_unacceptable(*schema, text);
  }
  value = schema->type == IpsType::kPassword ? ips_password_hash(Secret(std::string(text)))
                                             : std::string(text);
  set = true;
  return {};
}

std::expected<IpsNode*, IpsError> IpsNode::add(std::string_view wanted, int major) {
  if (IpsNode* there = find(wanted)) return there;
  if (!fits(*schema, wanted)) return ips_unacceptable(*schema, wanted);
  if (members.size() >= schema->most) {
    return ips_error("errUnacceptableValue",
                     fmt::format("{} holds no more than {}", schema->name, schema->most));
  }
  IpsNode entry{.schema = schema, .key = std::string(wanted)};
  for (const IpsSchema& member : schema->members) {
    if (member.since > major) continue;
    entry.members.push_back({.schema = &member, .members = unset_members(member, major)});
  }
  return &members.emplace_back(std::move(entry));
}

IpsOutcome IpsNode::remove(std::string_view wanted) {
  const IpsNode* there = find(wanted);
  if (there == nullptr) return ips_not_found(wanted);
  members.erase(members.begin() + (there - members.data()));
  return {};
}

void IpsNode::reset() {
  if (schema->kind == IpsKind::kMap) {
    members.clear();
    return;
  }
  value.clear();
  set = false;
  for (IpsNode& member : members) member.reset();
}

IpsConfig::IpsConfig(int major) : major_(major) {
  for (const IpsComponent& component : ips_components()) {
    if (component.root.since > major) continue;
    held_.push_back(
        {&component, {.schema = &component.root, .members = unset_members(component.root, major)}});
    if (component.name == kIpsAccounts) add_factory_account(held_.back().node, major);
  }
}

const IpsConfig::Held* IpsConfig::find(std::string_view name) const {
  const auto found =
      std::ranges::find(held_, name, [](const Held& held) { return held.component->name; });
  return found == held_.end() ? nullptr : &*found;
}

const IpsNode* IpsConfig::component(std::string_view name) const {
  const Held* held = find(name);
  return held == nullptr ? nullptr : &held->node;
}

std::uint64_t IpsConfig::revision(std::string_view name) const {
  const Held* held = find(name);
  return held == nullptr ? 0 : held->revision;
}

IpsOutcome IpsConfig::replace(std::string_view name, IpsNode changed, std::uint64_t revision) {
  auto* held = const_cast<Held*>(find(name));
  if (held == nullptr) return ips_not_found(name);
  if (held->revision != revision) {
    return ips_error("errConfigCollision",
                     "the configuration was changed by another session; try again");
  }
  if (name == kIpsAccounts) {
    if (auto good = check_accounts(changed); !good) return good;
  }
  held->node = std::move(changed);
  ++held->revision;
  return {};
}

std::string IpsConfig::value(std::string_view path) const {
  const auto words = split_words(path);
  const IpsNode* node = words.empty() ? nullptr : component(words.front());
  for (std::size_t i = 1; node != nullptr && i < words.size(); ++i) node = node->find(words[i]);
  return node == nullptr ? std::string() : std::string(node->text());
}

bool IpsConfig::permits(std::string_view address) const {
  const IpsNode* list = component("host")->find("network-settings")->find("access-list");
  if (!is_ipv4_address(address)) return false;
  const std::uint32_t bits = bits_of(address);
  return std::ranges::any_of(list->members, [&](const IpsNode& entry) {
    const auto one = network(entry.key);
    return one && (bits & one->mask()) == (one->address & one->mask());
  });
}

std::string ips_lines(const IpsNode& node) {
  std::string text;
  for (const IpsNode& member : node.members) {
    if (member.is_default()) continue;
    const std::string_view name = member.schema->name;
    switch (member.schema->kind) {
      case IpsKind::kValue:
        text += fmt::format("{} {}\n", name, member.text());
        break;
      case IpsKind::kMap:
        for (const IpsNode& entry : member.members) {
          text += fmt::format("{} {}\n", name, entry.key);
        }
        break;
      case IpsKind::kStruct:
        text += fmt::format("{}\n{}exit\n", name, ips_lines(member));
        break;
    }
  }
  return text;
}

std::string IpsConfig::lines(const IpsComponent& component) const {
  const IpsNode* node = this->component(component.name);
  if (node == nullptr || component.service.empty()) return {};
  return fmt::format("service {}\n{}exit\n", component.service, ips_lines(*node));
}

}  // namespace lw::lab
