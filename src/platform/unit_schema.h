// `failover:`, `chassis:` and `saving:` of a platform file. Each replaces an inherited one as a
// whole. Errors name file and line. Pure; any thread.
#pragma once

#include "base/result.h"
#include "platform/chassis.h"
#include "platform/pair.h"
#include "platform/saving.h"
#include "platform/schema_reader.h"

namespace lw::platform {

[[nodiscard]] Result<void> read_pair(const SchemaReader& reader, const YamlNode& node, Pair& pair);
[[nodiscard]] Result<void> read_chassis(const SchemaReader& reader, const YamlNode& node,
                                        Chassis& chassis);
[[nodiscard]] Result<void> read_saving(const SchemaReader& reader, const YamlNode& node,
                                       SavingMode& saving);

}  // namespace lw::platform
