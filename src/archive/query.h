// What a search looks for: words, or a pattern (RE2). It is matched against lines as they are
// shown, their secrets cut out, so that no search tells whether a guess at a secret is right.
// Immutable; any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "archive/rules.h"
#include "archive/segment.h"
#include "base/result.h"

namespace re2 {
class RE2;
}

namespace lw::archive {

enum class Form { kWords, kPattern };
enum class Case { kExact, kAny };

class Query {
 public:
  // kInvalidArgument with the reason for an empty text, one with a line feed, a wrong pattern.
  [[nodiscard]] static Result<Query> make(std::string_view text, Form form, Case letters);
  Query(Query&&) noexcept;
  Query& operator=(Query&&) noexcept;
  ~Query();

  // The numbers of a segment's lines that match.
  [[nodiscard]] std::vector<std::size_t> matches(const Segment& segment, const Rules& rules) const;

 private:
  Query() = default;
  [[nodiscard]] bool in_shown(std::string_view line, const Rules& rules) const;
  [[nodiscard]] std::vector<std::size_t> candidates(const Segment& segment) const;
  [[nodiscard]] bool found_in(std::string_view line) const;

  std::string words_;  // empty: a pattern
  std::unique_ptr<const re2::RE2> pattern_;
  // Only a look at every line as it is shown tells: what is looked for may match the place of a
  // secret itself.
  bool every_line_ = false;
};

}  // namespace lw::archive
