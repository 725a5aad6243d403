// A text as lines and back, exactly: the pieces between line feeds, the last one possibly empty, so
// that a text with and one without a line feed at its end differ in their lines. Pure; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lw::archive {

// Never empty: an empty text is one empty line. Views point into `text`.
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);
[[nodiscard]] std::string join_lines(std::span<const std::string_view> lines);

// Numbers equal lines alike. Holds views: the texts must outlive it.
class LineNumbers {
 public:
  [[nodiscard]] std::uint32_t number(std::string_view line);
  [[nodiscard]] std::vector<std::uint32_t> numbers(std::span<const std::string_view> lines);

 private:
  std::unordered_map<std::string_view, std::uint32_t> known_;
};

}  // namespace lw::archive
