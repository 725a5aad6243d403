#include "exchange/csv.h"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "exchange/text_encoding.h"

namespace lw::exchange {
namespace {

class Parser {
 public:
  explicit Parser(char delimiter) : delimiter_(delimiter) { start(); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() { csv_free(&parser_); }

  void restart() {
    csv_free(&parser_);
    start();
  }
  // False when this is no CSV.
  bool parse(std::string_view text) {
    return csv_parse(&parser_, text.data(), text.size(), on_field, on_row, this) == text.size();
  }
  bool finish() { return csv_fini(&parser_, on_field, on_row, this) == 0; }

  [[nodiscard]] std::span<const std::string> fields() const {
    return std::span(fields_).first(std::min(count_, fields_.size()));
  }
  [[nodiscard]] std::size_t count() const { return count_; }
  // Whether a row ended since this was asked last.
  bool row_ended() { return std::exchange(ended_, false); }
  void next_row() { count_ = 0; }

 private:
  void start() {
    count_ = 0;
    ended_ = false;
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter_));
    // A tab that parts fields is no blank of theirs.
    if (delimiter_ == '\t') csv_set_space_func(&parser_, is_plain_blank);
  }
  static int is_plain_blank(unsigned char c) { return c == ' ' ? 1 : 0; }
  static void on_field(void* field, std::size_t length, void* self) {
    auto& parser = *static_cast<Parser*>(self);
    if (parser.count_ < kMaxCsvFields) {
      if (parser.count_ == parser.fields_.size()) parser.fields_.emplace_back();
      parser.fields_[parser.count_].assign(static_cast<const char*>(field), length);
    }
    ++parser.count_;
  }
  static void on_row(int, void* self) { static_cast<Parser*>(self)->ended_ = true; }

  char delimiter_;
  csv_parser parser_{};
  std::vector<std::string> fields_;  // kept from row to row: their memory is used again
  std::size_t count_ = 0;
  bool ended_ = false;
};

Error fault_of(std::string message, std::string hint = {}) {
  return {ErrorCode::kInvalidArgument, std::move(message), std::move(hint)};
}

// Reads physical line by physical line, for a row may have several and a bad one shall end with its
// first.
class Reader {
 public:
  Reader(std::string_view text, char delimiter, const CsvSinks& sinks)
      : text_(text), parser_(delimiter), sinks_(sinks) {}

  void read() {
    while (at_ < text_.size()) {
      const std::size_t end = std::min(text_.find('\n', at_), text_.size() - 1) + 1;
      const std::string_view line = text_.substr(at_, end - at_);
      if (!open_) {
        row_at_ = at_;
        row_line_ = line_;
        if (sinks_.comment && line.front() == sinks_.comment_mark) {
          sinks_.comment(line_, trim(line.substr(1)));
          advance(end);
          continue;
        }
      }
      if (auto good = check_utf8(line); !good) {
        refuse(std::move(good).error());
        continue;
      }
      if (end - row_at_ > kMaxCsvRowBytes) {
        refuse(fault_of(fmt::format("the row has more than {} KiB: a quote may not be closed",
                                    kMaxCsvRowBytes / 1024)));
        continue;
      }
      const bool last = end == text_.size();
      if (!parser_.parse(line) || (last && !parser_.finish())) {
        refuse(fault_of(
            "not valid CSV: a quote stands inside a field, or is not closed",
            "a field with a quote in it stands in quotes, and the quote twice: \"a\"\"b\""));
        continue;
      }
      if (parser_.row_ended()) {
        deliver();
        open_ = false;
      } else {
        open_ = open_ || !trim(line).empty();
      }
      advance(end);
    }
  }

 private:
  void advance(std::size_t to) {
    at_ = to;
    ++line_;
  }

  void deliver() {
    const auto fields = parser_.fields();
    if (parser_.count() > kMaxCsvFields) {
      sinks_.fault(row_line_, fault_of(fmt::format("the row has {} fields, more than {}",
                                                   parser_.count(), kMaxCsvFields)));
    } else if (!std::ranges::all_of(fields, &std::string::empty)) {
      sinks_.row(row_line_, fields);
    }
    parser_.next_row();
  }

  void refuse(Error error) {
    sinks_.fault(row_line_, std::move(error));
    parser_.restart();
    open_ = false;
    line_ = row_line_;
    advance(std::min(text_.find('\n', row_at_), text_.size() - 1) + 1);
  }

  std::string_view text_;
  Parser parser_;
  const CsvSinks& sinks_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t row_at_ = 0;
  std::size_t row_line_ = 1;
  bool open_ = false;  // a row began and has not ended
};

}  // namespace

void read_csv(std::string_view text, char delimiter, const CsvSinks& sinks) {
  Reader(text, delimiter, sinks).read();
}

char guess_delimiter(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  constexpr std::array<char, 3> kDelimiters = {',', ';', '\t'};
  std::array<std::size_t, kDelimiters.size()> counts = {};
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    for (std::size_t i = 0; !quoted && i < kDelimiters.size(); ++i) {
      if (c == kDelimiters.at(i)) ++counts.at(i);
    }
  }
  return kDelimiters.at(
      static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin()));
}

void append_csv_field(std::string& line, std::string_view field) {
  const bool bare = field.find_first_of("\",;\t\r\n") == std::string_view::npos &&
                    trim(field).size() == field.size();
  if (bare) {
    line += field;
    return;
  }
  line += '"';
  for (const char c : field) line.append(c == '"' ? 2 : 1, c);
  line += '"';
}

}  // namespace lw::exchange
