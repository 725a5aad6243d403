// What is written for SQLite, in PostgreSQL's words. Statements of the store keep to what both
// understand; only the form of parameters and the types of tables differ. Pure.
#pragma once

#include <string>
#include <string_view>

namespace lw::database {

// "?1" and "?" become "$1": for statements without '?' in quotes.
[[nodiscard]] std::string postgres_parameters(std::string_view sql);

// Types and options of CREATE TABLE and ALTER TABLE. Text compares by its bytes, as in SQLite.
[[nodiscard]] std::string postgres_schema(std::string_view sql);

}  // namespace lw::database
