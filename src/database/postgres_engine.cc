#include "database/postgres_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <utility>

#include "database/postgres_cursor.h"
#include "database/postgres_link.h"
#include "database/postgres_sql.h"

namespace lw::database {
namespace {

// For one statement; the longest are copies of whole tables.
constexpr std::chrono::seconds kPatience{120};
// For a server that went away to come back.
constexpr std::chrono::seconds kMendPatience{30};
// Rows in the pipeline at a time: their answers fit the socket's buffers.
constexpr std::size_t kPipelined = 256;
constexpr std::size_t kTogether = 64;  // rows of one statement; times columns, under 65,535
// The advisory lock of those who write: "LWst" and the kind.
constexpr std::int64_t kWriteLock = 0x4C577374'00000001;

bool is_read(std::string_view sql) {
  return sql.starts_with("SELECT") || sql.starts_with("PRAGMA");
}

class PostgresEngine final : public Engine {
 public:
  explicit PostgresEngine(PostgresLink link) : link_(std::move(link)) {}

  Result<std::unique_ptr<Cursor>> prepare(std::string_view sql) override {
    return std::make_unique<PostgresCursor>(
        [this, text = std::string(sql)](const PostgresCursor& cursor) {
          return run(text, cursor);
        });
  }

  Result<void> execute(const std::string& sql) override {
    LW_TRY(ready());
    return noted(link_.query(sql.c_str(), Deadline::after(kPatience)));
  }

  Result<void> execute_schema(std::string_view sql) override {
    return execute(postgres_schema(sql));
  }

  Result<void> run_many(std::string_view sql, std::size_t rows,
                        const Database::Fill& fill) override {
    LW_TRY(ready());
    std::size_t done = 0;
    // The server takes rows together much faster than one by one.
    const auto insertion = rows < kTogether ? std::nullopt : postgres_rows(sql, kTogether);
    if (insertion) {
      LW_ASSIGN(const auto name, prepared(insertion->sql));
      const std::size_t together = rows - rows % kTogether;
      for (; done < together; done = std::min(together, done + kPipelined)) {
        LW_TRY(
            noted(pipeline({name, kTogether}, done, std::min(together, done + kPipelined), fill)));
      }
    }
    if (done == rows) return {};
    LW_ASSIGN(const auto name, prepared(std::string(sql)));
    for (; done < rows; done = std::min(rows, done + kPipelined)) {
      LW_TRY(noted(pipeline({name, 1}, done, std::min(rows, done + kPipelined), fill)));
    }
    return {};
  }

  std::int64_t changed() const override { return changed_; }

  Result<std::int64_t> schema_version() override {
    // Asked in one statement that fails nowhere: in a transaction, an error would end it.
    LW_ASSIGN(const auto there, number_of("SELECT count(*) FROM pg_tables WHERE tablename = "
                                          "'schema_version' AND schemaname = current_schema()"));
    if (there == 0) return 0;
    return number_of("SELECT coalesce(max(version), 0) FROM schema_version");
  }
  Result<void> set_schema_version(std::int64_t version) override {
    return execute(
        fmt::format("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL);"
                    "DELETE FROM schema_version; INSERT INTO schema_version VALUES ({})",
                    version));
  }

  Result<void> begin() override {
    LW_TRY(mended());
    auto begun = try_begin();
    if (!begun && link_.broken()) {  // it broke while nothing was under way
      LW_TRY(mended());
      begun = try_begin();
    }
    lost_ = link_.broken();
    inside_ = begun.has_value();
    if (!begun && !lost_) roll_back();
    return begun;
  }

  Result<void> commit() override {
    const auto sql = fmt::format(
        "INSERT INTO store_commit VALUES ('{}', {}, now()) ON CONFLICT (writer) DO UPDATE "
        "SET number = excluded.number, at = now(); COMMIT",
        writer_, ++number_);
    auto answer = link_.query(sql.c_str(), Deadline::after(kPatience));
    lost_ = link_.broken();
    if (!answer && !lost_) return std::unexpected(std::move(answer).error());
    inside_ = false;
    if (answer) return {};
    return learn_outcome(std::move(answer).error());
  }

  void roll_back() noexcept override {
    inside_ = false;
    if (!link_.broken()) (void)link_.query("ROLLBACK", Deadline::after(kPatience));
  }

  Result<Clock> clock() override {
    LW_ASSIGN(const auto now,
              number_of("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"));
    return Clock{.era = "server", .milliseconds = now};
  }

  const std::string& name() const override { return link_.name(); }
  bool lost() const override { return lost_; }

 private:
  template <class T>
  Result<void> noted(Result<T> done) {
    lost_ = link_.broken();
    if (!done) return std::unexpected(std::move(done).error());
    return {};
  }

  Result<void> mended() {
    if (!link_.broken()) return {};
    return link_.mend(Deadline::after(kMendPatience));
  }
  // Inside a transaction a lost connection can't be mended: its part would be missing.
  Result<void> ready() {
    if (inside_ && link_.broken()) return std::unexpected(link_.error_of(nullptr));
    return mended();
  }

  Result<Answer> run(const std::string& sql, const PostgresCursor& cursor) {
    LW_TRY(ready());
    auto answer = run_once(sql, cursor);
    if (!answer && link_.broken() && !inside_ && is_read(sql)) {
      LW_TRY(mended());
      answer = run_once(sql, cursor);
    }
    lost_ = link_.broken();
    return answer;
  }

  Result<Answer> run_once(const std::string& sql, const PostgresCursor& cursor) {
    LW_ASSIGN(const auto name, prepared(sql));
    LW_TRY(send(name, cursor));
    const auto deadline = Deadline::after(kPatience);
    LW_ASSIGN(auto answer, link_.receive(deadline));
    LW_TRY(drain(deadline));
    return checked(std::move(answer));
  }

  Result<Answer> checked(Answer answer) {
    const auto status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      return std::unexpected(link_.error_of(answer.get()));
    }
    changed_ = std::atoll(PQcmdTuples(answer.get()));
    return answer;
  }

  Result<void> drain(Deadline deadline) {
    while (true) {
      LW_ASSIGN(const auto answer, link_.receive(deadline));
      if (answer == nullptr) return {};
    }
  }

  Result<void> send(const std::string& name, const PostgresCursor& cursor) {
    return send(name, cursor.parameters());
  }
  Result<void> send(const std::string& name, const PostgresCursor::Parameters& all) {
    const int sent =
        PQsendQueryPrepared(link_.connection(), name.c_str(), static_cast<int>(all.values.size()),
                            all.values.data(), all.lengths.data(), all.formats.data(), 1);
    if (sent != 1) return std::unexpected(link_.error_of(nullptr));
    return {};
  }

  // The name under which this connection knows the statement.
  Result<std::string> prepared(const std::string& sql) {
    if (generation_ != link_.generation()) {
      prepared_.clear();
      generation_ = link_.generation();
    }
    if (const auto known = prepared_.find(sql); known != prepared_.end()) return known->second;
    std::string name = fmt::format("s{}", prepared_.size());
    const auto deadline = Deadline::after(kPatience);
    if (PQsendPrepare(link_.connection(), name.c_str(), postgres_parameters(sql).c_str(), 0,
                      nullptr) != 1) {
      return std::unexpected(link_.error_of(nullptr));
    }
    LW_ASSIGN(auto answer, link_.receive(deadline));
    LW_TRY(drain(deadline));
    LW_TRY(checked(std::move(answer)));
    prepared_.emplace(sql, name);
    return name;
  }

  struct Prepared {
    const std::string& name;
    std::size_t rows = 1;  // that it takes at once
  };
  Result<void> pipeline(const Prepared& prepared, std::size_t from, std::size_t to,
                        const Database::Fill& fill) {
    const auto deadline = Deadline::after(kPatience);
    if (PQenterPipelineMode(link_.connection()) != 1) {
      return std::unexpected(link_.error_of(nullptr));
    }
    Result<void> sent;
    for (std::size_t row = from; row < to && sent;) {
      std::vector<Statement> statements;  // hold the numbers among the parameters
      PostgresCursor::Parameters all;
      for (std::size_t i = 0; i < prepared.rows; ++i, ++row) {
        auto cursor = std::make_unique<PostgresCursor>(PostgresCursor::Run{});
        const PostgresCursor& filled = *cursor;
        fill(statements.emplace_back(std::move(cursor)), row);
        all.append(filled.parameters());
      }
      sent = send(prepared.name, all);
    }
    if (sent && PQpipelineSync(link_.connection()) != 1) {
      sent = std::unexpected(link_.error_of(nullptr));
    }
    if (!sent) return sent;
    std::optional<Error> failed;
    for (bool synchronised = false; !synchronised;) {
      LW_ASSIGN(const auto answer, link_.receive(deadline));
      if (answer == nullptr) {  // between the answers of two commands
        if (link_.broken()) return std::unexpected(link_.error_of(nullptr));
        continue;
      }
      const auto status = PQresultStatus(answer.get());
      synchronised = status == PGRES_PIPELINE_SYNC;
      if (!failed && status == PGRES_FATAL_ERROR) failed = link_.error_of(answer.get());
    }
    if (PQexitPipelineMode(link_.connection()) != 1 && !failed) {
      failed = link_.error_of(nullptr);
    }
    if (failed) return std::unexpected(*std::move(failed));
    return {};
  }

  Result<std::int64_t> number_of(const char* sql) {
    LW_ASSIGN(auto cursor, prepare(sql));
    LW_TRY(cursor->step());
    return cursor->number(0);
  }

  // Each commit leaves its number in a row of its writer: what a lost COMMIT is asked for by. (The
  // server's own pg_xact_status() may speak of another transaction after a crash, which gives
  // numbers that never reached its log away again.)
  Result<void> make_marks() {
    if (marked_) return {};
    const auto sql = fmt::format(
        "BEGIN; SELECT pg_advisory_xact_lock({}); CREATE TABLE IF NOT EXISTS store_commit (writer "
        "TEXT PRIMARY KEY, number BIGINT NOT NULL, at TIMESTAMPTZ NOT NULL); DELETE FROM "
        "store_commit WHERE at < now() - interval '1 day'; COMMIT",
        kWriteLock);
    LW_TRY(link_.query(sql.c_str(), Deadline::after(kPatience)));
    marked_ = true;
    return {};
  }

  Result<void> try_begin() {
    LW_TRY(make_marks());
    const auto sql = fmt::format("BEGIN; SELECT pg_advisory_xact_lock({})", kWriteLock);
    LW_TRY(link_.query(sql.c_str(), Deadline::after(kPatience)));
    return {};
  }

  // COMMIT was sent, and the connection lost: the store knows whether it was carried out.
  Result<void> learn_outcome(Error lost) {
    const auto deadline = Deadline::after(kMendPatience);
    // Under the lock, so that the old session is over.
    const auto sql = fmt::format(
        "BEGIN; SELECT pg_advisory_xact_lock({}); SELECT count(*) FROM store_commit WHERE writer = "
        "'{}' AND number = {}; ",
        kWriteLock, writer_, number_);
    while (!deadline.passed() && link_.mend(deadline)) {
      const auto answer = link_.query(sql.c_str(), deadline);
      if (!answer) continue;
      const bool stored = std::string_view(PQgetvalue(answer->get(), 0, 0)) == "1";
      (void)link_.query("ROLLBACK", deadline);
      if (stored) return {};
      lost.message += "; nothing of this change was stored";
      return std::unexpected(std::move(lost));
    }
    lost.message += " while a change was being stored; whether it was is not known";
    return std::unexpected(std::move(lost));
  }

  static std::string random_name() {
    std::random_device source;
    return fmt::format("{:08x}{:08x}{:08x}", source(), source(), source());
  }

  PostgresLink link_;
  std::uint64_t generation_ = 0;
  std::map<std::string, std::string, std::less<>> prepared_;
  std::string writer_ = random_name();
  std::int64_t number_ = 0;  // of the transaction
  bool marked_ = false;
  std::int64_t changed_ = 0;
  bool inside_ = false;
  bool lost_ = false;
};

}  // namespace

Result<std::unique_ptr<Engine>> open_postgres(const std::string& url) {
  LW_ASSIGN(auto link, PostgresLink::open(url));
  return std::make_unique<PostgresEngine>(std::move(link));
}

}  // namespace lw::database
