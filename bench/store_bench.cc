// What the store costs beside its bare library: the same rows of devices put in, read one by one,
// and listed, through the Inventory and through sqlite3 or libpq alone.
//
// Usage: store_bench FOLDER [URL]   (FOLDER: a new data folder; URL: of an empty PostgreSQL
// database) Prints one JSON object: {"devices": N, "insert": {"ours": s, "bare": s}, "find": …,
// "list": …}
#include <fmt/format.h>
#include <libpq-fe.h>
#include <sqlite3.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "store/inventory.h"

namespace {

using lw::store::Device;
using lw::store::DeviceChange;
using lw::store::Inventory;
using Row = std::vector<std::string>;

constexpr int kDevices = 50'000;
constexpr int kFinds = 5'000;
constexpr std::array<const char*, 3> kTables = {"device", "device_port", "device_label"};

[[noreturn]] void fail(const std::string& words) {
  std::fprintf(stderr, "store_bench: %s\n", words.c_str());
  std::exit(1);
}

template <class T>
T must(lw::Result<T> result) {
  if (!result) fail(result.error().message);
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

double seconds(const std::function<void()>& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

std::string name_of(int i) { return fmt::format("device-{:05}", i); }

Device device(int i) {
  return {.name = name_of(i),
          .platform = "cisco_ios",
          .os_version = "15.2(4)M6",
          .address = fmt::format("10.{}.{}.1", i / 250, i % 250),
          .ports = {{"ssh", 2222}},
          .transport = "ssh",
          .site = fmt::format("site-{}", i % 40),
          .notes = "rack 4",
          .tags = {fmt::format("tag-{}", i % 100)}};
}

// The bare library: rows of one table by its first column, or all of them by it, as strings.
class Bare {
 public:
  virtual ~Bare() = default;
  virtual std::vector<Row> rows(const char* table, const std::string* device) = 0;
  virtual void insert(const char* table, const std::vector<Row>& rows) = 0;
  virtual void begin() = 0;
  virtual void commit() = 0;
};

std::string key_of(const char* table) { return std::string(table) == "device" ? "name" : "device"; }

std::string places(std::size_t count, char mark) {
  std::string text;
  for (std::size_t i = 1; i <= count; ++i) text += fmt::format("{}{}{}", i > 1 ? "," : "", mark, i);
  return text;
}

class BareSqlite final : public Bare {
 public:
  explicit BareSqlite(const std::string& file) {
    if (sqlite3_open(file.c_str(), &connection_) != SQLITE_OK) fail("sqlite3_open");
  }
  BareSqlite(const BareSqlite&) = delete;
  BareSqlite& operator=(const BareSqlite&) = delete;
  ~BareSqlite() override {
    for (const auto& [sql, statement] : prepared_) sqlite3_finalize(statement);
    sqlite3_close(connection_);
  }

  std::vector<Row> rows(const char* table, const std::string* device) override {
    sqlite3_stmt* query = prepare(
        fmt::format("SELECT * FROM {} {} ORDER BY {}", table,
                    device != nullptr ? fmt::format("WHERE {} = ?1", key_of(table)) : std::string(),
                    key_of(table)));
    if (device != nullptr) {
      sqlite3_bind_text64(query, 1, device->data(), device->size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    std::vector<Row> all;
    while (sqlite3_step(query) == SQLITE_ROW) {
      Row row;
      for (int i = 0; i < sqlite3_column_count(query); ++i) {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(query, i));
        row.emplace_back(text, static_cast<std::size_t>(sqlite3_column_bytes(query, i)));
      }
      all.push_back(std::move(row));
    }
    sqlite3_reset(query);
    return all;
  }
  void insert(const char* table, const std::vector<Row>& rows) override {
    sqlite3_stmt* insert =
        prepare(fmt::format("INSERT INTO {} VALUES ({})", table, places(rows.front().size(), '?')));
    for (const Row& row : rows) {
      int place = 0;
      for (const auto& value : row) {
        sqlite3_bind_text64(insert, ++place, value.data(), value.size(), SQLITE_STATIC,
                            SQLITE_UTF8);
      }
      if (sqlite3_step(insert) != SQLITE_DONE) fail(sqlite3_errmsg(connection_));
      sqlite3_reset(insert);
    }
  }
  void begin() override { run("BEGIN IMMEDIATE"); }
  void commit() override { run("COMMIT"); }

 private:
  void run(const char* sql) {
    if (sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
  }
  sqlite3_stmt* prepare(const std::string& sql) {
    for (const auto& [known, statement] : prepared_) {
      if (known == sql) return statement;
    }
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(connection_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
      fail(sqlite3_errmsg(connection_));
    }
    prepared_.emplace_back(sql, statement);
    return statement;
  }
  sqlite3* connection_ = nullptr;
  std::vector<std::pair<std::string, sqlite3_stmt*>> prepared_;
};

class BarePostgres final : public Bare {
 public:
  explicit BarePostgres(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) fail(PQerrorMessage(connection_));
  }
  BarePostgres(const BarePostgres&) = delete;
  BarePostgres& operator=(const BarePostgres&) = delete;
  ~BarePostgres() override { PQfinish(connection_); }

  std::vector<Row> rows(const char* table, const std::string* device) override {
    const auto name = prepare(
        fmt::format("SELECT * FROM {} {} ORDER BY {}", table,
                    device != nullptr ? fmt::format("WHERE {} = $1", key_of(table)) : std::string(),
                    key_of(table)));
    const char* value = device != nullptr ? device->c_str() : nullptr;
    PGresult* answer = PQexecPrepared(connection_, name.c_str(), device != nullptr ? 1 : 0, &value,
                                      nullptr, nullptr, 0);
    if (PQresultStatus(answer) != PGRES_TUPLES_OK) fail(PQerrorMessage(connection_));
    std::vector<Row> all;
    for (int i = 0; i < PQntuples(answer); ++i) {
      Row row;
      for (int column = 0; column < PQnfields(answer); ++column) {
        row.emplace_back(PQgetvalue(answer, i, column),
                         static_cast<std::size_t>(PQgetlength(answer, i, column)));
      }
      all.push_back(std::move(row));
    }
    PQclear(answer);
    return all;
  }
  void insert(const char* table, const std::vector<Row>& rows) override {
    const auto name =
        prepare(fmt::format("INSERT INTO {} VALUES ({})", table, places(rows.front().size(), '$')));
    constexpr std::size_t kPipelined = 256;
    for (std::size_t from = 0; from < rows.size(); from += kPipelined) {
      PQenterPipelineMode(connection_);
      for (std::size_t i = from; i < std::min(rows.size(), from + kPipelined); ++i) {
        std::vector<const char*> values;
        for (const auto& value : rows[i]) values.push_back(value.c_str());
        PQsendQueryPrepared(connection_, name.c_str(), static_cast<int>(values.size()),
                            values.data(), nullptr, nullptr, 0);
      }
      PQpipelineSync(connection_);
      for (bool synchronised = false; !synchronised;) {
        PGresult* answer = PQgetResult(connection_);
        if (answer == nullptr) continue;
        synchronised = PQresultStatus(answer) == PGRES_PIPELINE_SYNC;
        if (PQresultStatus(answer) == PGRES_FATAL_ERROR) fail(PQerrorMessage(connection_));
        PQclear(answer);
      }
      PQexitPipelineMode(connection_);
    }
  }
  void begin() override { PQclear(PQexec(connection_, "BEGIN")); }
  void commit() override { PQclear(PQexec(connection_, "COMMIT")); }

 private:
  std::string prepare(const std::string& sql) {
    for (std::size_t i = 0; i < prepared_.size(); ++i) {
      if (prepared_[i] == sql) return fmt::format("b{}", i);
    }
    const std::string name = fmt::format("b{}", prepared_.size());
    PGresult* answer = PQprepare(connection_, name.c_str(), sql.c_str(), 0, nullptr);
    if (PQresultStatus(answer) != PGRES_COMMAND_OK) fail(PQerrorMessage(connection_));
    PQclear(answer);
    prepared_.push_back(sql);
    return name;
  }
  PGconn* connection_;
  std::vector<std::string> prepared_;
};

void erase(Inventory& inventory) {
  must(lw::database::write(inventory.database(),
                           [&] { return inventory.database().execute("DELETE FROM device"); }));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) fail("usage: store_bench FOLDER [URL]");
  const std::string folder = argv[1];
  const std::string url = argc > 2 ? argv[2] : "";
  auto inventory = must(Inventory::open({.folder = folder, .url = url}));
  std::unique_ptr<Bare> bare;
  if (url.empty()) {
    bare = std::make_unique<BareSqlite>(folder + "/linewarden.db");
  } else {
    bare = std::make_unique<BarePostgres>(url);
  }

  std::vector<DeviceChange> changes;
  for (int i = 0; i < kDevices; ++i) changes.push_back({.device = device(i)});
  const double insert = seconds([&] {
    for (const auto& outcome : must(inventory.apply(changes))) {
      if (!outcome) fail(outcome.error().message);
    }
  });
  std::array<std::vector<Row>, kTables.size()> all;
  const double bare_list = seconds([&] {
    for (std::size_t i = 0; i < kTables.size(); ++i) all.at(i) = bare->rows(kTables.at(i), nullptr);
  });
  const double list = seconds([&] {
    if (must(inventory.list()).size() != kDevices) fail("devices are missing");
  });
  const double find = seconds([&] {
    for (int i = 0; i < kFinds; ++i) (void)must(inventory.find(name_of(i * 7 % kDevices)));
  });
  const double bare_find = seconds([&] {
    for (int i = 0; i < kFinds; ++i) {
      const std::string name = name_of(i * 7 % kDevices);
      for (const char* table : kTables) {
        if (bare->rows(table, &name).empty()) fail("a row is missing");
      }
    }
  });
  erase(inventory);
  const double bare_insert = seconds([&] {
    bare->begin();
    for (std::size_t i = 0; i < kTables.size(); ++i) bare->insert(kTables.at(i), all.at(i));
    bare->commit();
  });
  fmt::print(
      "{{\"devices\": {}, \"insert\": {{\"ours\": {:.4f}, \"bare\": {:.4f}}}, \"find\": "
      "{{\"ours\": {:.4f}, \"bare\": {:.4f}}}, \"list\": {{\"ours\": {:.4f}, \"bare\": "
      "{:.4f}}}}}\n",
      kDevices, insert, bare_insert, find, bare_find, list, bare_list);
}
