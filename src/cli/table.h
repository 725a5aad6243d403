// Tables of text that fit a width. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lw::cli {

// Columns that `text` takes on a terminal: code points, which is right for what devices write.
[[nodiscard]] std::size_t columns(std::string_view text);
// Cut to `width` columns, with "…" at the end when something was cut.
[[nodiscard]] std::string fit(std::string_view text, std::size_t width);
// Cut or filled with blanks to exactly `width` columns.
[[nodiscard]] std::string fill(std::string_view text, std::size_t width);
// Broken at blanks into lines of at most `width` columns; a longer word stands alone, uncut.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);

class Table {
 public:
  explicit Table(std::vector<std::string> titles);
  // As many cells as there are titles.
  void add(std::vector<std::string> cells);
  // The title line and the rows. Columns take what they need; when the whole is wider than `width`,
  // the widest columns are cut first, and the last one is wrapped instead.
  [[nodiscard]] std::vector<std::string> lines(std::size_t width) const;

 private:
  std::vector<std::vector<std::string>> rows_;  // the titles are the first
};

}  // namespace lw::cli
