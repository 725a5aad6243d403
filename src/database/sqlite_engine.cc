#include "database/sqlite_engine.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/boot_clock.h"

namespace lw::database {
namespace {

constexpr int kBusyMilliseconds = 5000;

Error sqlite_error(sqlite3* connection, int status) {
  const std::string words =
      connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(status);
  const char* name = connection != nullptr ? sqlite3_db_filename(connection, "main") : nullptr;
  const std::string file = name != nullptr ? name : "the inventory";
  switch (status & 0xFF) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return {ErrorCode::kStoreFailed,
              fmt::format("{} is damaged or is no Linewarden inventory: {}", file, words),
              "restore it from a backup, or move it away to start with an empty inventory"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
      return {ErrorCode::kPermissionDenied, fmt::format("cannot write {}: {}", file, words),
              "the folder and the files in it must be writable by you; or name another folder with "
              "--data"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::kStoreFailed,
              fmt::format("{} is in use by another process: {}", file, words),
              "try again when the other command has ended"};
    case SQLITE_FULL:
    case SQLITE_IOERR:
      return {ErrorCode::kStoreFailed,
              fmt::format("{} could not be written: {}; nothing of this change was stored", file,
                          words),
              "make room on that disk, or mend it, and try again"};
    default:
      return {ErrorCode::kStoreFailed, fmt::format("{}: {}", file, words), {}};
  }
}

// One line that the kernel writes.
Result<std::string> read_virtual_file(const char* name) {
  std::ifstream file(name);
  std::string line;
  if (std::getline(file, line)) return line;
  return failure(ErrorCode::kInternal, fmt::format("{} can't be read", name));
}

struct CloseConnection {
  void operator()(sqlite3* connection) const noexcept { sqlite3_close(connection); }
};
using Connection = std::unique_ptr<sqlite3, CloseConnection>;

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

// Statements that nobody uses at the moment, by their text.
using Shelf = std::map<std::string, std::vector<Prepared>, std::less<>>;

class SqliteCursor final : public Cursor {
 public:
  // `place` outlives the cursor.
  SqliteCursor(Prepared statement, std::vector<Prepared>& place)
      : statement_(std::move(statement)), place_(place) {}
  ~SqliteCursor() override {
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
    place_.push_back(std::move(statement_));
  }

  void bind(int index, std::string_view text) override {
    // A null pointer would bind NULL, which an empty text is not.
    const char* data = text.data() != nullptr ? text.data() : "";
    note(sqlite3_bind_text64(rewound(), index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
  }
  void bind(int index, std::int64_t number) override {
    note(sqlite3_bind_int64(rewound(), index, number));
  }
  void bind_blob(int index, std::string_view bytes) override {
    const char* data = bytes.data() != nullptr ? bytes.data() : "";
    note(sqlite3_bind_blob64(rewound(), index, data, bytes.size(), SQLITE_STATIC));
  }

  Result<bool> step() override {
    sqlite3* connection = sqlite3_db_handle(statement_.get());
    if (bind_status_ != SQLITE_OK) return std::unexpected(sqlite_error(connection, bind_status_));
    stepped_ = true;
    const int status = sqlite3_step(statement_.get());
    if (status == SQLITE_ROW) return true;
    if (status == SQLITE_DONE) return false;
    return std::unexpected(sqlite_error(connection, status));
  }

  std::string_view text(int column) const override {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return data == nullptr ? std::string_view{}
                           : std::string_view(data, static_cast<std::size_t>(size));
  }
  std::int64_t number(int column) const override {
    return sqlite3_column_int64(statement_.get(), column);
  }
  Kind kind(int column) const override {
    switch (sqlite3_column_type(statement_.get(), column)) {
      case SQLITE_INTEGER:
        return Kind::kNumber;
      case SQLITE_TEXT:
        return Kind::kText;
      case SQLITE_BLOB:
        return Kind::kBytes;
      default:
        return Kind::kNull;
    }
  }
  int columns() const override { return sqlite3_column_count(statement_.get()); }
  std::string column_name(int column) const override {
    return sqlite3_column_name(statement_.get(), column);
  }

 private:
  // A statement that ran is bound anew only after a reset.
  sqlite3_stmt* rewound() {
    if (std::exchange(stepped_, false)) sqlite3_reset(statement_.get());
    return statement_.get();
  }
  void note(int status) {
    if (status != SQLITE_OK) bind_status_ = status;
  }

  Prepared statement_;
  std::vector<Prepared>& place_;
  int bind_status_ = SQLITE_OK;
  bool stepped_ = false;
};

class SqliteEngine final : public Engine {
 public:
  SqliteEngine(Connection connection, std::string name)
      : connection_(std::move(connection)), name_(std::move(name)) {}

  Result<std::unique_ptr<Cursor>> prepare(std::string_view sql) override {
    auto place = shelf_.find(sql);
    if (place == shelf_.end()) place = shelf_.try_emplace(std::string(sql)).first;
    if (!place->second.empty()) {
      Prepared statement = std::move(place->second.back());
      place->second.pop_back();
      return std::make_unique<SqliteCursor>(std::move(statement), place->second);
    }
    sqlite3_stmt* prepared = nullptr;
    const int status =
        sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    Prepared statement(prepared);
    if (status != SQLITE_OK) return std::unexpected(sqlite_error(connection_.get(), status));
    return std::make_unique<SqliteCursor>(std::move(statement), place->second);
  }

  Result<void> execute(const std::string& sql) override {
    const int status = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (status != SQLITE_OK) return std::unexpected(sqlite_error(connection_.get(), status));
    return {};
  }

  Result<void> execute_schema(std::string_view sql) override { return execute(std::string(sql)); }

  Result<void> run_many(std::string_view sql, std::size_t rows,
                        const Database::Fill& fill) override {
    LW_ASSIGN(auto cursor, prepare(sql));
    Statement statement(std::move(cursor));
    for (std::size_t row = 0; row < rows; ++row) {
      fill(statement, row);
      LW_TRY(statement.run());
    }
    return {};
  }

  std::int64_t changed() const override { return sqlite3_changes64(connection_.get()); }

  Result<std::int64_t> schema_version() override {
    LW_ASSIGN(const auto read, prepare("PRAGMA user_version"));
    LW_TRY(read->step());
    return read->number(0);
  }
  Result<void> set_schema_version(std::int64_t version) override {
    return execute(fmt::format("PRAGMA user_version = {}", version));
  }

  Result<void> begin() override { return execute("BEGIN IMMEDIATE"); }
  Result<void> commit() override { return execute("COMMIT"); }
  // A failed rollback leaves nothing to do: closing the connection rolls back too.
  void roll_back() noexcept override {
    sqlite3_exec(connection_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }

  Result<Clock> clock() override {
    LW_ASSIGN(const auto era, read_virtual_file("/proc/sys/kernel/random/boot_id"));
    const auto now = std::chrono::floor<std::chrono::milliseconds>(BootClock::now());
    return Clock{.era = era, .milliseconds = now.time_since_epoch().count()};
  }

  const std::string& name() const override { return name_; }
  bool lost() const override { return false; }

 private:
  Connection connection_;
  Shelf shelf_;  // goes before its connection
  std::string name_;
};

Result<Connection> connect(const std::filesystem::path& file) {
  sqlite3* opened = nullptr;
  const int status =
      sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Connection connection(opened);
  if (status != SQLITE_OK) {
    return std::unexpected(
        sqlite_error(opened, status).with_context(fmt::format("opening {}", file.string())));
  }
  sqlite3_busy_timeout(opened, kBusyMilliseconds);
  const int keys = sqlite3_exec(opened, "PRAGMA foreign_keys = ON", nullptr, nullptr, nullptr);
  if (keys != SQLITE_OK) return std::unexpected(sqlite_error(opened, keys));
  return connection;
}

// A new file gets its name when it is in WAL mode already: of several processes that switch the
// mode at the same time SQLite lets all but one fail at once. It is never opened here by any other
// way than SQLite's: closing such a descriptor would take away the locks that other connections of
// this process hold on the file (POSIX).
Result<void> create(const std::filesystem::path& file) {
  std::string temporary = file.string() + ".new-XXXXXX";
  const int descriptor =
      ::mkstemp(temporary.data());  // mode 0600; WAL and memory files take it over
  if (descriptor < 0) {
    return failure(
        ErrorCode::kPermissionDenied,
        fmt::format("cannot make {}: {}", file.string(), std::generic_category().message(errno)),
        "name another folder with --data");
  }
  ::close(descriptor);
  const auto made = [&]() -> Result<void> {
    LW_ASSIGN(const auto connection, connect(temporary));
    const int status =
        sqlite3_exec(connection.get(), "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr);
    if (status != SQLITE_OK) return std::unexpected(sqlite_error(connection.get(), status));
    return {};
  }();
  const bool named = made && (::link(temporary.c_str(), file.c_str()) == 0 || errno == EEXIST);
  const int reason = errno;
  ::unlink(temporary.c_str());
  if (!made) return made;
  if (named) return {};
  return failure(ErrorCode::kStoreFailed, fmt::format("cannot make {}: {}", file.string(),
                                                      std::generic_category().message(reason)));
}

}  // namespace

Result<std::unique_ptr<Engine>> open_sqlite(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) LW_TRY(create(file));
  LW_ASSIGN(auto connection, connect(file));
  return std::make_unique<SqliteEngine>(std::move(connection), file.string());
}

}  // namespace lw::database
