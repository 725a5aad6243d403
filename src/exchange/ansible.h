// The hosts and groups of an Ansible inventory while it is read, and what they come to: each host's
// own variables, those of its groups from the outermost to the innermost. Used by one reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "exchange/row.h"

namespace lw::exchange {

class AnsibleInventory {
 public:
  enum class Value : std::uint8_t { kPlain, kVaulted };

  using Host = std::size_t;
  using Group = std::size_t;

  AnsibleInventory();

  [[nodiscard]] Group group(std::string_view name);
  // The hosts that a pattern stands for. kInvalidArgument for a pattern that is none, and when the
  // file speaks of more hosts than any inventory has.
  [[nodiscard]] Result<std::vector<Host>> hosts(std::string_view pattern, std::size_t line);
  void put_host(Group group, Host host) { hosts_[host].groups.insert(group); }
  void put_group(Group parent, Group child) { groups_[child].parents.insert(parent); }

  // Variables that tell nothing of a device are dropped.
  void set_host(Host host, std::string_view name, std::string_view value, Value kind);
  void set_group(Group group, std::string_view name, std::string_view value, Value kind);
  void fault(std::size_t line, Error error);

  // kInvalidArgument when groups contain each other in a circle.
  [[nodiscard]] Result<Reading> finish() &&;

 private:
  struct Variable {
    std::string value;
    Value kind = Value::kPlain;
  };
  using Variables = std::map<std::string_view, Variable>;  // names are of the table of known ones
  struct HostFacts {
    std::string name;
    std::size_t line = 0;
    Variables variables;
    std::set<Group> groups;
  };
  struct GroupFacts {
    std::string name;
    Variables variables;
    std::set<Group> parents;
    std::vector<Group> with_ancestors;  // outermost first, itself last
    std::size_t depth = 0;
  };

  [[nodiscard]] Host host(std::string_view name, std::size_t line);
  static void set(Variables& variables, std::string_view name, std::string_view value, Value kind);
  [[nodiscard]] Result<void> order_groups();
  [[nodiscard]] Entry entry_of(const HostFacts& host);

  std::vector<HostFacts> hosts_;
  std::size_t mentions_ = 0;  // of hosts; one may be named in many groups
  std::vector<GroupFacts> groups_;
  std::unordered_map<std::string, Host> host_by_name_;
  std::unordered_map<std::string, Group> group_by_name_;
  std::map<std::string_view, std::size_t> vaulted_;    // hosts, by variable
  std::map<std::string_view, std::size_t> templates_;  // the same
  Reading reading_;
};

}  // namespace lw::exchange
