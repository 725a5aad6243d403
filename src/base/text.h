// Small pure functions on text that several rooms need. Views point into their argument.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lw {

[[nodiscard]] std::string_view trim(std::string_view text);  // blanks, tabs, CR, LF at both ends
[[nodiscard]] std::vector<std::string_view> split_words(
    std::string_view text);  // at runs of blanks
[[nodiscard]] std::vector<std::string_view> split_lines(
    std::string_view text);                                 // at LF; CR kept off
[[nodiscard]] std::string to_lower(std::string_view text);  // ASCII only
// Decimal digits only, the whole text, no overflow.
[[nodiscard]] std::optional<long> parse_decimal(std::string_view text);

// For text of unknown origin that goes to a terminal, a log or an error: control characters and
// bytes that are not UTF-8 are shown as \xNN, and what is over `limit` bytes is cut with "…".
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 200);

// `text` with every byte sequence that is not valid UTF-8 replaced by U+FFFD: what JSON needs.
[[nodiscard]] std::string to_utf8(std::string_view text);

// How many bytes at the start of `text` are valid UTF-8: all of it where it is.
[[nodiscard]] std::size_t valid_utf8_length(std::string_view text);

}  // namespace lw
