#include "archive/archive.h"

#include <gtest/gtest.h>

#include "archive/fake_segment_store.h"
#include "archive/testing.h"

namespace lw::archive {
namespace {

using testing::at;
using testing::capture;
using testing::rules;

class ArchiveTest : public ::testing::Test {
 protected:
  Kept put(const std::string& text, int seconds, const std::string& platform = "cisco_ios") {
    const auto kept = archive_.put("r1", platform, capture(text, seconds), rules());
    EXPECT_TRUE(kept) << kept.error().message;
    return kept.value_or(Kept::kSeenAgain);
  }
  Series series() { return *archive_.find("r1"); }

  FakeSegmentStore store_;
  Archive archive_{store_};
};

TEST_F(ArchiveTest, KeepsAVersionForEachChangeAndNoneForTheSameText) {
  EXPECT_EQ(Kept::kNewVersion, put("a\n", 0));
  EXPECT_EQ(Kept::kSeenAgain, put("a\n", 10));
  EXPECT_EQ(Kept::kNewVersion, put("b\n", 20));
  EXPECT_EQ(Kept::kNewVersion, put("a\n", 30));
  const auto versions = *archive_.versions(series(), 10);
  ASSERT_EQ(3u, versions.size());
  EXPECT_EQ(3u, versions[0].number);
  EXPECT_EQ(at(10), versions[2].version.seen);
  EXPECT_EQ(1u, versions[2].version.seen_again);
  EXPECT_EQ("alice", versions[2].version.source.who);
  EXPECT_EQ("b\n", archive_.version(series(), 2)->text);
  EXPECT_EQ(2u, archive_.versions(series(), 2)->size());
}

TEST_F(ArchiveTest, MakesNoVersionOfNoiseAndTellsOfIt) {
  put("! Last change 10:00\nhostname r1\nend", 0);
  EXPECT_EQ(Kept::kNoiseOnly, put("! Last change 11:00\nhostname r1\nend", 10));
  EXPECT_EQ(Kept::kNoiseOnly, put("hostname r1\nend\n! Last one\n! Last", 20));
  EXPECT_EQ(Kept::kNewVersion, put("! Last change 11:00\nhostname r2\nend", 30));
  const auto versions = *archive_.versions(series(), 10);
  EXPECT_EQ(2u, versions[1].version.noise_only);
  EXPECT_EQ(0u, versions[1].version.seen_again);
  EXPECT_EQ(at(20), versions[1].version.seen);
}

TEST_F(ArchiveTest, TellsOfTheLatestVersionWhatWasSeenSince) {
  put("a", 0);
  put("a", 50);
  const auto versions = *archive_.versions(series(), 1);
  EXPECT_EQ(1u, versions[0].version.seen_again);
  EXPECT_EQ(at(50), versions[0].version.seen);
}

TEST_F(ArchiveTest, RefusesTextsThatAreNoneOrTooLargeOrComeLate) {
  put("a", 100);
  for (const std::string& text :
       {std::string(), std::string(" \n"), std::string(kMostTextBytes + 1, 'x')}) {
    const auto kept = archive_.put("r1", "cisco_ios", capture(text, 200), rules());
    ASSERT_FALSE(kept);
    EXPECT_EQ(ErrorCode::kInvalidArgument, kept.error().code);
  }
  const auto late = archive_.put("r1", "cisco_ios", capture("b", 99), rules());
  ASSERT_FALSE(late);
  EXPECT_EQ(ErrorCode::kConflict, late.error().code);
  EXPECT_EQ(1u, series().versions);
}

TEST_F(ArchiveTest, FindsTheVersionThatWasInForce) {
  put("a", 100);
  put("b", 200);
  put("c", 300);
  EXPECT_EQ(1u, *archive_.number_at(series(), at(100)));
  EXPECT_EQ(1u, *archive_.number_at(series(), at(199)));
  EXPECT_EQ(3u, *archive_.number_at(series(), at(999)));
  EXPECT_EQ(ErrorCode::kNotFound, archive_.number_at(series(), at(99)).error().code);
  EXPECT_EQ(ErrorCode::kNotFound, archive_.version(series(), 4).error().code);
  EXPECT_EQ(ErrorCode::kNotFound, archive_.version(series(), 0).error().code);
  EXPECT_EQ(ErrorCode::kNotFound, archive_.find("r2").error().code);
}

// Its text is read with the patterns of the family that wrote it.
TEST_F(ArchiveTest, BeginsASegmentWhenTheDeviceIsOfAnotherPlatform) {
  put("a", 0);
  put("a", 10, "cisco_asa");
  put("b", 20, "cisco_asa");
  EXPECT_EQ(2u, series().segments);
  EXPECT_EQ("cisco_ios", archive_.version(series(), 1)->of.platform);
  EXPECT_EQ("cisco_asa", archive_.version(series(), 2)->of.platform);
  EXPECT_EQ("b", archive_.version(series(), 3)->text);
}

TEST_F(ArchiveTest, GivesBackEveryVersionOverManySegments) {
  std::minstd_rand random(11);
  std::vector<Capture> captures;
  std::string text = "hostname r1\n";
  for (int i = 0; i < 3000; ++i) {
    text += std::to_string(i) + "\n";
    if (text.size() > 2000) text = testing::edited(text.substr(500), random);
    captures.push_back(capture(text, i));
  }
  const auto kept = archive_.put_all("r1", "cisco_ios", captures, rules());
  ASSERT_TRUE(kept);
  EXPECT_GT(series().segments, 1u);
  for (std::size_t i = 0; i < captures.size(); i += 7) {
    const std::uint64_t number = *archive_.number_at(series(), at(static_cast<int>(i)));
    ASSERT_EQ(captures[i].text, archive_.version(series(), number)->text) << i;
  }
  std::uint64_t visited = 1500;
  ASSERT_TRUE(
      archive_.each_version(series(), 1500, [&](const Archive::Visited& one) -> Result<void> {
        EXPECT_EQ(++visited, one.place.first_version + one.index);
        return {};
      }));
  EXPECT_EQ(series().versions, visited);
}

TEST_F(ArchiveTest, PutsManyTogetherOrNone) {
  const std::vector<Capture> captures{capture("a", 10), capture("b", 5)};
  EXPECT_FALSE(archive_.put_all("r1", "cisco_ios", captures, rules()));
  EXPECT_FALSE(archive_.find("r1"));
}

// Another writer that always comes between reading and writing.
class RacedStore : public FakeSegmentStore {
 public:
  int races = 0;
  Result<void> write(const Series& series, std::span<const StoredSegment> segments) override {
    if (races > 0) {
      --races;
      Archive other(*this);
      const int left = std::exchange(races, 0);
      const auto kept =
          other.put("r1", "cisco_ios", capture("other " + std::to_string(left), 10), rules());
      EXPECT_TRUE(kept);
      races = left;
    }
    return FakeSegmentStore::write(series, segments);
  }
};

TEST(TwoWriters, LoseNoVersion) {
  RacedStore store;
  store.races = 3;
  Archive archive(store);
  ASSERT_TRUE(archive.put("r1", "cisco_ios", capture("mine", 20), rules()));
  const Series series = *archive.find("r1");
  ASSERT_EQ(4u, series.versions);
  EXPECT_EQ("other 2", archive.version(series, 1)->text);
  EXPECT_EQ("other 0", archive.version(series, 3)->text);
  EXPECT_EQ("mine", archive.version(series, 4)->text);
}

TEST(TwoWriters, GiveUpWhenOneNeverComesFirst) {
  RacedStore store;
  store.races = 1000;
  Archive archive(store);
  const auto kept = archive.put("r1", "cisco_ios", capture("mine", 20), rules());
  ASSERT_FALSE(kept);
  EXPECT_EQ(ErrorCode::kConflict, kept.error().code);
}

}  // namespace
}  // namespace lw::archive
