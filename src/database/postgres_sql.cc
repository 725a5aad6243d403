#include "database/postgres_sql.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace lw::database {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word(char c) {
  return is_digit(c) || std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kTypes = {{
    {"INTEGER", "BIGINT"},
    {"TEXT", "TEXT COLLATE \"C\""},
    {"BLOB", "BYTEA"},
}};

// Behind the parenthesis that ends a table.
constexpr std::array<std::string_view, 2> kOptions = {" STRICT, WITHOUT ROWID", " STRICT"};

}  // namespace

std::string postgres_parameters(std::string_view sql) {
  std::string text;
  text.reserve(sql.size() + 16);
  int counted = 0;
  for (std::size_t at = 0; at < sql.size(); ++at) {
    if (sql[at] != '?') {
      text += sql[at];
      continue;
    }
    text += '$';
    if (at + 1 >= sql.size() || !is_digit(sql[at + 1])) text += std::to_string(++counted);
  }
  return text;
}

std::optional<RowsInsertion> postgres_rows(std::string_view sql, std::size_t rows) {
  constexpr std::string_view kValues = "VALUES (";
  const std::size_t at = sql.find(kValues);
  if (!sql.starts_with("INSERT INTO ") || at == std::string_view::npos || !sql.ends_with(')')) {
    return std::nullopt;
  }
  std::string row(sql.substr(at + kValues.size()));
  row.pop_back();
  // Only "?, ?" and "?1, ?2" in their order: what they stand for is the same in every row then.
  std::string plain = "?";
  std::string numbered = "?1";
  std::size_t parameters = 1;
  while (row != plain && row != numbered) {
    if (plain.size() > row.size()) return std::nullopt;
    ++parameters;
    plain += ", ?";
    numbered += ", ?" + std::to_string(parameters);
  }
  RowsInsertion insertion{.sql = std::string(sql.substr(0, at)) + "VALUES ",
                          .parameters = parameters};
  for (std::size_t number = 1; number <= rows * parameters; ++number) {
    const std::size_t place = (number - 1) % parameters;
    if (place == 0) insertion.sql += number == 1 ? "(" : ", (";
    insertion.sql += (place == 0 ? "$" : ", $") + std::to_string(number);
    if (place + 1 == parameters) insertion.sql += ')';
  }
  return insertion;
}

std::string postgres_schema(std::string_view sql) {
  std::string text;
  text.reserve(sql.size() * 2);
  for (std::size_t at = 0; at < sql.size();) {
    const auto rest = sql.substr(at);
    const auto* option = std::ranges::find_if(
        kOptions, [&](std::string_view word) { return rest.starts_with(word); });
    if (option != kOptions.end()) {
      at += option->size();
      continue;
    }
    if (!is_word(sql[at])) {
      text += sql[at++];
      continue;
    }
    const auto end = std::find_if_not(rest.begin(), rest.end(), is_word);
    const std::string_view word(rest.begin(), end);
    const auto* type =
        std::ranges::find_if(kTypes, [&](const auto& each) { return each.first == word; });
    text += type != kTypes.end() ? type->second : word;
    at += word.size();
  }
  return text;
}

}  // namespace lw::database
