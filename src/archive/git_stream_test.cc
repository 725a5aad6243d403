#include "archive/git_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "archive/fake_segment_store.h"
#include "archive/testing.h"

namespace lw::archive {
namespace {

using testing::capture;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::rules;
using testing::rules_of;

class GitStream : public ::testing::Test {
 protected:
  void put(const std::string& device, const std::string& text, int seconds,
           const Source& source = {"alice", "a test"}) {
    ASSERT_TRUE(archive_.put(device, "cisco_ios", capture(text, seconds, source), rules()));
  }
  Result<std::string> stream(const GitExport& options) {
    std::string all;
    LW_ASSIGN(counts_, write_git_stream(archive_, *archive_.list(), rules_of(), options,
                                        [&](std::string_view bytes) -> Result<void> {
                                          all += bytes;
                                          return {};
                                        },
                                        {}));
    return all;
  }

  FakeSegmentStore store_;
  Archive archive_{store_};
  GitExportCounts counts_;
};

TEST_F(GitStream, HasACommitForEachVersionInTheOrderOfTime) {
  put("r2", "one\n", 10);
  put("r1", "two\n", 20, {"b<o>b", "discovery"});
  put("r2", "three\n", 30, {});
  const std::string text = *stream({});
  EXPECT_EQ(3u, counts_.commits);
  EXPECT_EQ(2u, counts_.devices);
  const std::size_t first = text.find("r2: version 1");
  const std::size_t second = text.find("r1: version 1");
  const std::size_t third = text.find("r2: version 2");
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
  EXPECT_THAT(text, HasSubstr("author bob <linewarden@localhost> 1700000020 +0000"));
  EXPECT_THAT(text, HasSubstr("author linewarden <linewarden@localhost> 1700000030 +0000"));
  EXPECT_THAT(text, HasSubstr("\ndata 6\nthree\n\n"));
  EXPECT_THAT(text, HasSubstr("secrets cut out\nr1 1\nr2 2\n"));
  EXPECT_TRUE(text.ends_with("done\n"));
}

TEST_F(GitStream, HoldsNoSecretUnlessAskedTo) {
  put("r1", "password hunter2\n", 10);
  EXPECT_THAT(*stream({}), Not(HasSubstr("hunter2")));
  EXPECT_THAT(*stream({.before = {}, .secrets = Secrets::kKept}), HasSubstr("hunter2"));
}

TEST_F(GitStream, AddsOnlyWhatIsNew) {
  put("r1", "one\n", 10);
  put("r1", "two\n", 20);
  Exported before{.secrets = Secrets::kCutOut, .versions = {{"r1", 1}}};
  const std::string text = *stream({.branch_exists = true, .before = before});
  EXPECT_EQ(1u, counts_.commits);
  EXPECT_THAT(text, Not(HasSubstr("\none\n")));
  EXPECT_THAT(text, HasSubstr("from refs/heads/main^0"));
  before.versions["r1"] = 2;
  EXPECT_EQ("feature done\ndone\n", *stream({.branch_exists = true, .before = before}));
}

TEST_F(GitStream, IsRefusedForARepositoryOfAnotherKind) {
  put("r1", "one\n", 10);
  const Exported kept{.secrets = Secrets::kKept, .versions = {}};
  EXPECT_EQ(ErrorCode::kConflict, stream({.before = kept}).error().code);
  const Exported ahead{.secrets = Secrets::kCutOut, .versions = {{"r1", 7}}};
  EXPECT_EQ(ErrorCode::kConflict, stream({.before = ahead}).error().code);
  const Exported other{.secrets = Secrets::kCutOut, .versions = {{"r9", 1}}};
  EXPECT_EQ(ErrorCode::kConflict, stream({.before = other}).error().code);
}

TEST(ExportedText, IsReadBackAndNothingElseIs) {
  const Exported exported{.secrets = Secrets::kKept, .versions = {{"a", 1}, {"b.c", 200}}};
  const auto read = parse_exported(exported_text(exported));
  ASSERT_TRUE(read);
  EXPECT_EQ(exported.versions, read->versions);
  EXPECT_EQ(Secrets::kKept, read->secrets);
  for (const std::string_view text :
       {"", "x", "secrets kept\na", "secrets kept\na b", "secrets kept\na 0"}) {
    EXPECT_FALSE(parse_exported(text)) << text;
  }
}

}  // namespace
}  // namespace lw::archive
