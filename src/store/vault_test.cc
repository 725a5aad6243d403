#include "store/vault.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "base/file.h"
#include "base/temporary_folder.h"

namespace lw::store {
namespace {

TEST(Vault, OpensWhatItSealed) {
  const TemporaryFolder folder;
  const auto vault = Vault::create(folder.path() / "vault.key");
  ASSERT_TRUE(vault);
  for (const std::string& text :
       {std::string(), std::string("x"), std::string("a\0b", 3), std::string(100'000, 'p')}) {
    const auto opened = vault->open("here", vault->seal("here", Secret(text)));
    ASSERT_TRUE(opened);
    EXPECT_TRUE(opened->equals(Secret(text)));
  }
}

TEST(Vault, SealsTheSameValueDifferentlyEachTime) {
  const TemporaryFolder folder;
  const auto vault = Vault::create(folder.path() / "vault.key");
  ASSERT_TRUE(vault);
  EXPECT_NE(vault->seal("p", Secret("same")), vault->seal("p", Secret("same")));
}

TEST(Vault, RefusesEveryChangedByteAndEveryCut) {
  const TemporaryFolder folder;
  const auto vault = Vault::create(folder.path() / "vault.key");
  ASSERT_TRUE(vault);
  const std::string sealed = vault->seal("p", Secret("secret"));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(vault->open("p", changed)) << "byte " << i;
    EXPECT_FALSE(vault->open("p", sealed.substr(0, i))) << "cut at " << i;
  }
  EXPECT_FALSE(vault->open("q", sealed));
}

TEST(Vault, KeyFileIsForItsOwnerAlone) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "vault.key";
  ASSERT_TRUE(Vault::create(file));
  struct stat status{};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0600U);

  ASSERT_EQ(::chmod(file.c_str(), 0640), 0);
  const auto loaded = Vault::load(file);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::kPermissionDenied);
  EXPECT_NE(loaded.error().hint.find("chmod 600"), std::string::npos);
}

TEST(Vault, RefusesAKeyFileThatIsNoKey) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "vault.key";
  ASSERT_TRUE(write_file(file, "too short", FileAccess::kOwnerOnly));
  EXPECT_FALSE(Vault::load(file));
  std::filesystem::remove(file);
  std::filesystem::create_directory(file);
  EXPECT_FALSE(Vault::load(file));
}

TEST(Vault, MissingKeyFileIsNoError) {
  const TemporaryFolder folder;
  const auto loaded = Vault::load(folder.path() / "vault.key");
  ASSERT_TRUE(loaded);
  EXPECT_FALSE(loaded->has_value());
}

TEST(Vault, ThreadsThatCreateTogetherGetOneKey) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "vault.key";
  std::vector<std::string> sealed(8);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : sealed) {
      threads.emplace_back([&mine, &file] {
        if (const auto vault = Vault::create(file)) mine = vault->seal("p", Secret("s"));
      });
    }
  }
  const auto vault = Vault::load(file);
  ASSERT_TRUE(vault && vault->has_value());
  for (const auto& each : sealed) EXPECT_TRUE((*vault)->open("p", each));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1)
      << "temporary key files are left behind";
}

}  // namespace
}  // namespace lw::store
