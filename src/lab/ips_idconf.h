// A sensor's configuration as IDCONF writes it: components of struct, map and var elements (facts
// 4.1; the one documented example carries names, "editOp" and the shape of a map's entry, the rest
// is inferred). Pure functions.
#pragma once

#include "lab/ips_config.h"

namespace pugi {
class xml_node;
}

namespace lw::lab {

inline constexpr const char* kIdconfNamespace = "http://www.cisco.com/cids/idconf";

// What of a component is written: the settings that differ from the factory's, or those that the
// factory has.
enum class IdconfPart { kDelta, kDefaults };

// Adds `<config>…</config>` to `component`. Passwords are never in it.
void write_idconf(const IpsNode& node, IdconfPart part, pugi::xml_node& component);

// Carries out what a `<component>` element asks for on a copy of that component.
[[nodiscard]] IpsOutcome edit_idconf(IpsNode& node, const pugi::xml_node& component, int major);

// The name of an element without a namespace's prefix.
[[nodiscard]] std::string_view local_name(const pugi::xml_node& element);

}  // namespace lw::lab
