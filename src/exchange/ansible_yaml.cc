// Ansible inventories as YAML: `all`, with hosts, vars and children (verified: Ansible's
// documentation of the plugin).
#include <fmt/format.h>

#include "base/text.h"
#include "exchange/ansible.h"
#include "exchange/reading.h"
#include "exchange/yaml_text.h"

namespace lw::exchange {
namespace {

using platform::YamlNode;
using Value = AnsibleInventory::Value;

Error wrong(std::string message) { return {ErrorCode::kInvalidArgument, std::move(message), {}}; }

Value kind_of(const YamlNode& value) {
  return value.tag == "!vault" || value.text.starts_with("$ANSIBLE_VAULT") ? Value::kVaulted
                                                                           : Value::kPlain;
}

class YamlReader {
 public:
  Result<Reading> read(const YamlNode& root) {
    if (root.kind != YamlNode::Kind::kMap) {
      return refuse("the file is no map of groups", "an inventory begins with all:");
    }
    for (const auto& [name, line, value] : root.map) take_group(name, line, value);
    return std::move(inventory_).finish();
  }

 private:
  // As deep as YAML is read: platform::kMaxYamlDepth.
  void take_group(std::string_view name, std::size_t line, const YamlNode& value) {
    const auto group = inventory_.group(name);
    if (value.null) return;
    if (value.kind != YamlNode::Kind::kMap) {
      inventory_.fault(line, wrong(fmt::format("the group \"{}\" is no map", printable(name, 60))));
      return;
    }
    for (const auto& [key, at, part] : value.map) {
      if (part.null) continue;
      const bool known = key == "hosts" || key == "vars" || key == "children";
      if (!known || part.kind != YamlNode::Kind::kMap) {
        inventory_.fault(at, wrong(fmt::format("the group \"{}\" has \"{}\", which is no map of "
                                               "hosts, vars or children",
                                               printable(name, 60), printable(key, 60))));
        continue;
      }
      for (const auto& [inner, inner_line, inner_value] : part.map) {
        if (key == "hosts") take_hosts(group, inner, inner_line, inner_value);
        if (key == "vars") {
          inventory_.set_group(group, inner, field_text(inner_value), kind_of(inner_value));
        }
        if (key == "children") take_child(group, inner, inner_line, inner_value);
      }
    }
  }

  void take_child(AnsibleInventory::Group group, std::string_view name, std::size_t line,
                  const YamlNode& value) {
    if (name == "all") {
      inventory_.fault(line, wrong("the group all has no parent"));
      return;
    }
    inventory_.put_group(group, inventory_.group(name));
    take_group(name, line, value);
  }

  void take_hosts(AnsibleInventory::Group group, std::string_view pattern, std::size_t line,
                  const YamlNode& value) {
    auto hosts = inventory_.hosts(pattern, line);
    if (!hosts) {
      inventory_.fault(line, std::move(hosts).error());
      return;
    }
    for (const auto host : *hosts) {
      inventory_.put_host(group, host);
      for (const auto& [key, at, variable] : value.map) {
        inventory_.set_host(host, key, field_text(variable), kind_of(variable));
      }
    }
  }

  AnsibleInventory inventory_;
};

}  // namespace

Result<Reading> read_ansible_yaml(std::string_view text) {
  if (text.starts_with("$ANSIBLE_VAULT")) {
    return refuse("the whole file is vaulted",
                  "ansible-vault view FILE | linewarden device import - --format ansible");
  }
  LW_ASSIGN(const auto root, read_yaml_text(text));
  return YamlReader().read(root);
}

}  // namespace lw::exchange
