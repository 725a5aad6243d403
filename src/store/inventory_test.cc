#include "store/inventory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/file.h"
#include "base/temporary_folder.h"
#include "database/database.h"
#include "store/store_testing.h"

namespace lw::store {
namespace {

namespace fs = std::filesystem;

Device router(const std::string& name) {
  return Device{.name = name,
                .platform = "cisco_ios",
                .os_version = "15.2",
                .address = "192.0.2.7",
                .ports = {{"ssh", 2222}},
                .transport = "ssh",
                .notes = "rack 4"};
}

DeviceCredentials admin(const std::string& password) {
  return {.username = "admin", .password = Secret(password), .enable_password = Secret("en-able")};
}

class InventoryContract : public OnBothStores {};
LW_ON_BOTH_STORES(InventoryContract);

// Changes the store behind the inventory's back, as an attacker or an accident would.
void tamper(const Location& location, const char* sql) {
  auto database = location.url.empty() ? database::Database::open_file(location.folder / kStoreFile)
                                       : database::Database::open_server(location.url);
  ASSERT_TRUE(database);
  const auto done = database->execute(sql);
  EXPECT_TRUE(done) << done.error().message;
}

TEST_P(InventoryContract, GivesBackWhatWasAddedAfterReopening) {
  {
    auto inventory = open();
    ASSERT_TRUE(inventory) << inventory.error().message;
    ASSERT_TRUE(inventory->add(router("r2"), admin("pw-2")));
    ASSERT_TRUE(inventory->add(router("r1"), {}));
  }
  auto inventory = open();
  ASSERT_TRUE(inventory) << inventory.error().message;
  const auto found = inventory->find("r2");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->platform, "cisco_ios");
  EXPECT_EQ(found->os_version, "15.2");
  EXPECT_EQ(found->address, "192.0.2.7");
  EXPECT_EQ(found->ports.at("ssh"), 2222);
  EXPECT_EQ(found->transport, "ssh");
  EXPECT_EQ(found->notes, "rack 4");
  const auto credentials = inventory->credentials("r2");
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->username, "admin");
  EXPECT_TRUE(credentials->password.equals(Secret("pw-2")));
  ASSERT_TRUE(credentials->enable_password);
  EXPECT_TRUE(credentials->enable_password->equals(Secret("en-able")));

  const auto all = inventory->list();
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->front().name, "r1");
  const auto none = inventory->credentials("r1");
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->username.empty());
  EXPECT_TRUE(none->password.empty());
  EXPECT_FALSE(none->enable_password);
}

TEST_P(InventoryContract, UpdatesRemovesAndSaysWhatIsMissing) {
  auto inventory = open();
  ASSERT_TRUE(inventory);
  ASSERT_TRUE(inventory->add(router("r1"), admin("old")));
  EXPECT_EQ(inventory->add(router("r1"), {}).error().code, ErrorCode::kAlreadyExists);
  EXPECT_TRUE(inventory->credentials("r1")->password.equals(Secret("old")));

  Device changed = router("r1");
  changed.transport = "telnet";
  changed.ports = {{"telnet", 2323}, {"ssh", 22}};
  ASSERT_TRUE(inventory->update(changed));
  EXPECT_EQ(inventory->find("r1")->transport, "telnet");
  EXPECT_EQ(inventory->find("r1")->ports, changed.ports);
  EXPECT_EQ(inventory->list()->front().ports, changed.ports);

  changed.crypto = "legacy";
  changed.allow_ssh1 = true;
  changed.console = "192.0.2.50:2003";
  changed.site = "berlin";
  changed.aaa = "tacacs-1";
  changed.sessions = 2;
  ASSERT_TRUE(inventory->update(changed));
  const auto again = inventory->find("r1");
  EXPECT_EQ(again->crypto, "legacy");
  EXPECT_TRUE(again->allow_ssh1);
  EXPECT_EQ(again->console, "192.0.2.50:2003");
  EXPECT_EQ(again->site, "berlin");
  EXPECT_EQ(again->aaa, "tacacs-1");
  EXPECT_EQ(again->sessions, 2U);
  changed.jump = "nowhere";
  EXPECT_EQ(inventory->update(changed).error().code, ErrorCode::kNotFound);

  ASSERT_TRUE(inventory->set_credentials("r1", {.username = "u", .password = Secret("new")}));
  EXPECT_TRUE(inventory->credentials("r1")->password.equals(Secret("new")));
  EXPECT_FALSE(inventory->credentials("r1")->enable_password);

  ASSERT_TRUE(inventory->remove("r1"));
  EXPECT_EQ(inventory->find("r1").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(inventory->credentials("r1").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(inventory->remove("r1").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(inventory->update(router("r1")).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(inventory->set_credentials("r1", {}).error().code, ErrorCode::kNotFound);

  // A new device under an old name must not inherit its credentials.
  ASSERT_TRUE(inventory->add(router("r1"), {}));
  EXPECT_TRUE(inventory->credentials("r1")->password.empty());
}

TEST_P(InventoryContract, RefusesFieldsOutsideTheirRule) {
  auto inventory = open();
  ASSERT_TRUE(inventory);
  EXPECT_EQ(inventory->add(router("no spaces"), {}).error().code, ErrorCode::kInvalidArgument);
  EXPECT_TRUE(inventory->list()->empty());
}

TEST_P(InventoryContract, NamesFromUsersAreNoSql) {
  auto inventory = open();
  ASSERT_TRUE(inventory);
  ASSERT_TRUE(inventory->add(router("r1"), {}));
  EXPECT_EQ(inventory->remove("x' OR '1'='1").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(inventory->list()->size(), 1U);
}

TEST(InventoryFile, NoByteOnDiskHoldsASecret) {
  const TemporaryFolder folder;
  const std::string planted = "Planted-Secret-0123456789";
  auto inventory = Inventory::open(folder.path());
  ASSERT_TRUE(inventory);
  ASSERT_TRUE(inventory->add(router("r1"), {.username = planted + "-user",
                                            .password = Secret(planted),
                                            .enable_password = Secret(planted + "-enable")}));
  ASSERT_TRUE(inventory->set_credentials("r1", admin(planted + "-again")));
  int files = 0;  // looked at while open: the write-ahead log and its index are there too
  for (const auto& entry : fs::directory_iterator(folder.path())) {
    ++files;
    const auto bytes = read_file(entry.path(), 100 << 20);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(bytes->find(planted), std::string::npos) << entry.path();
    struct stat status{};
    ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 077U, 0U) << entry.path();
  }
  EXPECT_GE(files, 4);
}

TEST_P(InventoryContract, ASealedValueMovedToAnotherDeviceOrFieldDoesNotOpen) {
  {
    auto inventory = open();
    ASSERT_TRUE(inventory);
    ASSERT_TRUE(inventory->add(router("r1"), admin("Xyzzy-1")));
    ASSERT_TRUE(inventory->add(router("r2"), admin("Xyzzy-2")));
  }
  tamper(location_,
         "UPDATE credential SET sealed = (SELECT sealed FROM credential WHERE device = 'r1' AND "
         "field = 'password') WHERE device = 'r2' AND field = 'password'");
  tamper(location_,
         "UPDATE credential SET sealed = (SELECT sealed FROM credential WHERE device = 'r1' AND "
         "field = 'username') WHERE device = 'r1' AND field = 'password'");
  auto inventory = open();
  ASSERT_TRUE(inventory);
  for (const char* name : {"r1", "r2"}) {
    const auto credentials = inventory->credentials(name);
    ASSERT_FALSE(credentials) << name;
    EXPECT_EQ(credentials.error().code, ErrorCode::kStoreFailed);
    EXPECT_EQ(credentials.error().message.find("Xyzzy"), std::string::npos);
  }
  // It can be put right without starting over.
  ASSERT_TRUE(inventory->set_credentials("r2", admin("two again")));
  EXPECT_TRUE(inventory->credentials("r2"));
}

TEST_P(InventoryContract, RefusesAKeyFromElsewhere) {
  const TemporaryFolder other;
  ASSERT_TRUE(open());
  ASSERT_TRUE(Inventory::open(other.path()));
  fs::copy_file(other.path() / "vault.key", location_.folder / "vault.key",
                fs::copy_options::overwrite_existing);
  const auto opened = open();
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("does not belong"), std::string::npos);
}

TEST_P(InventoryContract, NeverMakesANewKeyOverSealedCredentials) {
  {
    auto inventory = open();
    ASSERT_TRUE(inventory);
    ASSERT_TRUE(inventory->add(router("r1"), admin("one")));
  }
  fs::remove(location_.folder / "vault.key");
  const auto opened = open();
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("missing"), std::string::npos);
  EXPECT_FALSE(fs::exists(location_.folder / "vault.key"));
}

TEST_P(InventoryContract, ANewKeyIsMadeWhereNothingIsSealed) {
  ASSERT_TRUE(open());
  fs::remove(location_.folder / "vault.key");
  auto inventory = open();
  ASSERT_TRUE(inventory) << inventory.error().message;
  ASSERT_TRUE(inventory->add(router("r1"), admin("one")));
  EXPECT_TRUE(inventory->credentials("r1"));
}

TEST(InventoryFile, RefusesAFileThatIsNoDatabase) {
  const TemporaryFolder folder;
  ASSERT_TRUE(
      write_file(folder.path() / "linewarden.db", std::string(8192, 'x'), FileAccess::kOwnerOnly));
  const auto opened = Inventory::open(folder.path());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kStoreFailed);
  EXPECT_NE(opened.error().message.find("linewarden.db"), std::string::npos);
}

TEST(InventoryFile, SaysSoWhenItsPagesAreDamaged) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "linewarden.db";
  {
    auto inventory = Inventory::open(folder.path());
    ASSERT_TRUE(inventory);
    ASSERT_TRUE(inventory->add(router("r1"), admin("one")));
  }
  auto bytes = read_file(file, 100 << 20);
  ASSERT_TRUE(bytes);
  for (std::size_t i = 100; i < bytes->size(); ++i) (*bytes)[i] = '\xEE';
  ASSERT_TRUE(write_file(file, *bytes, FileAccess::kOwnerOnly));
  const auto opened = Inventory::open(folder.path());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kStoreFailed);
}

TEST(InventoryFile, RefusesASchemaFromANewerProgram) {
  const TemporaryFolder folder;
  ASSERT_TRUE(Inventory::open(folder.path()));
  tamper(Location{.folder = folder.path()}, "PRAGMA user_version = 1000");
  const auto opened = Inventory::open(folder.path());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(opened.error().message.find("1000"), std::string::npos);
}

TEST(InventoryFile, AFolderThatCannotBeMadeOrWrittenIsNamed) {
  const auto nowhere = Inventory::open("/proc/linewarden-test");
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, ErrorCode::kPermissionDenied);

  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder.path() / "file", "", FileAccess::kOwnerOnly));
  EXPECT_FALSE(Inventory::open(folder.path() / "file"));
}

TEST(InventoryFile, AFolderThatMayOnlyBeReadIsAnErrorAndNoCrash) {
  const TemporaryFolder folder;
  ASSERT_EQ(::chmod(folder.path().c_str(), 0555), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // Root may write everywhere: look at it as another user.
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(2);
    const auto opened = Inventory::open(folder.path());
    ::_exit(!opened && opened.error().code == ErrorCode::kPermissionDenied ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace lw::store
