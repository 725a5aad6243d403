#include "session/config_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "base/temporary_folder.h"

namespace lw::session {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const platform::Platform& ios() {
  static const auto registry = platform::Registry::load();
  static const auto found = registry->find("cisco_ios").value();
  return *found;
}

std::ptrdiff_t files_in(const TemporaryFolder& folder) {
  return std::distance(std::filesystem::directory_iterator(folder.path()), {});
}

TEST(ConfigFile, IsNamedAfterTheDevice) {
  EXPECT_EQ(config_file_name("r1", ConfigFileKind::kDelta), "r1_delta.cfg");
  EXPECT_EQ(config_file_name("r1", ConfigFileKind::kFull), "r1_full.cfg");
  for (const std::string name : {"", "../r1", ".r1", "a/b", "a\nb"}) {
    EXPECT_FALSE(config_file_name(name, ConfigFileKind::kFull)) << name;
  }
}

TEST(ConfigFile, HasOneLineEach) {
  EXPECT_EQ(config_file_text(ios(), {"hostname r1", "line vty 0 4", " login local"}),
            "hostname r1\nline vty 0 4\n login local\n");
}

TEST(ConfigFile, RefusesWhatAsksWithItsLineAndReason) {
  const auto text = config_file_text(ios(), {"hostname r1", "crypto key generate rsa"});
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(text.error().message, HasSubstr("line 2 \"crypto key generate rsa\" asks for"));
  EXPECT_FALSE(config_file_text(ios(), {"a\nreload"}));
  const auto secret = config_file_text(ios(), {"no username bob password hunter2"});
  ASSERT_FALSE(secret);
  EXPECT_THAT(secret.error().message, Not(HasSubstr("hunter2")));
}

TEST(ConfigFile, LeavesTheTextOfABannerAlone) {
  EXPECT_TRUE(config_file_text(ios(), {"banner motd ^C", "reload is at noon", "^C"}));
}

TEST(ConfigFile, IsReplacedWholeOrNotAtAll) {
  const TemporaryFolder folder;
  const auto path =
      write_config_file(folder.path(), "r1", ConfigFileKind::kDelta, {"hostname r1"}, ios());
  ASSERT_TRUE(path) << path.error().message;
  EXPECT_EQ(read_file(*path, 1000), "hostname r1\n");
  EXPECT_EQ(std::filesystem::status(*path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_FALSE(
      write_config_file(folder.path(), "r1", ConfigFileKind::kDelta, {"b", "reload"}, ios()));
  EXPECT_EQ(read_file(*path, 1000), "hostname r1\n");
  EXPECT_EQ(files_in(folder), 1);
  EXPECT_FALSE(
      write_config_file(folder.path() / "none", "r1", ConfigFileKind::kFull, {"a"}, ios()));
}

}  // namespace
}  // namespace lw::session
