#include "platform/pattern.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <mutex>
#include <optional>
#include <utility>

#include "base/text.h"

namespace lw::platform {
namespace {

re2::RE2::Options options() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);  // devices send any byte
  options.set_max_mem(4 << 20);
  return options;
}

}  // namespace

struct Pattern::Lazy {
  explicit Lazy(std::string pattern) : text(std::move(pattern)) {}

  std::string text;
  mutable std::once_flag once;
  mutable std::optional<re2::RE2> compiled;
};

Result<Pattern> Pattern::checked(std::string text) {
  constexpr std::size_t kMaxPatternBytes = 1000;
  if (text.empty()) return failure(ErrorCode::kInvalidArgument, "the pattern is empty");
  if (text.size() > kMaxPatternBytes) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("the pattern is longer than {} bytes", kMaxPatternBytes));
  }
  Pattern pattern = trusted(std::move(text));
  if (!pattern->ok()) {
    return failure(
        ErrorCode::kInvalidArgument,
        fmt::format("bad pattern '{}': {}", printable(pattern.text(), 120), pattern->error()));
  }
  return pattern;
}

Pattern Pattern::trusted(std::string text) {
  Pattern pattern;
  pattern.lazy_ = std::make_shared<const Lazy>(std::move(text));
  return pattern;
}

const std::string& Pattern::text() const { return lazy_->text; }

const re2::RE2& Pattern::operator*() const {
  std::call_once(lazy_->once, [&] { lazy_->compiled.emplace(lazy_->text, options()); });
  return *lazy_->compiled;
}

bool Pattern::found_in(std::string_view text) const {
  return lazy_ && re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), **this);
}

}  // namespace lw::platform
