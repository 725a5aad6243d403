// A document from a device, as the XML that this program takes: bounded, no document type, no
// entities but XML's own (pugixml expands no others). Private to the room; pure.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lw::session {

// Elements nested deeper are refused: whoever walks a document may recurse.
inline constexpr int kDeepestElement = 64;

// kUnsupported for what is none.
[[nodiscard]] Result<pugi::xml_document> read_xml(std::string_view text);
// Without its namespace's prefix.
[[nodiscard]] std::string_view local_name(const pugi::xml_node& element);
// The first element of this name below `root`, at any depth; null: there is none.
[[nodiscard]] pugi::xml_node find_element(const pugi::xml_node& root, std::string_view name);
// Its text, for people: in one piece and printable, at most 400 bytes.
[[nodiscard]] std::string words_in(const pugi::xml_node& element);
[[nodiscard]] std::string write_xml(const pugi::xml_document& document);

}  // namespace lw::session
