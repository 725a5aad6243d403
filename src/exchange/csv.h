// CSV (RFC 4180) as rows of fields: a thin skin over libcsv that knows lines. A row that is not CSV
// costs only itself: reading goes on in the line behind the one where it began. Blanks around a
// field without quotes are no part of it. Pure; any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"

namespace lw::exchange {

inline constexpr std::size_t kMaxCsvRowBytes = 64U * 1024;
inline constexpr std::size_t kMaxCsvFields = 256;

struct CsvSinks {
  // The fields live until the call returns. Rows without any text are left out.
  std::function<void(std::size_t line, std::span<const std::string> fields)> row;
  std::function<void(std::size_t line, Error error)> fault;
  // A line that begins with `comment` where a row could begin; null: there are no such lines.
  std::function<void(std::size_t line, std::string_view text)> comment = nullptr;
  char comment_mark = ';';
};

// Rows on until the text ends; also rows that are no UTF-8 are faults.
void read_csv(std::string_view text, char delimiter, const CsvSinks& sinks);

// ',', ';' or tab: what stands most often in the first line outside quotes.
[[nodiscard]] char guess_delimiter(std::string_view text);

// In quotes where it needs them.
void append_csv_field(std::string& line, std::string_view field);

}  // namespace lw::exchange
