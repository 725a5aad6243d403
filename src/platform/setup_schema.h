// `setups:` of a platform file. Pure; any thread.
#pragma once

#include <vector>

#include "base/result.h"
#include "platform/schema_reader.h"
#include "platform/setup.h"

namespace lw::platform {

// Laid over those that are inherited: one of the same id replaces it, new ones go in front. Ids of
// questions are of their own in all of them. Errors name file and line.
[[nodiscard]] Result<void> read_setups(const SchemaReader& reader, const YamlNode& node,
                                       std::vector<SetupDialog>& setups);

}  // namespace lw::platform
