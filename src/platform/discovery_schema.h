// `discovery:` of a platform file. Pure; any thread.
#pragma once

#include <vector>

#include "base/result.h"
#include "platform/discovery.h"
#include "platform/schema_reader.h"

namespace lw::platform {

// Laid over what is inherited: the patterns of a question that is asked already go in front of its
// own, new questions behind the others. Errors name file and line.
[[nodiscard]] Result<void> read_discovery(const SchemaReader& reader, const YamlNode& node,
                                          std::vector<Question>& questions);

}  // namespace lw::platform
