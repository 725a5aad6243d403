// A PostgreSQL server that goes away and comes back.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "database/database.h"
#include "database/postgres_testing.h"

namespace lw::database {
namespace {

class Postgres : public testing::Test {
 protected:
  void SetUp() override {
    if (!PostgresServer::installed()) GTEST_SKIP() << "PostgreSQL is not installed";
    server_ = &PostgresServer::shared();
    url_ = server_->new_database();
  }
  Database open() {
    auto opened = Database::open_server(url_);
    EXPECT_TRUE(opened) << opened.error().message;
    return *std::move(opened);
  }
  static std::int64_t count(Database& database) {
    auto query = database.prepare("SELECT count(*) FROM t");
    if (!query) return -1;
    return query->step() ? query->number(0) : -1;
  }

  PostgresServer* server_ = nullptr;
  std::string url_;
};

TEST_F(Postgres, IsReadAgainAfterARestart) {
  auto database = open();
  ASSERT_TRUE(database.execute_schema("CREATE TABLE t (n INTEGER) STRICT"));
  EXPECT_EQ(count(database), 0);
  server_->stop();
  server_->start();
  EXPECT_EQ(count(database), 0);
}

TEST_F(Postgres, IsWaitedForWhileItIsAway) {
  auto database = open();
  ASSERT_TRUE(database.execute_schema("CREATE TABLE t (n INTEGER) STRICT"));
  server_->stop();
  const std::jthread operator_of_the_server([&] { server_->start(); });
  const auto done = write(database, [&] { return database.execute("INSERT INTO t VALUES (1)"); });
  EXPECT_TRUE(done) << done.error().message;
  EXPECT_EQ(count(database), 1);
}

TEST_F(Postgres, GoesThroughAChangeAgainThatWasCutInTheMiddle) {
  auto database = open();
  ASSERT_TRUE(database.execute_schema("CREATE TABLE t (n INTEGER) STRICT"));
  int runs = 0;
  const auto done = write(database, [&]() -> Result<void> {
    LW_TRY(database.execute("INSERT INTO t VALUES (1)"));
    if (++runs == 1) {
      server_->stop();
      server_->start();
    }
    return database.execute("INSERT INTO t VALUES (2)");
  });
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(count(database), 2);
}

TEST_F(Postgres, TellsThatNothingWasStoredWhereTheCommitWasLost) {
  auto database = open();
  ASSERT_TRUE(database.execute_schema("CREATE TABLE t (n INTEGER) STRICT"));
  auto transaction = Transaction::begin(database);
  ASSERT_TRUE(transaction);
  ASSERT_TRUE(database.execute("INSERT INTO t VALUES (1)"));
  server_->stop();
  server_->start();
  const auto done = transaction->commit();
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("nothing of this change was stored"), std::string::npos)
      << done.error().message;
  EXPECT_EQ(count(database), 0);
}

TEST_F(Postgres, IsGivenUpWhenItStaysAway) {
  server_->stop();
  const auto opened = Database::open_server(url_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kStoreFailed);
  EXPECT_FALSE(opened.error().hint.empty());
  server_->start();
}

TEST(PostgresUrl, IsRefusedWithAPassword) {
  const auto opened = Database::open_server("postgres://lw:hush@127.0.0.1:1/store");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ((opened.error().message + opened.error().hint).find("hush"), std::string::npos);
}

TEST(PostgresUrl, IsRefusedWithoutItsPasswordShownWhenItIsNoUrl) {
  const auto opened = Database::open_server("postgres://lw:hush@[::1/store?no_such=1");
  ASSERT_FALSE(opened);
  EXPECT_EQ((opened.error().message + opened.error().hint).find("hush"), std::string::npos);
}

}  // namespace
}  // namespace lw::database
