#include "store/rotation.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "base/file.h"
#include "store/opening.h"
#include "store/store_testing.h"

namespace lw::store {
namespace {

const std::string kDigits(64, 'a');
const std::string kOtherDigits(64, 'b');

class Rotate : public OnBothStores {
 protected:
  void TearDown() override {
    ::unsetenv("LINEWARDEN_VAULT_KEY");
    ::unsetenv("CREDENTIALS_DIRECTORY");
  }
  void fill() {
    auto inventory = open();
    ASSERT_TRUE(inventory) << inventory.error().message;
    ASSERT_TRUE(inventory->add({.name = "r1", .platform = "frr", .address = "::1"},
                               {.username = "u", .password = Secret("hush")}));
    ASSERT_TRUE(inventory->add_server({.name = "s", .kind = "jump", .address = "::1"},
                                      {.password = Secret("server-hush")}));
    ASSERT_TRUE(inventory->add_credential_set({.name = "c"}, {.password = Secret("set-hush")}));
  }
  void expect_readable() {
    auto inventory = open();
    ASSERT_TRUE(inventory) << inventory.error().message;
    EXPECT_TRUE(inventory->credentials("r1")->password.equals(Secret("hush")));
    EXPECT_TRUE(inventory->server_credentials("s")->password.equals(Secret("server-hush")));
    EXPECT_TRUE(inventory->set_credentials_of("c")->password.equals(Secret("set-hush")));
  }
  std::string key_file() { return read_file(location_.folder / kKeyFile, 100).value_or("none"); }
};
LW_ON_BOTH_STORES(Rotate);

TEST_P(Rotate, GivesTheKeyFileANewKeyThatOpensEverything) {
  fill();
  const std::string before = key_file();
  const auto done = rotate_key(location_, {});
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_TRUE(done->file);
  EXPECT_EQ(done->values, 6);  // user names are sealed, too
  EXPECT_NE(key_file(), before);
  EXPECT_FALSE(std::filesystem::exists(next_key_file(location_)));
  expect_readable();
  // The old key opens nothing any more.
  ASSERT_TRUE(write_file(location_.folder / kKeyFile, before, FileAccess::kOwnerOnly));
  EXPECT_FALSE(open());
}

TEST_P(Rotate, IsFinishedByTheNextCommandWhenItWasCutOffBeforeTheFileMoved) {
  fill();
  const std::string before = key_file();
  ASSERT_TRUE(rotate_key(location_, {}));
  const std::string after = key_file();
  ASSERT_TRUE(write_file(location_.folder / kKeyFile, before, FileAccess::kOwnerOnly));
  ASSERT_TRUE(write_file(next_key_file(location_), after, FileAccess::kOwnerOnly));
  expect_readable();
  EXPECT_EQ(key_file(), after);
  EXPECT_FALSE(std::filesystem::exists(next_key_file(location_)));
}

TEST_P(Rotate, LeavesTheOldKeyWhenItWasCutOffBeforeItWasStored) {
  fill();
  const std::string before = key_file();
  ASSERT_TRUE(write_file(next_key_file(location_), std::string(32, 'n'), FileAccess::kOwnerOnly));
  expect_readable();
  EXPECT_EQ(key_file(), before);
  ASSERT_TRUE(rotate_key(location_, {}));
  expect_readable();
}

TEST_P(Rotate, TakesKeysFromTheEnvironmentAndFromSystemd) {
  ::setenv("LINEWARDEN_VAULT_KEY", kDigits.c_str(), 1);
  fill();
  EXPECT_EQ(key_file(), "none");
  expect_readable();
  ::unsetenv("LINEWARDEN_VAULT_KEY");
  EXPECT_FALSE(open());  // and no new key is made
  EXPECT_EQ(key_file(), "none");
  ASSERT_TRUE(
      write_file(folder_.path() / "linewarden-vault-key", kDigits + "\n", FileAccess::kOwnerOnly));
  ::setenv("CREDENTIALS_DIRECTORY", folder_.path().c_str(), 1);
  expect_readable();
  // A new one must be given then.
  EXPECT_EQ(rotate_key(location_, {}).error().code, ErrorCode::kInvalidArgument);
  const auto same = read_key(Secret(kDigits), "a test");
  EXPECT_EQ(rotate_key(location_, *same).error().code, ErrorCode::kInvalidArgument);
  const auto next = read_key(Secret(kOtherDigits), "a test");
  const auto done = rotate_key(location_, *next);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_FALSE(done->file);
  EXPECT_FALSE(open());
  ::setenv("LINEWARDEN_VAULT_KEY", kOtherDigits.c_str(), 1);
  expect_readable();
}

TEST_P(Rotate, SaysOfAnotherKeyThatItIsOne) {
  fill();
  ::setenv("LINEWARDEN_VAULT_KEY", kDigits.c_str(), 1);
  const auto opened = open();
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("LINEWARDEN_VAULT_KEY"), std::string::npos);
  EXPECT_EQ(opened.error().message.find("aaaa"), std::string::npos);
  ::setenv("LINEWARDEN_VAULT_KEY", "no key", 1);
  EXPECT_EQ(open().error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace lw::store
