#include "platform/pattern.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/text.h"

namespace lw::platform {

Result<Pattern> make_pattern(const std::string& text) {
  constexpr std::size_t kMaxPatternBytes = 1000;
  if (text.empty()) return failure(ErrorCode::kInvalidArgument, "the pattern is empty");
  if (text.size() > kMaxPatternBytes) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("the pattern is longer than {} bytes", kMaxPatternBytes));
  }
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);  // devices send any byte
  options.set_max_mem(4 << 20);
  auto pattern = std::make_shared<const re2::RE2>(text, options);
  if (!pattern->ok()) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("bad pattern '{}': {}", printable(text, 120), pattern->error()));
  }
  return pattern;
}

bool found_in(const Pattern& pattern, std::string_view text) {
  return pattern && re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *pattern);
}

}  // namespace lw::platform
