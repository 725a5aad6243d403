#include <gtest/gtest.h>
#include <sqlite3.h>

#include "base/temporary_folder.h"
#include "store/inventory.h"

namespace lw::store {
namespace {

TEST(Settings, DefaultTransportsAreReplacedAndCleared) {
  const TemporaryFolder folder;
  auto inventory = Inventory::open(folder.path()).value();
  ASSERT_TRUE(inventory.set_transport_default({"cisco_ios", "12.3+", "ssh"}));
  ASSERT_TRUE(inventory.set_transport_default({"cisco_ios", "12.3+", "telnet"}));
  const auto all = inventory.transport_defaults();
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 1U);
  EXPECT_EQ(all->front().transport, "telnet");
  ASSERT_TRUE(inventory.clear_transport_default("cisco_ios", "12.3+"));
  EXPECT_TRUE(inventory.transport_defaults()->empty());
}

TEST(Settings, LimitsAreReplacedAndLifted) {
  const TemporaryFolder folder;
  auto inventory = Inventory::open(folder.path()).value();
  ASSERT_TRUE(inventory.set_session_limit({"site", "berlin", 5}));
  ASSERT_TRUE(inventory.set_session_limit({"site", "berlin", 7}));
  ASSERT_TRUE(inventory.set_session_limit({"aaa", "tacacs-1", 20}));
  EXPECT_EQ(inventory.set_session_limit({"device", "r1", 1}).error().code,
            ErrorCode::kInvalidArgument);
  const auto all = inventory.session_limits();
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->front().name, "tacacs-1");
  EXPECT_EQ(all->back().sessions, 7U);
  ASSERT_TRUE(inventory.set_session_limit({"aaa", "tacacs-1", 0}));
  EXPECT_EQ(inventory.session_limits()->size(), 1U);
}

TEST(Settings, AnInventoryOfTheFirstVersionIsBroughtUpToDate) {
  const TemporaryFolder folder;
  {
    auto inventory = Inventory::open(folder.path()).value();
    ASSERT_TRUE(inventory.add({.name = "r1", .platform = "frr", .address = "192.0.2.1"},
                              {.username = "u", .password = Secret("p")}));
  }
  // What later versions brought is taken away again.
  sqlite3* connection = nullptr;
  ASSERT_EQ(sqlite3_open((folder.path() / "linewarden.db").c_str(), &connection), SQLITE_OK);
  EXPECT_EQ(
      sqlite3_exec(
          connection,
          "DROP TABLE server_credential; DROP TABLE server; "
          "DROP TABLE transport_default; DROP TABLE session_limit; "
          "DROP INDEX device_token_server; DROP INDEX device_jump; "
          "ALTER TABLE device DROP COLUMN token_server; ALTER TABLE device DROP COLUMN crypto; "
          "ALTER TABLE device DROP COLUMN allow_ssh1; "
          "ALTER TABLE device DROP COLUMN console; ALTER TABLE device DROP COLUMN "
          "jump; ALTER TABLE device DROP COLUMN site; "
          "ALTER TABLE device DROP COLUMN aaa; DROP INDEX device_chassis; "
          "ALTER TABLE device DROP COLUMN chassis; "
          "ALTER TABLE device DROP COLUMN slot; "
          "ALTER TABLE device DROP COLUMN sessions; PRAGMA user_version = 1",
          nullptr, nullptr, nullptr),
      SQLITE_OK)
      << sqlite3_errmsg(connection);
  sqlite3_close(connection);

  auto inventory = Inventory::open(folder.path());
  ASSERT_TRUE(inventory) << inventory.error().message;
  EXPECT_EQ(inventory->find("r1")->sessions, 0U);
  EXPECT_TRUE(inventory->credentials("r1")->password.equals(Secret("p")));
  EXPECT_TRUE(inventory->add_server({.name = "b", .kind = "jump", .address = "192.0.2.2"}, {}));
}

}  // namespace
}  // namespace lw::store
