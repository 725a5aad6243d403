// SQLite's C API as values: a connection, its statements, one transaction at a time. Owned by the
// Inventory; one thread at a time. Errors carry SQLite's words, never a bound value.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace lw::store {

// Must not outlive its Database. Bound text is not copied: it must live until the last step().
class Statement {
 public:
  Statement& bind(int index, std::string_view text);
  Statement& bind(int index, std::int64_t number);
  Statement& bind_blob(int index, std::string_view bytes);

  // True when there is a row to look at.
  [[nodiscard]] Result<bool> step();
  // Runs a statement that gives no rows.
  [[nodiscard]] Result<void> run();

  // Of the current row; views last until the next step().
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::int64_t number(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bind_status_ = 0;
};

class Database {
 public:
  // Opens or creates the file (mode 0600) in WAL mode, with foreign keys and a busy wait of 5 s.
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& file);

  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  [[nodiscard]] Result<void> execute(const std::string& sql);
  // Rows changed by the statement that ran last.
  [[nodiscard]] int changed() const;

 private:
  struct Close {
    void operator()(sqlite3* connection) const noexcept;
  };
  [[nodiscard]] static Result<Database> connect(const std::filesystem::path& file);
  [[nodiscard]] static Result<void> create(const std::filesystem::path& file);
  explicit Database(sqlite3* connection) : connection_(connection) {}
  std::unique_ptr<sqlite3, Close> connection_;
};

// Takes the write lock at once, so that what is read inside stays true until commit(). Rolls back
// when it dies uncommitted.
class Transaction {
 public:
  [[nodiscard]] static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  [[nodiscard]] Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace lw::store
