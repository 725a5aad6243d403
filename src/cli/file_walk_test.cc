#include "cli/file_walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/temporary_folder.h"

namespace lw::cli {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class FileWalk : public testing::Test {
 protected:
  void file(const std::string& path) {
    fs::create_directories((top_ / path).parent_path());
    std::ofstream(top_ / path) << "x";
  }
  std::vector<std::string> names(const Walk& walk) {
    std::vector<std::string> names;
    for (const auto& each : walk.files) names.push_back(fs::relative(each.path, top_).string());
    return names;
  }

  TemporaryFolder folder_;
  const fs::path top_ = folder_.path();
};

TEST_F(FileWalk, SortsByNameAtEveryDepth) {
  file("b.cfg");
  file("a/z.cfg");
  file("a/b/c.cfg");
  file("a.cfg");
  const auto found = walk({top_.string()});
  EXPECT_THAT(names(found), ElementsAre("a/b/c.cfg", "a/z.cfg", "a.cfg", "b.cfg"));
  EXPECT_EQ(found.files.front().named, Named::kInFolder);
}

TEST_F(FileWalk, EntersNoLinkToAFolderSoThatNoLoopComesUp) {
  file("a/r.cfg");
  fs::create_directory_symlink(top_, top_ / "a" / "loop");
  fs::create_directory_symlink(".", top_ / "here");
  EXPECT_THAT(names(walk({top_.string()})), ElementsAre("a/r.cfg"));
}

TEST_F(FileWalk, TakesAFileOnceHoweverItIsReached) {
  file("r.cfg");
  fs::create_symlink("r.cfg", top_ / "s.cfg");
  const std::string direct = (top_ / "r.cfg").string();
  const auto found = walk({direct, top_.string(), direct});
  EXPECT_THAT(names(found), ElementsAre("r.cfg"));
  EXPECT_EQ(found.files.front().named, Named::kDirectly);
}

TEST_F(FileWalk, LeavesHiddenFilesOutUnlessNamed) {
  file(".git/config");
  file(".hidden");
  EXPECT_THAT(walk({top_.string()}).files, IsEmpty());
  EXPECT_THAT(names(walk({(top_ / ".hidden").string()})), ElementsAre(".hidden"));
}

TEST_F(FileWalk, NamesWhatDoesNotExistAndGoesOn) {
  file("r.cfg");
  const auto found = walk({(top_ / "missing").string(), (top_ / "r.cfg").string()});
  EXPECT_THAT(names(found), ElementsAre("r.cfg"));
  ASSERT_EQ(found.faults.size(), 1U);
  EXPECT_EQ(found.faults.front().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace lw::cli
