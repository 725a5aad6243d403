// A pattern of a family's file, compiled when it is first asked: a family has a hundred, and a
// command needs few of them. Searched for, on bytes (Latin-1); anchors stand in the pattern. A
// value that copies cheaply; any thread. RE2 itself stays out of this header.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace re2 {
class RE2;
}

namespace lw::platform {

class Pattern {
 public:
  Pattern() = default;  // none

  // Compiled at once: for text that users may have written. kInvalidArgument with RE2's words when
  // it is wrong, or too large when compiled.
  [[nodiscard]] static Result<Pattern> checked(std::string text);
  // For text that is known to be good. A wrong one matches nothing.
  [[nodiscard]] static Pattern trusted(std::string text);

  [[nodiscard]] explicit operator bool() const { return lazy_ != nullptr; }
  [[nodiscard]] const std::string& text() const;
  [[nodiscard]] const re2::RE2& operator*() const;
  [[nodiscard]] const re2::RE2* operator->() const { return &**this; }
  // False for none.
  [[nodiscard]] bool found_in(std::string_view text) const;

 private:
  struct Lazy;
  std::shared_ptr<const Lazy> lazy_;
};

}  // namespace lw::platform
