#include "store/database.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>

namespace lw::store {
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
    default:
      return {ErrorCode::kStoreFailed, fmt::format("{}: {}", file, words), {}};
  }
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);
}

Statement& Statement::bind(int index, std::string_view text) {
  // A null pointer would bind NULL, which an empty text is not.
  const char* data = text.data() != nullptr ? text.data() : "";
  bind_status_ |=
      sqlite3_bind_text64(statement_.get(), index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(int index, std::int64_t number) {
  bind_status_ |= sqlite3_bind_int64(statement_.get(), index, number);
  return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
  bind_status_ |=
      sqlite3_bind_blob64(statement_.get(), index, bytes.data(), bytes.size(), SQLITE_STATIC);
  return *this;
}

Result<bool> Statement::step() {
  sqlite3* connection = sqlite3_db_handle(statement_.get());
  if (bind_status_ != SQLITE_OK) return std::unexpected(sqlite_error(connection, bind_status_));
  const int status = sqlite3_step(statement_.get());
  if (status == SQLITE_ROW) return true;
  if (status == SQLITE_DONE) return false;
  return std::unexpected(sqlite_error(connection, status));
}

Result<void> Statement::run() {
  LW_TRY(step());
  return {};
}

std::string_view Statement::text(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return data == nullptr ? std::string_view{}
                         : std::string_view(data, static_cast<std::size_t>(size));
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

void Database::Close::operator()(sqlite3* connection) const noexcept { sqlite3_close(connection); }

Result<Database> Database::connect(const std::filesystem::path& file) {
  sqlite3* opened = nullptr;
  const int status =
      sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(opened);
  if (status != SQLITE_OK) {
    return std::unexpected(
        sqlite_error(opened, status).with_context(fmt::format("opening {}", file.string())));
  }
  sqlite3_busy_timeout(opened, kBusyMilliseconds);
  LW_TRY(database.execute("PRAGMA foreign_keys = ON"));
  return database;
}

// A new file gets its name when it is in WAL mode already: of several processes that switch the
// mode at the same time SQLite lets all but one fail at once. It is never opened here by any other
// way than SQLite's: closing such a descriptor would take away the locks that other connections of
// this process hold on the file (POSIX).
Result<void> Database::create(const std::filesystem::path& file) {
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
    LW_ASSIGN(auto database, connect(temporary));
    return database.execute("PRAGMA journal_mode = WAL");
  }();
  const bool named = made && (::link(temporary.c_str(), file.c_str()) == 0 || errno == EEXIST);
  const int reason = errno;
  ::unlink(temporary.c_str());
  if (!made) return made;
  if (named) return {};
  return failure(ErrorCode::kStoreFailed, fmt::format("cannot make {}: {}", file.string(),
                                                      std::generic_category().message(reason)));
}

Result<Database> Database::open(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) LW_TRY(create(file));
  return connect(file);
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* prepared = nullptr;
  const int status = sqlite3_prepare_v2(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                        &prepared, nullptr);
  Statement statement(prepared);
  if (status != SQLITE_OK) return std::unexpected(sqlite_error(connection_.get(), status));
  return statement;
}

Result<void> Database::execute(const std::string& sql) {
  const int status = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (status != SQLITE_OK) return std::unexpected(sqlite_error(connection_.get(), status));
  return {};
}

int Database::changed() const { return sqlite3_changes(connection_.get()); }

Result<Transaction> Transaction::begin(Database& database) {
  LW_TRY(database.execute("BEGIN IMMEDIATE"));
  return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  // A failed rollback leaves nothing to do: closing the connection rolls back too.
  if (database_ != nullptr) (void)database_->execute("ROLLBACK");
}

Result<void> Transaction::commit() {
  LW_TRY(database_->execute("COMMIT"));
  database_ = nullptr;
  return {};
}

}  // namespace lw::store
