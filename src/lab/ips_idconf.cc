#include "lab/ips_idconf.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <pugixml.hpp>

#include "base/text.h"

namespace lw::lab {
namespace {

constexpr const char* kTypedefs = "2004-03-01";

enum class EditOp { kMerge, kCreate, kReplace, kDelete };

std::expected<EditOp, IpsError> edit_op(const pugi::xml_node& element, EditOp inherited) {
  const pugi::xml_attribute attribute = element.attribute("editOp");
  if (!attribute) return inherited;
  constexpr std::pair<std::string_view, EditOp> kOps[] = {{"merge", EditOp::kMerge},
                                                          {"create", EditOp::kCreate},
                                                          {"replace", EditOp::kReplace},
                                                          {"delete", EditOp::kDelete}};
  for (const auto& [name, op] : kOps) {
    if (name == attribute.value()) return op;
  }
  return ips_error("errUnacceptableValue",
                   fmt::format("there is no editOp {}", printable(attribute.value())));
}

std::string_view element_of(IpsKind kind) {
  switch (kind) {
    case IpsKind::kStruct:
      return "struct";
    case IpsKind::kMap:
      return "map";
    case IpsKind::kValue:
      return "var";
  }
  return {};
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
  return parent.find_child([&](const pugi::xml_node& one) { return local_name(one) == name; });
}

void write_members(const IpsNode& node, IdconfPart part, pugi::xml_node& parent);

void write_value(const IpsNode& node, IdconfPart part, pugi::xml_node& parent) {
  pugi::xml_node var = parent.append_child("var");
  var.append_attribute("name") = std::string(node.schema->name).c_str();
  if (node.schema->type == IpsType::kPassword) {
    var.append_attribute("protected") = "true";
    return;
  }
  const std::string_view text = part == IdconfPart::kDelta ? node.text() : node.schema->fallback;
  var.text().set(std::string(text).c_str());
}

void write_map(const IpsNode& node, IdconfPart part, pugi::xml_node& parent) {
  pugi::xml_node map = parent.append_child("map");
  map.append_attribute("name") = std::string(node.schema->name).c_str();
  if (part == IdconfPart::kDefaults) return;
  for (const IpsNode& entry : node.members) {
    pugi::xml_node written = map.append_child("mapEntry");
    pugi::xml_node key = written.append_child("key").append_child("var");
    key.append_attribute("name") = std::string(node.schema->key).c_str();
    key.text().set(entry.key.c_str());
    pugi::xml_node members = written.append_child("struct");
    write_members(entry, part, members);
  }
}

void write_members(const IpsNode& node, IdconfPart part, pugi::xml_node& parent) {
  for (const IpsNode& member : node.members) {
    if (part == IdconfPart::kDelta && member.is_default()) continue;
    switch (member.schema->kind) {
      case IpsKind::kValue:
        write_value(member, part, parent);
        break;
      case IpsKind::kMap:
        write_map(member, part, parent);
        break;
      case IpsKind::kStruct: {
        pugi::xml_node element = parent.append_child("struct");
        element.append_attribute("name") = std::string(member.schema->name).c_str();
        write_members(member, part, element);
        break;
      }
    }
  }
}

IpsOutcome edit_members(IpsNode& node, const pugi::xml_node& parent, EditOp op, int major);

IpsOutcome edit_value(IpsNode& node, const pugi::xml_node& var, EditOp op) {
  if (op == EditOp::kDelete) {
    if (node.schema->type == IpsType::kPassword) return ips_unacceptable(*node.schema, "");
    node.reset();
    return {};
  }
  // What was read with its password left out may come back as it is.
  const std::string_view text = var.text().get();
  const bool left_out = node.schema->type == IpsType::kPassword && text.empty() &&
                        var.attribute("protected").as_bool();
  return left_out ? IpsOutcome() : node.assign(text);
}

IpsOutcome edit_entry(IpsNode& map, const pugi::xml_node& element, EditOp inherited, int major) {
  const auto op = edit_op(element, inherited);
  if (!op) return std::unexpected(op.error());
  const std::string key = child(child(element, "key"), "var").text().get();
  IpsNode* there = map.find(key);
  if (*op == EditOp::kDelete) return map.remove(key);
  if (*op == EditOp::kCreate && there != nullptr) {
    return ips_error("errAlreadyExists",
                     fmt::format("{} {} exists", map.schema->name, printable(key)));
  }
  if (*op == EditOp::kReplace && there != nullptr) {
    if (auto gone = map.remove(key); !gone) return gone;
  }
  const auto entry = map.add(key, major);
  if (!entry) return std::unexpected(entry.error());
  return edit_members(**entry, child(element, "struct"), EditOp::kMerge, major);
}

IpsOutcome edit_map(IpsNode& node, const pugi::xml_node& map, EditOp op, int major) {
  if (op == EditOp::kReplace) {
    node.reset();
    op = EditOp::kMerge;
  }
  for (const pugi::xml_node& entry : map.children()) {
    if (local_name(entry) != "mapEntry") continue;
    if (auto done = edit_entry(node, entry, op, major); !done) return done;
  }
  return {};
}

IpsOutcome edit_struct(IpsNode& node, const pugi::xml_node& element, EditOp op, int major) {
  if (op == EditOp::kReplace || op == EditOp::kDelete) node.reset();
  if (op == EditOp::kDelete) return {};
  return edit_members(node, element, EditOp::kMerge, major);
}

// As deep as the schema is: an element that it does not know ends it.
IpsOutcome edit_members(IpsNode& node, const pugi::xml_node& parent, EditOp inherited, int major) {
  for (const pugi::xml_node& element : parent.children()) {
    if (element.type() != pugi::node_element) continue;
    const char* name = element.attribute("name").value();
    IpsNode* member = node.find(name);
    if (member == nullptr || local_name(element) != element_of(member->schema->kind)) {
      return ips_not_found(name);
    }
    const auto op = edit_op(element, inherited);
    if (!op) return std::unexpected(op.error());
    IpsOutcome done;
    switch (member->schema->kind) {
      case IpsKind::kValue:
        done = edit_value(*member, element, *op);
        break;
      case IpsKind::kMap:
        done = edit_map(*member, element, *op, major);
        break;
      case IpsKind::kStruct:
        done = edit_struct(*member, element, *op, major);
        break;
    }
    if (!done) return done;
  }
  return {};
}

}  // namespace

std::string_view local_name(const pugi::xml_node& element) {
  const std::string_view name = element.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

void write_idconf(const IpsNode& node, IdconfPart part, pugi::xml_node& component) {
  pugi::xml_node config = component.append_child("config");
  config.append_attribute("typedefsVersion") = kTypedefs;
  config.append_attribute("xmlns") = kIdconfNamespace;
  pugi::xml_node members = config.append_child("struct");
  write_members(node, part, members);
}

IpsOutcome edit_idconf(IpsNode& node, const pugi::xml_node& component, int major) {
  const pugi::xml_node members = child(child(component, "config"), "struct");
  if (!members) {
    return ips_error("errUnacceptableValue",
                     fmt::format("component {} has no config with a struct", node.schema->name));
  }
  return edit_members(node, members, EditOp::kMerge, major);
}

}  // namespace lw::lab
