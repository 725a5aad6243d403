// The contract, on both databases.
#include "database/database.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/temporary_folder.h"
#include "database/postgres_testing.h"

namespace lw::database {
namespace {

// A place where one database lives that several connections may open.
class Place {
 public:
  virtual ~Place() = default;
  [[nodiscard]] virtual Result<Database> open() = 0;
};

class FilePlace final : public Place {
 public:
  Result<Database> open() override { return Database::open_file(folder_.path() / "test.db"); }

 private:
  TemporaryFolder folder_;
};

class ServerPlace final : public Place {
 public:
  Result<Database> open() override { return Database::open_server(url_); }

 private:
  std::string url_ = PostgresServer::shared().new_database();
};

class Contract : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const bool server = std::string(GetParam()) == "postgres";
    if (server && !PostgresServer::installed()) GTEST_SKIP() << "PostgreSQL is not installed";
    if (server) {
      place_ = std::make_unique<ServerPlace>();
    } else {
      place_ = std::make_unique<FilePlace>();
    }
    database_.emplace(open());
    ASSERT_TRUE(write(*database_, [&] {
      return database_->execute_schema(
          "CREATE TABLE pair (word TEXT PRIMARY KEY, number INTEGER NOT NULL, bytes BLOB NOT NULL) "
          "STRICT, WITHOUT ROWID;"
          "CREATE TABLE part (word TEXT NOT NULL REFERENCES pair(word) ON DELETE CASCADE, "
          "number INTEGER NOT NULL CHECK (number > 0)) STRICT;");
    }));
  }

  Database open() {
    auto opened = place_->open();
    EXPECT_TRUE(opened) << opened.error().message;
    return *std::move(opened);
  }
  Result<void> insert(Database& database, std::string_view word, std::int64_t number,
                      std::string_view bytes = "b") {
    LW_ASSIGN(auto statement, database.prepare("INSERT INTO pair VALUES (?1, ?2, ?3)"));
    return statement.bind(1, word).bind(2, number).bind_blob(3, bytes).run();
  }
  std::vector<std::string> words(Database& database) {
    std::vector<std::string> found;
    auto query = database.prepare("SELECT word FROM pair ORDER BY word");
    EXPECT_TRUE(query) << query.error().message;
    while (true) {
      const auto row = query->step();
      EXPECT_TRUE(row) << row.error().message;
      if (!row || !*row) return found;
      found.emplace_back(query->text(0));
    }
  }
  std::int64_t count(Database& database) {
    auto query = database.prepare("SELECT count(*) FROM pair");
    EXPECT_TRUE(query && query->step());
    return query->number(0);
  }

  std::unique_ptr<Place> place_;
  std::optional<Database> database_;
};

TEST_P(Contract, GivesBackTextNumbersAndBytesAsTheyWere) {
  const std::string bytes("\0\x01\xFF'\"\\", 6);
  ASSERT_TRUE(insert(*database_, "größe; DROP TABLE pair", -9'000'000'000'000, bytes));
  auto query = database_->prepare("SELECT word, number, bytes, NULL FROM pair WHERE word = ?1");
  ASSERT_TRUE(query);
  const auto row = query->bind(1, "größe; DROP TABLE pair").step();
  ASSERT_TRUE(row && *row);
  EXPECT_EQ(query->text(0), "größe; DROP TABLE pair");
  EXPECT_EQ(query->number(1), -9'000'000'000'000);
  EXPECT_EQ(query->text(2), bytes);
  EXPECT_EQ(query->kind(0), Kind::kText);
  EXPECT_EQ(query->kind(1), Kind::kNumber);
  EXPECT_EQ(query->kind(2), Kind::kBytes);
  EXPECT_EQ(query->kind(3), Kind::kNull);
  EXPECT_EQ(query->columns(), 4);
  EXPECT_EQ(query->column_name(1), "number");
  const auto end = query->step();
  ASSERT_TRUE(end);
  EXPECT_FALSE(*end);
}

TEST_P(Contract, BindsEmptyTextAsTextAndNotAsNothing) {
  ASSERT_TRUE(insert(*database_, std::string_view{}, 0, std::string_view{}));
  auto query = database_->prepare("SELECT word, bytes FROM pair WHERE word = ''");
  ASSERT_TRUE(query);
  const auto row = query->step();
  ASSERT_TRUE(row && *row);
  EXPECT_EQ(query->kind(0), Kind::kText);
  EXPECT_EQ(query->kind(1), Kind::kBytes);
  EXPECT_EQ(query->text(1), "");
}

TEST_P(Contract, RunsAStatementAgainWithOtherValues) {
  auto statement = database_->prepare("INSERT INTO pair VALUES (?, ?, ?)");
  ASSERT_TRUE(statement);
  for (const std::string word : {"a", "b", "c"}) {
    ASSERT_TRUE(statement->bind(1, word).bind(2, std::int64_t{1}).bind_blob(3, word).run());
    EXPECT_EQ(database_->changed(), 1);
  }
  EXPECT_EQ(words(*database_), (std::vector<std::string>{"a", "b", "c"}));
}

TEST_P(Contract, SortsTextByItsBytes) {
  for (const char* word : {"b", "B", "a-1", "a1", "A"}) ASSERT_TRUE(insert(*database_, word, 1));
  EXPECT_EQ(words(*database_), (std::vector<std::string>{"A", "B", "a-1", "a1", "b"}));
}

TEST_P(Contract, KeepsATransactionWholeOrNotAtAll) {
  {
    auto transaction = Transaction::begin(*database_);
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(insert(*database_, "lost", 1));
  }
  EXPECT_EQ(count(*database_), 0);
  const auto kept = write(*database_, [&]() -> Result<void> {
    LW_TRY(insert(*database_, "a", 1));
    return insert(*database_, "b", 2);
  });
  ASSERT_TRUE(kept) << kept.error().message;
  const auto refused = write(*database_, [&]() -> Result<void> {
    LW_TRY(insert(*database_, "c", 1));
    return insert(*database_, "a", 2);  // taken
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kStoreFailed);
  EXPECT_EQ(words(*database_), (std::vector<std::string>{"a", "b"}));
}

TEST_P(Contract, WorksOnAfterAFailedStatement) {
  ASSERT_TRUE(insert(*database_, "a", 1));
  ASSERT_FALSE(insert(*database_, "a", 1));
  auto nowhere = database_->prepare("SELECT nothing FROM nowhere");  // SQLite says it here already
  ASSERT_FALSE(nowhere && nowhere->step());
  ASSERT_TRUE(insert(*database_, "b", 1));
  EXPECT_EQ(count(*database_), 2);
}

TEST_P(Contract, KeepsValuesOutOfItsErrors) {
  ASSERT_TRUE(insert(*database_, "hush-hush", 1));
  const auto taken = insert(*database_, "hush-hush", 1);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().message.find("hush-hush"), std::string::npos) << taken.error().message;
}

TEST_P(Contract, HoldsReferencesAndChecks) {
  ASSERT_TRUE(insert(*database_, "a", 1));
  EXPECT_FALSE(database_->execute("INSERT INTO part VALUES ('b', 1)"));
  EXPECT_FALSE(database_->execute("INSERT INTO part VALUES ('a', 0)"));
  ASSERT_TRUE(database_->execute("INSERT INTO part VALUES ('a', 1)"));
  ASSERT_TRUE(database_->execute("DELETE FROM pair"));
  auto query = database_->prepare("SELECT count(*) FROM part");
  ASSERT_TRUE(query && query->step());
  EXPECT_EQ(query->number(0), 0);
}

TEST_P(Contract, PutsManyRowsInOrNone) {
  std::vector<std::string> names;
  for (int i = 0; i < 2000; ++i) names.push_back("row-" + std::to_string(i));
  const auto fill = [&](Statement& statement, std::size_t row) {
    statement.bind(1, names[row]).bind(2, static_cast<std::int64_t>(row)).bind_blob(3, names[row]);
  };
  const auto all = write(*database_, [&] {
    return database_->run_many("INSERT INTO pair VALUES (?1, ?2, ?3)", names.size(), fill);
  });
  ASSERT_TRUE(all) << all.error().message;
  EXPECT_EQ(count(*database_), 2000);
  ASSERT_TRUE(database_->execute("DELETE FROM pair"));
  names[1500] = names[3];
  const auto taken = write(*database_, [&] {
    return database_->run_many("INSERT INTO pair VALUES (?1, ?2, ?3)", names.size(), fill);
  });
  ASSERT_FALSE(taken);
  EXPECT_EQ(count(*database_), 0);
}

TEST_P(Contract, KnowsTheVersionOfItsSchema) {
  EXPECT_EQ(database_->schema_version().value_or(-1), 0);
  ASSERT_TRUE(write(*database_, [&] { return database_->set_schema_version(7); }));
  EXPECT_EQ(database_->schema_version().value_or(-1), 7);
  auto other = open();
  EXPECT_EQ(other.schema_version().value_or(-1), 7);
}

TEST_P(Contract, LetsWritersReadWhatNobodyElseChangesMeanwhile) {
  ASSERT_TRUE(insert(*database_, "counter", 0));
  constexpr int kEach = 25;
  const auto add = [&] {
    auto database = open();
    for (int i = 0; i < kEach; ++i) {
      const auto done = write(database, [&]() -> Result<void> {
        LW_ASSIGN(auto query, database.prepare("SELECT number FROM pair WHERE word = 'counter'"));
        LW_TRY(query.step());
        const std::int64_t next = query.number(0) + 1;
        LW_ASSIGN(auto update,
                  database.prepare("UPDATE pair SET number = ?1 WHERE word = 'counter'"));
        return update.bind(1, next).run();
      });
      EXPECT_TRUE(done) << done.error().message;
    }
  };
  {
    const std::jthread one(add);
    const std::jthread two(add);
    const std::jthread three(add);
  }
  auto query = database_->prepare("SELECT number FROM pair WHERE word = 'counter'");
  ASSERT_TRUE(query && query->step());
  EXPECT_EQ(query->number(0), 3 * kEach);
}

TEST_P(Contract, SearchesWithoutCase) {
  ASSERT_TRUE(insert(*database_, "Branch_12", 1));
  ASSERT_TRUE(insert(*database_, "BranchX12", 1));
  auto query =
      database_->prepare("SELECT count(*) FROM pair WHERE lower(word) LIKE ?1 ESCAPE '\\'");
  ASSERT_TRUE(query && query->bind(1, "%anch\\_1%").step());
  EXPECT_EQ(query->number(0), 1);
}

INSTANTIATE_TEST_SUITE_P(On, Contract, testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace lw::database
