// From a YAML document to a Family: which keys a platform file may hold, of which type, and which
// it must. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/family.h"
#include "platform/schema_reader.h"
#include "platform/yaml_node.h"

namespace lw::platform {

// What must be known before a file can be read in full.
struct FamilyHeader {
  std::string name;
  std::string extends;  // empty: stands alone
  std::uint32_t extends_line = 1;
};
[[nodiscard]] Result<FamilyHeader> read_header(std::string_view file, const YamlNode& root);

// The file's values laid over `parent`: words and commands replace the parent's, entries of lists
// go in front of the parent's (the first that matches counts), and a dialog replaces the parent's
// of the same id. Errors name file, line and what was expected.
[[nodiscard]] Result<Family> read_family(std::string_view file, const YamlNode& root, Family parent,
                                         Patterns patterns = Patterns::kChecked);

}  // namespace lw::platform
