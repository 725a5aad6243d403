#include "archive/search.h"

#include <gtest/gtest.h>

#include "archive/archive.h"
#include "archive/fake_segment_store.h"
#include "archive/testing.h"

namespace lw::archive {
namespace {

using testing::capture;
using testing::rules;
using testing::rules_of;

class SearchTest : public ::testing::Test {
 protected:
  void put(const std::string& device, const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      ASSERT_TRUE(archive_.put(device, "cisco_ios", capture(text, ++seconds_), rules()));
    }
  }
  // "r1 2-3 line", with a "+" behind a version that is the latest.
  std::vector<std::string> found(std::string_view text, Form form = Form::kWords,
                                 const SearchOptions& options = {}, Case letters = Case::kExact) {
    const auto query = Query::make(text, form, letters);
    EXPECT_TRUE(query) << query.error().message;
    const auto result = search(store_, *query, rules_of(), options);
    EXPECT_TRUE(result) << result.error().message;
    std::vector<std::string> lines;
    for (const Finding& one : result->findings) {
      lines.push_back(one.device + " " + std::to_string(one.from) + "-" + std::to_string(one.to) +
                      (one.in_latest ? "+ " : " ") + one.line);
    }
    return lines;
  }
  using Lines = std::vector<std::string>;

  FakeSegmentStore store_;
  Archive archive_{store_};
  int seconds_ = 0;
};

TEST_F(SearchTest, TellsInWhichVersionsALineStands) {
  put("r1", {"ntp server 1\nend", "ntp server 2\nend", "ntp server 2\nend\n", "ntp server 1\nend"});
  put("r2", {"ntp server 9\nend"});
  EXPECT_EQ((Lines{"r1 1-1 ntp server 1", "r1 2-3 ntp server 2", "r1 4-4+ ntp server 1",
                   "r2 1-1+ ntp server 9"}),
            found("ntp server"));
  EXPECT_EQ((Lines{"r1 4-4+ ntp server 1", "r2 1-1+ ntp server 9"}),
            found("ntp", Form::kWords, {.devices = {}, .latest_only = true}));
  EXPECT_EQ((Lines{"r2 1-1+ ntp server 9"}), found("ntp", Form::kWords, {.devices = {"r2"}}));
  EXPECT_EQ(Lines{}, found("nowhere"));
}

TEST_F(SearchTest, LooksForPatternsAndForWordsOfAnyCase) {
  put("r1", {"interface Vlan1\n ip address 10.0.0.1\n", "interface Vlan1\n ip address 10.0.0.2\n"});
  EXPECT_EQ((Lines{"r1 1-1  ip address 10.0.0.1", "r1 2-2+  ip address 10.0.0.2"}),
            found("^ ip .*\\.[12]$", Form::kPattern));
  EXPECT_EQ((Lines{"r1 1-2+ interface Vlan1"}), found("VLAN1", Form::kWords, {}, Case::kAny));
  EXPECT_EQ(Lines{}, found("VLAN1"));
  EXPECT_EQ(Lines{}, found("10.0.0.1\\n", Form::kPattern));
}

TEST_F(SearchTest, NeverTellsWhetherAGuessAtASecretIsRight) {
  put("r1", {"user a password hunter2\n", "user a password other\n", "end\n"});
  EXPECT_EQ(Lines{}, found("hunter2"));
  EXPECT_EQ(Lines{}, found("password h"));
  EXPECT_EQ(Lines{}, found("hunter.", Form::kPattern));
  EXPECT_EQ(Lines{}, found("password [a-z]", Form::kPattern));
  EXPECT_EQ(Lines{}, found("HUNTER2", Form::kWords, {}, Case::kAny));
  // The letters of the mark are no letters of the line.
  EXPECT_EQ(Lines{}, found("secret"));
  EXPECT_EQ(Lines{}, found("secret", Form::kPattern));
  // Versions with different secrets are not told apart either.
  EXPECT_EQ((Lines{"r1 1-2 user a password <secret>"}), found("user a"));
  EXPECT_EQ((Lines{"r1 1-2 user a password <secret>"}), found("password <secret>"));
  EXPECT_EQ((Lines{"r1 1-2 user a password <secret>"}), found("password .$", Form::kPattern));
}

TEST_F(SearchTest, JoinsWhatGoesOnOverSegments) {
  std::vector<std::string> texts;
  for (int i = 0; i < 2500; ++i) texts.push_back("hostname r1\n" + std::to_string(i));
  std::vector<Capture> captures;
  for (const auto& text : texts) captures.push_back(capture(text, ++seconds_));
  ASSERT_TRUE(archive_.put_all("r1", "cisco_ios", captures, rules()));
  ASSERT_GT(archive_.find("r1")->segments, 2u);
  EXPECT_EQ((Lines{"r1 1-2500+ hostname r1"}), found("hostname"));
  EXPECT_EQ((Lines{"r1 2401-2401 2400"}), found("^2400$", Form::kPattern));
}

TEST_F(SearchTest, CountsWhatItDoesNotGiveBack) {
  put("r1", {"a 1\na 2\na 3"});
  const auto query = Query::make("a", Form::kWords, Case::kExact);
  const auto result = search(store_, *query, rules_of(), {.devices = {}, .most = 2});
  EXPECT_EQ(2u, result->findings.size());
  EXPECT_EQ(3u, result->total);
  EXPECT_EQ(1u, result->devices);
  EXPECT_EQ(1u, result->versions);
}

TEST_F(SearchTest, SaysThatADeviceIsGoneAndFindsItsLinesAllTheSame) {
  put("r1", {"a"});
  store_.remove_device("r1");
  const auto query = Query::make("a", Form::kWords, Case::kExact);
  EXPECT_TRUE(search(store_, *query, rules_of(), {})->findings.at(0).device_removed);
}

TEST_F(SearchTest, RefusesWhatCanNotBeLookedFor) {
  for (const std::string& text : {std::string(), std::string("a\nb"), std::string(2000, 'a')}) {
    EXPECT_EQ(ErrorCode::kInvalidArgument,
              Query::make(text, Form::kWords, Case::kExact).error().code);
  }
  EXPECT_EQ(ErrorCode::kInvalidArgument,
            Query::make("(", Form::kPattern, Case::kExact).error().code);
  const auto query = Query::make("a", Form::kWords, Case::kExact);
  EXPECT_EQ(ErrorCode::kNotFound,
            search(store_, *query, rules_of(), {.devices = {"r9"}}).error().code);
}

TEST_F(SearchTest, TellsOfDamageInsteadOfFindingLess) {
  put("r1", {"a"});
  Series series = *archive_.find("r1");
  ASSERT_TRUE(
      store_.write(series, std::vector<StoredSegment>{{{0, 1, 1, {}, "cisco_ios"}, "junk"}}));
  const auto query = Query::make("a", Form::kWords, Case::kExact);
  EXPECT_EQ(ErrorCode::kStoreFailed, search(store_, *query, rules_of(), {}).error().code);
}

}  // namespace
}  // namespace lw::archive
