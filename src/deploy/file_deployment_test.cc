#include "deploy/file_deployment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.h"

namespace lw::deploy {
namespace {

using session::ConfigFileKind;
using ::testing::StartsWith;

class FileDeployment : public testing::Test {
 protected:
  FileDeployment() {
    std::string pattern = testing::TempDir() + "file_deploymentXXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~FileDeployment() override { std::filesystem::remove_all(folder_); }

  static FileTarget target(const std::string& device, const std::string& platform) {
    static const auto registry = platform::Registry::load().value();
    return {device, registry.find(platform).value()};
  }
  [[nodiscard]] std::vector<FileOutcome> deploy(const std::vector<FileTarget>& targets,
                                                const std::vector<std::string>& lines) const {
    return deploy_to_files(targets, lines, ConfigFileKind::kDelta, folder_);
  }
  [[nodiscard]] std::string content(const std::string& file) const {
    return read_file(folder_ / file, 1 << 20).value_or("none");
  }

  std::filesystem::path folder_;
};

TEST_F(FileDeployment, WritesOneFileForEachDevice) {
  const auto outcomes =
      deploy({target("r1", "cisco_ios"), target("fw", "cisco_asa")}, {"logging on"});
  ASSERT_EQ(outcomes.size(), 2U);
  for (const auto& one : outcomes) {
    EXPECT_TRUE(one.written && !one.error && !one.replaces) << one.device;
  }
  EXPECT_EQ(outcomes[1].file, folder_ / "fw_delta.cfg");
  EXPECT_EQ(content("r1_delta.cfg"), "logging on\n");
}

TEST_F(FileDeployment, WritesNothingWhenOneDeviceCannotTakeALine) {
  // An ASA asks before it reloads; FRRouting's file knows no such question.
  const auto outcomes =
      deploy({target("fr", "frr"), target("fw", "cisco_asa")}, {"logging on", "reload"});
  EXPECT_FALSE(outcomes[0].error);
  EXPECT_FALSE(outcomes[0].written);
  ASSERT_TRUE(outcomes[1].error);
  EXPECT_THAT(outcomes[1].error->message, StartsWith("fw: line 2 \"reload\" asks"));
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(FileDeployment, SaysWhenItReplacesAFileOfOtherContent) {
  const std::vector<FileTarget> r1{target("r1", "cisco_ios")};
  EXPECT_FALSE(deploy(r1, {"a"}).front().replaces);
  EXPECT_FALSE(deploy(r1, {"a"}).front().replaces) << "the same content again";
  EXPECT_TRUE(check_files(r1, {"b"}, ConfigFileKind::kDelta, folder_).front().replaces);
  EXPECT_EQ(content("r1_delta.cfg"), "a\n") << "checking writes nothing";
  EXPECT_TRUE(deploy(r1, {"b"}).front().replaces);
  EXPECT_EQ(content("r1_delta.cfg"), "b\n");
}

TEST_F(FileDeployment, NamesTheDeviceWhoseFileCannotBeWritten) {
  std::filesystem::create_directory(folder_ / "r1_delta.cfg");
  const auto outcomes = deploy({target("r1", "cisco_ios")}, {"a"});
  ASSERT_TRUE(outcomes.front().error);
  EXPECT_FALSE(outcomes.front().written);
  EXPECT_THAT(outcomes.front().error->message, StartsWith("r1: "));
}

}  // namespace
}  // namespace lw::deploy
