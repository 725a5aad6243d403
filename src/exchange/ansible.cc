#include "exchange/ansible.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "exchange/device_words.h"
#include "exchange/host_range.h"

namespace lw::exchange {
namespace {

// What we use, by the names that it has or had (verified: Ansible's documentation of connection
// variables and of its network platforms).
struct Known {
  std::string_view name;
  std::string_view meaning;
};
constexpr std::string_view kAddress = "ansible_host";
constexpr std::string_view kPort = "ansible_port";
constexpr std::string_view kUser = "ansible_user";
constexpr std::string_view kPassword = "ansible_password";
constexpr std::string_view kEnable = "ansible_become_password";
constexpr std::string_view kSystem = "ansible_network_os";
constexpr std::string_view kConnection = "ansible_connection";
constexpr auto kKnown = std::to_array<Known>({
    {"ansible_host", kAddress},
    {"ansible_ssh_host", kAddress},
    {"ansible_port", kPort},
    {"ansible_ssh_port", kPort},
    {"ansible_user", kUser},
    {"ansible_ssh_user", kUser},
    {"ansible_password", kPassword},
    {"ansible_ssh_password", kPassword},
    {"ansible_ssh_pass", kPassword},
    {"ansible_become_password", kEnable},
    {"ansible_become_pass", kEnable},
    {"ansible_network_os", kSystem},
    {"ansible_connection", kConnection},
});

constexpr std::size_t kDeepest = 64;
constexpr std::size_t kMaxMemberships = 5'000'000;
constexpr std::size_t kMaxMentions = 1'000'000;

constexpr std::string_view kAll = "all";
constexpr std::string_view kUngrouped = "ungrouped";

}  // namespace

AnsibleInventory::AnsibleInventory() { (void)group(kAll); }

AnsibleInventory::Group AnsibleInventory::group(std::string_view name) {
  const auto [known, made] = group_by_name_.try_emplace(std::string(name), groups_.size());
  if (made) {
    groups_.emplace_back().name = name;
    if (name != kAll) groups_.back().parents.insert(0);
  }
  return known->second;
}

AnsibleInventory::Host AnsibleInventory::host(std::string_view name, std::size_t line) {
  const auto [known, made] = host_by_name_.try_emplace(std::string(name), hosts_.size());
  if (made) {
    HostFacts& host = hosts_.emplace_back();
    host.name = name;
    host.line = line;
    host.groups = {0};
  }
  return known->second;
}

Result<std::vector<AnsibleInventory::Host>> AnsibleInventory::hosts(std::string_view pattern,
                                                                    std::size_t line) {
  const std::size_t room = kMaxMentions - mentions_;
  if (room == 0) return refuse("the file speaks of too many hosts");
  LW_ASSIGN(const auto names, expand_hosts(pattern, std::min(room, kMaxRows)));
  mentions_ += names.size();
  std::vector<Host> hosts;
  hosts.reserve(names.size());
  for (const std::string& name : names) hosts.push_back(host(name, line));
  return hosts;
}

void AnsibleInventory::set(Variables& variables, std::string_view name, std::string_view value,
                           Value kind) {
  const auto known = std::ranges::find(kKnown, name, &Known::name);
  if (known != kKnown.end()) variables[known->meaning] = {std::string(value), kind};
}

void AnsibleInventory::set_host(Host host, std::string_view name, std::string_view value,
                                Value kind) {
  set(hosts_[host].variables, name, value, kind);
}

void AnsibleInventory::set_group(Group group, std::string_view name, std::string_view value,
                                 Value kind) {
  set(groups_[group].variables, name, value, kind);
}

void AnsibleInventory::fault(std::size_t line, Error error) {
  reading_.rows.push_back({.line = line, .entry = std::unexpected(std::move(error))});
}

// From the outermost group inwards: one whose parents are all done is next.
Result<void> AnsibleInventory::order_groups() {
  std::vector<std::vector<Group>> children(groups_.size());
  std::vector<std::size_t> waiting(groups_.size());
  groups_.front().parents.clear();
  for (Group group = 1; group < groups_.size(); ++group) {
    for (const Group parent : groups_[group].parents) children[parent].push_back(group);
    waiting[group] = groups_[group].parents.size();
  }
  std::vector<Group> ready = {0};
  std::size_t memberships = 0;
  for (std::size_t done = 0; done < ready.size(); ++done) {
    GroupFacts& group = groups_[ready[done]];
    std::set<Group> ancestors;
    for (const Group parent : group.parents) {
      group.depth = std::max(group.depth, groups_[parent].depth + 1);
      ancestors.insert(groups_[parent].with_ancestors.begin(),
                       groups_[parent].with_ancestors.end());
    }
    if (group.depth > kDeepest) {
      return refuse(fmt::format("groups are nested deeper than {} levels", kDeepest));
    }
    memberships += ancestors.size();
    if (memberships > kMaxMemberships) return refuse("the groups contain too many other groups");
    group.with_ancestors.assign(ancestors.begin(), ancestors.end());
    group.with_ancestors.push_back(ready[done]);
    for (const Group child : children[ready[done]]) {
      if (--waiting[child] == 0) ready.push_back(child);
    }
  }
  if (ready.size() == groups_.size()) return {};
  const auto stuck = std::ranges::find_if(waiting, [](std::size_t parents) { return parents > 0; });
  return refuse(
      fmt::format("the group \"{}\" contains itself, by way of its children",
                  printable(groups_[static_cast<Group>(stuck - waiting.begin())].name, 60)));
}

Entry AnsibleInventory::entry_of(const HostFacts& host) {
  std::set<Group> groups;
  for (const Group group : host.groups) {
    const auto& all = groups_[group].with_ancestors;
    groups.insert(all.begin(), all.end());
  }
  std::vector<Group> ordered(groups.begin(), groups.end());
  std::ranges::sort(ordered, [&](Group a, Group b) {
    return std::pair(groups_[a].depth, std::string_view(groups_[a].name)) <
           std::pair(groups_[b].depth, std::string_view(groups_[b].name));
  });
  Entry entry;
  entry.name = host.name;
  Variables variables;
  for (const Group group : ordered) {
    const GroupFacts& facts = groups_[group];
    for (const auto& [name, variable] : facts.variables) variables[name] = variable;
    if (facts.name == kAll || facts.name == kUngrouped) continue;
    if (std::string name = valid_name(facts.name); !name.empty())
      entry.groups.insert(std::move(name));
  }
  for (const auto& [name, variable] : host.variables) variables[name] = variable;

  const auto text = [&](std::string_view name) -> std::string {
    const auto found = variables.find(name);
    if (found == variables.end()) return {};
    if (found->second.kind == Value::kVaulted) {
      ++vaulted_[name];
      return {};
    }
    if (found->second.value.contains("{{")) {
      ++templates_[name];
      return {};
    }
    return found->second.value;
  };
  const std::string address = text(kAddress);
  entry.tell("address", address.empty() && !variables.contains(kAddress) ? host.name : address);
  entry.tell("platform", text(kSystem));
  entry.credentials.username = text(kUser);
  entry.credentials.password = Secret(text(kPassword));
  if (std::string enable = text(kEnable); !enable.empty()) {
    entry.credentials.enable_password = Secret(std::move(enable));
  }
  const std::string connection = text(kConnection);
  const bool web = connection.ends_with("httpapi");
  const std::string port = text(kPort);
  if (!port.empty() && port != (web ? "443" : "22")) {
    entry.tell("ports", fmt::format("{}={}", web ? "https" : "ssh", port));
  }
  return entry;
}

Result<Reading> AnsibleInventory::finish() && {
  LW_TRY(order_groups());
  std::size_t memberships = 0;
  std::vector<Row> rows;
  rows.reserve(hosts_.size());
  for (const HostFacts& host : hosts_) {
    for (const Group group : host.groups) memberships += groups_[group].with_ancestors.size();
    if (memberships > kMaxMemberships) return refuse("the hosts are in too many groups");
    Row row{.line = host.line, .entry = entry_of(host)};
    if (row.entry->value("address").empty()) {
      row.entry = refuse(fmt::format("the address of \"{}\" is a template or vaulted, which only "
                                     "Ansible can resolve",
                                     printable(host.name, 60)),
                         "let it: ansible-inventory --list --yaml, and import its answer");
    }
    rows.push_back(std::move(row));
  }
  // Both are in the order of their lines.
  std::vector<Row> faults = std::exchange(reading_.rows, {});
  std::ranges::merge(std::move_iterator(faults.begin()), std::move_iterator(faults.end()),
                     std::move_iterator(rows.begin()), std::move_iterator(rows.end()),
                     std::back_inserter(reading_.rows), {}, &Row::line, &Row::line);
  for (const auto& [name, count] : vaulted_) {
    reading_.remarks.push_back(fmt::format("{} is vaulted for {} host{}, and was not read", name,
                                           count, count == 1 ? "" : "s"));
  }
  for (const auto& [name, count] : templates_) {
    reading_.remarks.push_back(fmt::format("{} is a template for {} host{}, and was not read", name,
                                           count, count == 1 ? "" : "s"));
  }
  return std::move(reading_);
}

}  // namespace lw::exchange
