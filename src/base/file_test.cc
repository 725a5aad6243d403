#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

#include "base/temporary_folder.h"

namespace lw {
namespace {

class FileTest : public testing::Test {
 protected:
  TemporaryFolder folder_;
};

TEST_F(FileTest, WhatWasWrittenIsRead) {
  const auto path = folder_.path() / "a";
  ASSERT_TRUE(write_file(path, std::string("x\0y", 3), FileAccess::kOwnerOnly));
  EXPECT_EQ(read_file(path, 100).value(), std::string("x\0y", 3));
  struct stat status{};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(FileTest, AFileOverTheLimitIsRefusedUnread) {
  const auto path = folder_.path() / "a";
  ASSERT_TRUE(write_file(path, "12345", FileAccess::kEverybodyReads));
  EXPECT_EQ(read_file(path, 4).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(read_file(path, 5).value(), "12345");
}

TEST_F(FileTest, FoldersPipesAndMissingFilesAreNamed) {
  EXPECT_EQ(read_file(folder_.path() / "none", 10).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(read_file(folder_.path(), 10).error().code, ErrorCode::kInvalidArgument);
  const auto pipe = folder_.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_NE(read_file(pipe, 10).error().message.find("not a regular file"), std::string::npos);
}

TEST_F(FileTest, AFileWhoseSizeIsNotToldIsReadWhole) {
  EXPECT_FALSE(read_file("/proc/self/status", 1 << 20).value().empty());
}

TEST_F(FileTest, AFailedWriteLeavesNothingBehind) {
  EXPECT_FALSE(write_file(folder_.path() / "no" / "such", "x", FileAccess::kOwnerOnly));
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

}  // namespace
}  // namespace lw
