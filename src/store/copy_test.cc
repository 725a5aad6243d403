// Between a file and a server, both ways.
#include "store/copy.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <optional>

#include "store/opening.h"
#include "store/store_testing.h"

namespace lw::store {
namespace {

// The parameter says where the copy begins; it goes to the other kind.
class Copy : public OnBothStores {
 protected:
  void SetUp() override {
    OnBothStores::SetUp();
    if (!database::PostgresServer::installed()) GTEST_SKIP() << "PostgreSQL is not installed";
    auto inventory = open();
    ASSERT_TRUE(inventory);
    ASSERT_TRUE(inventory->add_server({.name = "hop", .kind = "jump", .address = "192.0.2.9"},
                                      {.username = "h", .password = Secret("hop-pw")}));
    ASSERT_TRUE(inventory->add_credential_set({.name = "core"}, {.username = "c"}));
    ASSERT_TRUE(inventory->set_credential_use({.set = "core"}));
    ASSERT_TRUE(inventory->set_transport_default({"cisco_ios", "12.3+", "ssh"}));
    ASSERT_TRUE(inventory->set_session_limit({"site", "berlin", 3}));
    std::vector<DeviceChange> devices;
    for (int i = 0; i < 2500; ++i) {
      devices.push_back({.device = {.name = fmt::format("d{}", i),
                                    .platform = "frr",
                                    .address = "::1",
                                    .ports = {{"ssh", 2222}},
                                    .jump = "hop",
                                    .notes = "größer\nund 'mehr'",
                                    .tags = {"t"}},
                         .credentials = DeviceCredentials{.password = Secret("p")}});
    }
    ASSERT_TRUE(inventory->apply(devices));
    const bool file = location_.url.empty();
    other_ = {.folder = location_.folder,
              .url = file ? database::PostgresServer::shared().new_database() : ""};
    from_.emplace(open_database(location_).value());
    to_.emplace(open_database(other_).value());
  }

  Location other_;
  std::optional<database::Database> from_;
  std::optional<database::Database> to_;
};
LW_ON_BOTH_STORES(Copy);

TEST_P(Copy, HoldsEverythingAndOpensWithTheSameKey) {
  std::int64_t reported = 0;
  const auto copied =
      copy_store(*from_, *to_, [&](std::string_view, std::int64_t rows) { reported = rows; });
  ASSERT_TRUE(copied) << copied.error().message;
  EXPECT_GT(reported, 0);
  std::int64_t devices = 0;
  for (const auto& table : *copied) devices += table.name == "device" ? table.rows : 0;
  EXPECT_EQ(devices, 2500);

  auto before = open();
  auto after = Inventory::open(other_);
  ASSERT_TRUE(after) << after.error().message;
  EXPECT_TRUE(*before->list() == *after->list());
  EXPECT_TRUE(after->credentials("d7")->password.equals(Secret("p")));
  EXPECT_TRUE(after->server_credentials("hop")->password.equals(Secret("hop-pw")));
  EXPECT_EQ(after->credential_uses()->front().set, "core");
  EXPECT_EQ(after->session_limits()->front().sessions, 3U);
  EXPECT_EQ(after->transport_defaults()->front().transport, "ssh");
}

TEST_P(Copy, GoesOnlyIntoAnEmptyStore) {
  const auto nothing = [](std::string_view, std::int64_t) {};
  ASSERT_TRUE(copy_store(*from_, *to_, nothing));
  const auto again = copy_store(*from_, *to_, nothing);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_EQ(Inventory::open(other_)->count().value_or(0), 2500);
}

TEST_P(Copy, LeavesNothingBehindWhenItIsCutOff) {
  struct Cut {};
  EXPECT_THROW((void)copy_store(*from_, *to_,
                                [](std::string_view table, std::int64_t) {
                                  if (table == "credential") throw Cut{};
                                }),
               Cut);
  EXPECT_TRUE(is_empty(*to_).value_or(false));
  EXPECT_EQ(open()->count().value_or(0), 2500);
}

}  // namespace
}  // namespace lw::store
