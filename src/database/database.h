// One contract over the two databases that a store may live in: SQLite (a file) and PostgreSQL.
// A Database is one connection with one transaction at a time; it blocks, and one thread at a time
// may use it. Statements are written once, for both (README). Errors carry the database's words,
// never a bound value. A PostgreSQL server that goes away is waited for; what was under way then is
// lost as a whole or, where COMMIT had been sent, asked for when the server is back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lw::database {

class Cursor;
class Engine;

enum class Kind { kNull, kNumber, kText, kBytes };

// Must not outlive its Database. Bound text is not copied: it must live until the last step().
class Statement {
 public:
  explicit Statement(std::unique_ptr<Cursor> cursor);
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) noexcept;
  ~Statement();

  // Parameters are counted from 1.
  Statement& bind(int index, std::string_view text);
  Statement& bind(int index, std::int64_t number);
  Statement& bind_blob(int index, std::string_view bytes);

  // True when there is a row to look at.
  [[nodiscard]] Result<bool> step();
  // Runs a statement that gives no rows.
  [[nodiscard]] Result<void> run();

  // Of the current row, columns counted from 0; views last until the next step().
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] Kind kind(int column) const;
  // Of the answer; known after the first step().
  [[nodiscard]] int columns() const;
  [[nodiscard]] std::string column_name(int column) const;

 private:
  std::unique_ptr<Cursor> cursor_;
};

class Database {
 public:
  // Opens or creates a file of SQLite (mode 0600) in WAL mode, with foreign keys and a busy wait of
  // 5 s.
  [[nodiscard]] static Result<Database> open_file(const std::filesystem::path& file);
  // A PostgreSQL server: "postgres://user@host:port/database?sslmode=…". kInvalidArgument for a URL
  // with a password, which belongs into PGPASSWORD, ~/.pgpass or a service file. Without an sslmode
  // a server on another machine must speak TLS.
  [[nodiscard]] static Result<Database> open_server(const std::string& url);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  // "?1" or "?" for parameters. Statements are kept prepared: the same text again costs little.
  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  // Statements without parameters and answers; several may be divided by ';'.
  [[nodiscard]] Result<void> execute(const std::string& sql);
  // The same for tables, written in SQLite's types (INTEGER, TEXT, BLOB, STRICT, WITHOUT ROWID).
  [[nodiscard]] Result<void> execute_schema(std::string_view sql);
  // One statement for many rows: `fill` binds row i. Call inside a transaction. PostgreSQL gets
  // them in a pipeline, without waiting for each.
  using Fill = std::function<void(Statement&, std::size_t row)>;
  [[nodiscard]] Result<void> run_many(std::string_view sql, std::size_t rows, const Fill& fill);

  // Rows changed by the statement that ran last.
  [[nodiscard]] std::int64_t changed() const;

  // The number of the schema that the tables have; 0: none yet.
  [[nodiscard]] Result<std::int64_t> schema_version();
  [[nodiscard]] Result<void> set_schema_version(std::int64_t version);

  // What users call it: the file, or the server's URL.
  [[nodiscard]] const std::string& name() const;
  // The last error was that the connection was lost.
  [[nodiscard]] bool lost() const;

 private:
  friend class Transaction;
  explicit Database(std::unique_ptr<Engine> engine);
  std::unique_ptr<Engine> engine_;
};

// Takes the write lock of the whole store at once, so that what is read inside stays true until
// commit(). Rolls back when it dies uncommitted.
class Transaction {
 public:
  [[nodiscard]] static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  // After an error nothing of it is stored, except where the message says that it is not known.
  [[nodiscard]] Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

// `work` inside a transaction, committed when it gives no error. Where the connection was lost
// before the commit, once more from the start: `work` must have no effect outside the database
// until it succeeds.
[[nodiscard]] Result<void> write(Database& database, const std::function<Result<void>()>& work);

}  // namespace lw::database
