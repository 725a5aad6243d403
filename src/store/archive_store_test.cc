#include "store/archive_store.h"

#include "archive/archive.h"
#include "archive/segment_store_contract.h"
#include "database/database.h"
#include "store/copy.h"
#include "store/rotation.h"
#include "store/store_testing.h"

namespace lw::archive {
namespace {

using store::ArchiveStore;

// A store with all that it stands on.
struct Owned {
  TemporaryFolder folder;
  std::unique_ptr<store::Inventory> inventory;
  std::unique_ptr<ArchiveStore> segments;
};

std::shared_ptr<SegmentStore> make_store(bool on_server) {
  const auto owned = std::make_shared<Owned>();
  store::Location location{.folder = owned->folder.path() / "data"};
  if (on_server) {
    if (!database::PostgresServer::installed()) return nullptr;
    location.url = database::PostgresServer::shared().new_database();
  }
  owned->inventory = std::make_unique<store::Inventory>(store::Inventory::open(location).value());
  owned->segments = ArchiveStore::open(*owned->inventory).value();
  return {owned, owned->segments.get()};
}

INSTANTIATE_TEST_SUITE_P(Sqlite, SegmentStoreContract,
                         ::testing::Values([] { return make_store(false); }));
INSTANTIATE_TEST_SUITE_P(Postgres, SegmentStoreContract,
                         ::testing::Values([] { return make_store(true); }));

}  // namespace
}  // namespace lw::archive

namespace lw::store {
namespace {

using archive::testing::capture;
using archive::testing::rules;
using archive::testing::rules_of;

class ArchiveStoreTest : public OnBothStores {
 protected:
  static void put(Inventory& inventory, const std::string& text, int seconds) {
    auto segments = ArchiveStore::open(inventory).value();
    archive::Archive archive(*segments);
    const auto kept = archive.put("r1", "cisco_ios", capture(text, seconds), rules());
    ASSERT_TRUE(kept) << kept.error().message;
  }
  static Result<std::string> latest(Inventory& inventory) {
    LW_ASSIGN(auto segments, ArchiveStore::open(inventory));
    archive::Archive archive(*segments);
    LW_ASSIGN(const auto series, archive.find("r1"));
    LW_ASSIGN(auto version, archive.version(series, series.versions));
    return std::move(version.text);
  }
};
LW_ON_BOTH_STORES(ArchiveStoreTest);

TEST_P(ArchiveStoreTest, IsThereWhenTheStoreIsOpenedAgain) {
  {
    auto inventory = open().value();
    put(inventory, "one\n", 0);
  }
  auto inventory = open().value();
  EXPECT_EQ("one\n", latest(inventory).value());
}

TEST_P(ArchiveStoreTest, SaysWhetherTheDeviceIsInTheInventory) {
  auto inventory = open().value();
  Device device;
  device.name = "r1";
  device.platform = "frr";
  device.address = "192.0.2.1";
  ASSERT_TRUE(inventory.add(device, {}));
  put(inventory, "one\n", 0);
  auto segments = ArchiveStore::open(inventory).value();
  EXPECT_FALSE(segments->find("r1").value()->device_removed);
  ASSERT_TRUE(inventory.remove("r1"));
  EXPECT_TRUE(segments->list().value().at(0).device_removed);
  EXPECT_EQ("one\n", latest(inventory).value());
}

TEST_P(ArchiveStoreTest, OfTwoProgramsLosesNoVersion) {
  auto first = open().value();
  auto second = open().value();
  for (int i = 0; i < 20; ++i) put(i % 2 == 0 ? first : second, "text " + std::to_string(i), i);
  auto segments = ArchiveStore::open(first).value();
  EXPECT_EQ(20u, segments->find("r1").value()->versions);
}

TEST_P(ArchiveStoreTest, HoldsNoTextThatCanBeRead) {
  auto inventory = open().value();
  put(inventory, "hostname plain-words-551\n", 0);
  auto query = inventory.database().prepare("SELECT sealed FROM archive_segment").value();
  ASSERT_TRUE(query.step().value());
  EXPECT_EQ(std::string_view::npos, query.text(0).find("plain-words-551"));
}

TEST_P(ArchiveStoreTest, RefusesASegmentThatWasMovedOrChanged) {
  auto inventory = open().value();
  put(inventory, "one\n", 0);
  ASSERT_TRUE(inventory.database().execute(
      "INSERT INTO archive_series SELECT 'r2', platform, versions, segments, first_at, latest_at, "
      "seen, seen_again, noise_only, revision FROM archive_series;"
      "UPDATE archive_segment SET device = 'r2'"));
  auto segments = ArchiveStore::open(inventory).value();
  const auto moved = segments->read(*segments->find("r2").value(), 0);
  ASSERT_FALSE(moved);
  EXPECT_EQ(ErrorCode::kStoreFailed, moved.error().code);
  EXPECT_NE(std::string::npos, moved.error().message.find("r2")) << moved.error().message;
}

TEST_P(ArchiveStoreTest, IsReadUnderANewVaultKeyWithoutBeingRewritten) {
  const auto sealed = [](Inventory& inventory) {
    auto query = inventory.database().prepare("SELECT sealed FROM archive_segment").value();
    EXPECT_TRUE(query.step().value());
    return std::string(query.text(0));
  };
  std::string before;
  {
    auto inventory = open().value();
    put(inventory, "one\n", 0);
    before = sealed(inventory);
  }
  const auto rotation = rotate_key(location_, {});
  ASSERT_TRUE(rotation) << rotation.error().message;
  EXPECT_EQ(1, rotation->values);
  auto inventory = open().value();
  EXPECT_EQ("one\n", latest(inventory).value());
  EXPECT_EQ(before, sealed(inventory));
}

TEST_P(ArchiveStoreTest, IsCopiedIntoAnotherStoreWithWhatOpensIt) {
  auto inventory = open().value();
  EXPECT_FALSE(latest(inventory));  // looking for nothing makes nothing
  EXPECT_TRUE(is_empty(inventory.database()).value());
  put(inventory, "one\n", 0);
  Location other{.folder = folder_.path() / "other"};
  std::filesystem::create_directory(other.folder);
  std::filesystem::copy(location_.folder / kKeyFile, other.folder / kKeyFile);
  {
    auto to = database::Database::open_file(other.folder / kStoreFile).value();
    const auto copied = copy_store(inventory.database(), to, [](std::string_view, std::int64_t) {});
    ASSERT_TRUE(copied) << copied.error().message;
  }
  auto copy = Inventory::open(other).value();
  EXPECT_EQ("one\n", latest(copy).value());
}

TEST_P(ArchiveStoreTest, VisitsMoreSegmentsThanFitInAPage) {
  auto inventory = open().value();
  auto segments = ArchiveStore::open(inventory).value();
  archive::Archive archive(*segments);
  for (int i = 0; i < 450; ++i) {
    ASSERT_TRUE(archive.put("r" + std::to_string(1000 + i), "cisco_ios", capture("a", i), rules()));
  }
  std::vector<std::string> devices;
  ASSERT_TRUE(segments->each(
      archive::SegmentStore::Which::kAll,
      [&](const archive::Series& series, const archive::StoredSegment&) -> Result<void> {
        devices.push_back(series.device);
        return {};
      }));
  ASSERT_EQ(450u, devices.size());
  EXPECT_TRUE(std::ranges::is_sorted(devices));
}

}  // namespace
}  // namespace lw::store
