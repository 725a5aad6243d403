#include "database/database.h"

#include <utility>

#include "database/engine.h"
#include "database/postgres_engine.h"
#include "database/sqlite_engine.h"

namespace lw::database {

Statement::Statement(std::unique_ptr<Cursor> cursor) : cursor_(std::move(cursor)) {}
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;
Statement::~Statement() = default;

Statement& Statement::bind(int index, std::string_view text) {
  cursor_->bind(index, text);
  return *this;
}

Statement& Statement::bind(int index, std::int64_t number) {
  cursor_->bind(index, number);
  return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
  cursor_->bind_blob(index, bytes);
  return *this;
}

Result<bool> Statement::step() { return cursor_->step(); }

Result<void> Statement::run() {
  LW_TRY(cursor_->step());
  return {};
}

std::string_view Statement::text(int column) const { return cursor_->text(column); }
std::int64_t Statement::number(int column) const { return cursor_->number(column); }
Kind Statement::kind(int column) const { return cursor_->kind(column); }
int Statement::columns() const { return cursor_->columns(); }
std::string Statement::column_name(int column) const { return cursor_->column_name(column); }

Database::Database(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open_file(const std::filesystem::path& file) {
  LW_ASSIGN(auto engine, open_sqlite(file));
  return Database(std::move(engine));
}

Result<Database> Database::open_server(const std::string& url) {
  LW_ASSIGN(auto engine, open_postgres(url));
  return Database(std::move(engine));
}

Result<Statement> Database::prepare(std::string_view sql) {
  LW_ASSIGN(auto cursor, engine_->prepare(sql));
  return Statement(std::move(cursor));
}

Result<void> Database::execute(const std::string& sql) { return engine_->execute(sql); }
Result<void> Database::execute_schema(std::string_view sql) { return engine_->execute_schema(sql); }
Result<void> Database::run_many(std::string_view sql, std::size_t rows, const Fill& fill) {
  return engine_->run_many(sql, rows, fill);
}
std::int64_t Database::changed() const { return engine_->changed(); }
Result<std::int64_t> Database::schema_version() { return engine_->schema_version(); }
Result<void> Database::set_schema_version(std::int64_t version) {
  return engine_->set_schema_version(version);
}
const std::string& Database::name() const { return engine_->name(); }
bool Database::lost() const { return engine_->lost(); }

Result<Transaction> Transaction::begin(Database& database) {
  LW_TRY(database.engine_->begin());
  return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  if (database_ != nullptr) database_->engine_->roll_back();
}

Result<void> Transaction::commit() {
  LW_TRY(database_->engine_->commit());
  database_ = nullptr;
  return {};
}

Result<void> write(Database& database, const std::function<Result<void>()>& work) {
  for (bool again = false;; again = true) {
    LW_ASSIGN(auto transaction, Transaction::begin(database));
    auto done = work();
    if (done) return transaction.commit();
    if (again || !database.lost()) return done;
  }
}

}  // namespace lw::database
