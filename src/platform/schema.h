// Reads one YAML file of a platform into plain values, with errors that name file and line. Pure:
// the text is given. Hostile text is refused: size, depth, aliases that refer to themselves.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/platform.h"

namespace lw::platform {

struct RecogniseRule {
  std::string pattern;
  int score = 0;
};

// A platform file as written, before `extends` is resolved.
struct PlatformFile {
  std::string name;
  std::string source;   // file name, for errors
  std::string extends;  // empty: stands alone
  Platform platform;    // fields that the file does not state are as in the family it extends
  std::vector<RecogniseRule> config_rules;
  std::vector<RecogniseRule> version_rules;
};

// `parent` is what `extends:` names, looked up by the caller; null when the file extends nothing.
[[nodiscard]] Result<PlatformFile> read_platform(std::string_view text, const std::string& source,
                                                 const PlatformFile* parent);

// The `extends:` and `name:` of a file, to order the reading.
struct PlatformHeading {
  std::string name;
  std::string extends;
};
[[nodiscard]] Result<PlatformHeading> read_heading(std::string_view text,
                                                   const std::string& source);

}  // namespace lw::platform
