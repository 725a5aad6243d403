#include "deploy/config_lines.h"

#include "base/text.h"

namespace lw::deploy {

Result<std::vector<std::string>> config_lines(std::string_view text) {
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
    return failure(ErrorCode::kInvalidArgument, "the text is UTF-16", "save it as UTF-8");
  }
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (trim(text).empty()) {
    return failure(ErrorCode::kInvalidArgument, "there are no configuration lines");
  }
  const auto lines = split_lines(text);
  return std::vector<std::string>(lines.begin(), lines.end());
}

}  // namespace lw::deploy
