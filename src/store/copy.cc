#include "store/copy.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sodium.h>

#include <array>
#include <optional>
#include <utility>

#include "store/schema.h"

namespace lw::store {
namespace {

using database::Database;
using database::Kind;
using database::Statement;

// Rows in memory at a time.
constexpr std::size_t kBatch = 2000;
// What every store has from its beginning.
constexpr std::string_view kVaultCheck = "vault_check";

struct Cell {
  Kind kind = Kind::kNull;
  std::int64_t number = 0;
  std::string bytes;
};
using Row = std::vector<Cell>;

Row row_of(const Statement& query) {
  Row row;
  for (int column = 0; column < query.columns(); ++column) {
    const Kind kind = query.kind(column);
    Cell& cell = row.emplace_back(Cell{.kind = kind, .number = 0, .bytes = {}});
    if (kind == Kind::kNumber) {
      cell.number = query.number(column);
    } else {
      cell.bytes = std::string(query.text(column));
    }
  }
  return row;
}

void bind_row(Statement& statement, const Row& row) {
  int place = 0;
  for (const Cell& cell : row) {
    ++place;
    if (cell.kind == Kind::kNumber) {
      statement.bind(place, cell.number);
    } else if (cell.kind == Kind::kBytes) {
      statement.bind_blob(place, cell.bytes);
    } else {
      statement.bind(place, cell.bytes);
    }
  }
}

// Of all rows of a table in the order of its key; columns by name, whatever their order.
class Digest {
 public:
  Digest() { crypto_generichash_init(&state_, nullptr, 0, kSize); }
  void add(const Statement& query) {
    for (int column = 0; column < query.columns(); ++column) {
      const Kind kind = query.kind(column);
      const std::string value = kind == Kind::kNumber ? std::to_string(query.number(column))
                                                      : std::string(query.text(column));
      add(fmt::format("{}/{}/{}/", query.column_name(column), static_cast<int>(kind),
                      value.size()));
      add(value);
    }
  }
  [[nodiscard]] std::string end() {
    std::string digest(kSize, '\0');
    crypto_generichash_final(&state_, reinterpret_cast<unsigned char*>(digest.data()), kSize);
    return digest;
  }

 private:
  static constexpr std::size_t kSize = 32;
  void add(std::string_view bytes) {
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
  }
  crypto_generichash_state state_{};
};

Result<Statement> all_rows(Database& database, const Table& table,
                           const std::vector<std::string>& columns) {
  return database.prepare(fmt::format("SELECT {} FROM {} ORDER BY {}", fmt::join(columns, ", "),
                                      table.name, table.key));
}

Result<std::vector<std::string>> columns_of(Database& database, const Table& table) {
  LW_ASSIGN(auto query, database.prepare(fmt::format("SELECT * FROM {} LIMIT 1", table.name)));
  LW_TRY(query.step());
  std::vector<std::string> columns;
  for (int column = 0; column < query.columns(); ++column) {
    columns.push_back(query.column_name(column));
  }
  return columns;
}

struct Content {
  std::string digest;
  std::int64_t rows = 0;
};

Result<Content> content_of(Database& database, const Table& table,
                           const std::vector<std::string>& columns) {
  LW_ASSIGN(auto query, all_rows(database, table, columns));
  Digest digest;
  Content content;
  while (true) {
    LW_ASSIGN(const bool row, query.step());
    if (!row) break;
    ++content.rows;
    digest.add(query);
  }
  content.digest = digest.end();
  return content;
}

Result<std::int64_t> copy_rows(Database& from, Database& to, const Table& table,
                               const std::vector<std::string>& columns,
                               const CopyProgress& progress) {
  LW_ASSIGN(auto query, all_rows(from, table, columns));
  std::vector<std::string> places;
  for (std::size_t i = 0; i < columns.size(); ++i) places.push_back(fmt::format("?{}", i + 1));
  const auto sql = fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name,
                               fmt::join(columns, ", "), fmt::join(places, ", "));
  std::int64_t copied = 0;
  for (bool more = true; more;) {
    std::vector<Row> rows;
    while (rows.size() < kBatch) {
      LW_ASSIGN(more, query.step());
      if (!more) break;
      rows.push_back(row_of(query));
    }
    LW_TRY(to.run_many(sql, rows.size(), [&](Statement& statement, std::size_t row) {
      bind_row(statement, rows[row]);
    }));
    copied += static_cast<std::int64_t>(rows.size());
    progress(table.name, copied);
  }
  return copied;
}

Result<void> check_version(Database& from) {
  LW_ASSIGN(const auto version, from.schema_version());
  if (version == newest_schema()) return {};
  return failure(ErrorCode::kUnsupported,
                 fmt::format("{} has schema version {}, this program works with {}", from.name(),
                             version, newest_schema()),
                 "linewarden store migrate brings an older store up to date");
}

}  // namespace

Result<bool> is_empty(Database& database) {
  for (const auto& table : tables()) {
    if (table.name == kVaultCheck) continue;
    LW_ASSIGN(auto query, database.prepare(fmt::format("SELECT 1 FROM {} LIMIT 1", table.name)));
    LW_ASSIGN(const bool row, query.step());
    if (row) return false;
  }
  return true;
}

Result<std::vector<CopiedTable>> copy_store(Database& from, Database& to,
                                            const CopyProgress& progress) {
  LW_TRY(check_version(from));
  LW_TRY(prepare_schema(to));
  std::vector<CopiedTable> copied;
  // What is copied must not change meanwhile.
  LW_ASSIGN(auto still, database::Transaction::begin(from));
  LW_TRY(database::write(to, [&]() -> Result<void> {
    copied.clear();
    LW_ASSIGN(const bool empty, is_empty(to));
    if (!empty) {
      return failure(ErrorCode::kConflict, fmt::format("{} is not empty", to.name()),
                     "copy into a new store; nothing was changed");
    }
    LW_TRY(to.execute("DELETE FROM vault_check"));
    for (const auto& table : tables()) {
      LW_ASSIGN(const auto columns, columns_of(from, table));
      LW_ASSIGN(const auto rows, copy_rows(from, to, table, columns, progress));
      LW_ASSIGN(const auto before, content_of(from, table, columns));
      LW_ASSIGN(const auto after, content_of(to, table, columns));
      if (before.rows != rows || before.digest != after.digest) {
        return failure(ErrorCode::kStoreFailed,
                       fmt::format("{} of {} differs after the copy ({} rows, {} there)",
                                   table.name, to.name(), before.rows, after.rows),
                       "nothing was copied");
      }
      copied.push_back({std::string(table.name), rows});
    }
    return {};
  }));
  return copied;
}

}  // namespace lw::store
