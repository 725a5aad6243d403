// What is written for SQLite, in PostgreSQL's words. Statements of the store keep to what both
// understand; only the form of parameters and the types of tables differ. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lw::database {

// "?1" and "?" become "$1": for statements without '?' in quotes.
[[nodiscard]] std::string postgres_parameters(std::string_view sql);

// An insertion of one row that is all parameters, "… VALUES (?1, ?2)", as one of `rows` rows, its
// parameters numbered on: "… VALUES ($1, $2), ($3, $4)". nullopt for any other statement.
struct RowsInsertion {
  std::string sql;
  std::size_t parameters = 0;  // of a row
};
[[nodiscard]] std::optional<RowsInsertion> postgres_rows(std::string_view sql, std::size_t rows);

// Types and options of CREATE TABLE and ALTER TABLE. Text compares by its bytes, as in SQLite.
[[nodiscard]] std::string postgres_schema(std::string_view sql);

}  // namespace lw::database
