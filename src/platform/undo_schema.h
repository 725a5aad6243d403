// `undo:` of a platform file. Pure; any thread.
#pragma once

#include <vector>

#include "base/result.h"
#include "platform/schema_reader.h"
#include "platform/undo.h"

namespace lw::platform {

// In the order to try; those of a family replace its parent's. Errors name file and line.
[[nodiscard]] Result<void> read_undo(const SchemaReader& reader, const YamlNode& node,
                                     std::vector<Undo>& undo);

}  // namespace lw::platform
