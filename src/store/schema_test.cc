#include "store/schema.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "store/opening.h"
#include "store/store_testing.h"

namespace lw::store {
namespace {

class Schema : public OnBothStores {};
LW_ON_BOTH_STORES(Schema);

TEST_P(Schema, OfTheFirstVersionIsUsedOnlyAfterItWasBroughtUpToDate) {
  {
    auto database = open_database(location_).value();
    ASSERT_TRUE(migrate(database, 1));
    ASSERT_TRUE(database.execute(
        "INSERT INTO device VALUES ('r1', 'frr', '', '192.0.2.1', 'ssh', 'rack 4');"
        "INSERT INTO device_port VALUES ('r1', 'ssh', 2222)"));
  }
  const auto refused = open();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(refused.error().hint.find("store migrate"), std::string::npos) << refused.error().hint;
  {
    auto database = open_database(location_).value();
    const auto done = migrate(database, newest_schema());
    ASSERT_TRUE(done) << done.error().message;
  }
  auto inventory = open();
  ASSERT_TRUE(inventory) << inventory.error().message;
  const auto device = inventory->find("r1");
  ASSERT_TRUE(device);
  EXPECT_EQ(device->notes, "rack 4");
  EXPECT_EQ(device->ports.at("ssh"), 2222);
  EXPECT_EQ(device->sessions, 0U);
  EXPECT_FALSE(device->dynamic_address);
}

TEST_P(Schema, IsAsItWasAfterAMigrationThatFailed) {
  auto database = open_database(location_).value();
  ASSERT_TRUE(migrate(database, 1));
  // What the second version makes is there already, as something else.
  ASSERT_TRUE(database.execute_schema("CREATE TABLE session_limit (other TEXT) STRICT"));
  EXPECT_FALSE(migrate(database, newest_schema()));
  EXPECT_EQ(database.schema_version().value_or(-1), 1);
  EXPECT_FALSE(database.execute("SELECT jump FROM device"));
  ASSERT_TRUE(database.execute("DROP TABLE session_limit"));
  const auto again = migrate(database, newest_schema());
  EXPECT_TRUE(again) << again.error().message;
}

TEST_P(Schema, OfANewerProgramIsRefusedAndNotTouched) {
  ASSERT_TRUE(open());
  {
    auto database = open_database(location_).value();
    ASSERT_TRUE(database::write(database, [&] { return database.set_schema_version(1000); }));
    ASSERT_TRUE(migrate(database, newest_schema()));
    EXPECT_EQ(database.schema_version().value_or(-1), 1000);
  }
  const auto opened = open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(opened.error().message.find("1000"), std::string::npos);
}

TEST_P(Schema, ListsEveryTable) {
  ASSERT_TRUE(open());
  auto database = open_database(location_).value();
  auto query = database.prepare(
      location_.url.empty()
          ? "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
          : "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT "
            "IN ('schema_version', 'store_commit')");
  ASSERT_TRUE(query) << query.error().message;
  std::set<std::string> found;
  while (query->step().value()) found.emplace(query->text(0));
  std::set<std::string> listed;
  for (const auto& table : tables()) {
    listed.emplace(table.name);
    EXPECT_TRUE(database.execute(
        fmt::format("SELECT {} FROM {} ORDER BY {}", table.key, table.name, table.key)));
  }
  EXPECT_EQ(found, listed);
}

}  // namespace
}  // namespace lw::store
