// Many patterns looked for in one pass over a line. Compiled when first asked; a value that copies
// cheaply; any thread. Patterns that start with `^` cost nothing on lines that start otherwise.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "platform/pattern.h"

namespace lw::platform {

class PatternSet {
 public:
  PatternSet() = default;  // holds none
  explicit PatternSet(std::vector<Pattern> patterns);

  [[nodiscard]] bool any_in(std::string_view line) const;
  // Indices of those that are found, in no order.
  [[nodiscard]] std::vector<int> all_in(std::string_view line) const;
  // The lowest of those indices that is not below `from`.
  [[nodiscard]] std::optional<std::size_t> first_in(std::string_view line,
                                                    std::size_t from = 0) const;

 private:
  struct Lazy;
  std::shared_ptr<const Lazy> lazy_;
};

}  // namespace lw::platform
