// What every SegmentStore must keep to. A test program includes this once and instantiates the
// suite with a way to make its store:
//
//   INSTANTIATE_TEST_SUITE_P(Fake, SegmentStoreContract, ::testing::Values(make_fake));
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "archive/segment_store.h"
#include "archive/testing.h"

namespace lw::archive {

class SegmentStoreContract
    : public ::testing::TestWithParam<std::function<std::shared_ptr<SegmentStore>()>> {
 protected:
  void SetUp() override {
    store_ = GetParam()();
    if (!store_) GTEST_SKIP() << "this store cannot be reached here";
  }

  static StoredSegment segment(std::uint32_t number, std::uint64_t first, std::string bytes) {
    return {{number, first, 1, testing::at(static_cast<int>(number)), "cisco_ios"},
            std::move(bytes)};
  }
  Series written(const std::string& device, std::uint32_t segments) {
    Series series{.device = device,
                  .platform = "cisco_ios",
                  .versions = segments,
                  .segments = segments,
                  .first_at = testing::at(0),
                  .latest_at = testing::at(9),
                  .seen = testing::at(10),
                  .seen_again = 4,
                  .noise_only = 2};
    std::vector<StoredSegment> all;
    for (std::uint32_t i = 0; i < segments; ++i)
      all.push_back(segment(i, i + 1, device + std::to_string(i)));
    const auto wrote = store_->write(series, all);
    EXPECT_TRUE(wrote) << wrote.error().message;
    return **store_->find(device);
  }
  std::vector<std::string> visited(SegmentStore::Which which) {
    std::vector<std::string> bytes;
    EXPECT_TRUE(store_->each(which, [&](const Series& series, StoredSegment one) -> Result<void> {
      EXPECT_TRUE(one.bytes.starts_with(series.device));
      bytes.push_back(one.bytes);
      return {};
    }));
    return bytes;
  }

  std::shared_ptr<SegmentStore> store_;
};

TEST_P(SegmentStoreContract, AnEmptyOneHasNothing) {
  EXPECT_FALSE(*store_->find("r1"));
  EXPECT_TRUE(store_->list()->empty());
  EXPECT_TRUE(visited(SegmentStore::Which::kAll).empty());
}

TEST_P(SegmentStoreContract, WhatIsWrittenIsReadBack) {
  const Series series = written("r1", 2);
  EXPECT_EQ("r1", series.device);
  EXPECT_EQ("cisco_ios", series.platform);
  EXPECT_EQ(2u, series.versions);
  EXPECT_EQ(2u, series.segments);
  EXPECT_EQ(testing::at(0), series.first_at);
  EXPECT_EQ(testing::at(9), series.latest_at);
  EXPECT_EQ(testing::at(10), series.seen);
  EXPECT_EQ(4u, series.seen_again);
  EXPECT_EQ(2u, series.noise_only);
  EXPECT_NE(0u, series.revision);
  EXPECT_EQ("r10", *store_->read(series, 0));
  EXPECT_EQ("r11", *store_->read(series, 1));
  const auto missing = store_->read(series, 2);
  ASSERT_FALSE(missing);
  EXPECT_EQ(ErrorCode::kStoreFailed, missing.error().code);
  const auto places = *store_->places(series);
  ASSERT_EQ(2u, places.size());
  EXPECT_EQ(1u, places[1].number);
  EXPECT_EQ(2u, places[1].first_version);
  EXPECT_EQ(1u, places[1].versions);
  EXPECT_EQ(testing::at(1), places[1].first_at);
  EXPECT_EQ("cisco_ios", places[1].platform);
}

TEST_P(SegmentStoreContract, BytesOfAnyKindAreKept) {
  std::string bytes = "r1";
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  bytes.resize(300'000, '\0');
  ASSERT_TRUE(store_->write({.device = "r1", .platform = "p", .versions = 1, .segments = 1},
                            std::vector{segment(0, 1, bytes)}));
  EXPECT_EQ(bytes, *store_->read(**store_->find("r1"), 0));
}

TEST_P(SegmentStoreContract, ASegmentIsReplacedAndANextOneAdded) {
  Series series = written("r1", 1);
  series.segments = series.versions = 2;
  ASSERT_TRUE(
      store_->write(series, std::vector{segment(0, 1, "r1 new"), segment(1, 2, "r1 next")}));
  EXPECT_EQ((std::vector<std::string>{"r1 new", "r1 next"}), visited(SegmentStore::Which::kAll));
  EXPECT_EQ((std::vector<std::string>{"r1 next"}), visited(SegmentStore::Which::kLast));
}

TEST_P(SegmentStoreContract, TheStateAloneCanBeWritten) {
  Series series = written("r1", 1);
  series.seen_again = 99;
  ASSERT_TRUE(store_->write(series, {}));
  EXPECT_EQ(99u, (*store_->find("r1"))->seen_again);
  EXPECT_EQ("r10", *store_->read(series, 0));
}

TEST_P(SegmentStoreContract, OfTwoWritersTheSecondIsRefusedAndWritesNothing) {
  const Series series = written("r1", 1);
  ASSERT_TRUE(store_->write(series, std::vector{segment(0, 1, "r1 first")}));
  const auto second = store_->write(series, std::vector{segment(0, 1, "r1 second")});
  ASSERT_FALSE(second);
  EXPECT_EQ(ErrorCode::kConflict, second.error().code);
  EXPECT_EQ("r1 first", *store_->read(series, 0));
  const auto anew = store_->write({.device = "r1", .platform = "p", .versions = 1, .segments = 1},
                                  std::vector{segment(0, 1, "r1 again")});
  ASSERT_FALSE(anew);
  EXPECT_EQ(ErrorCode::kConflict, anew.error().code);
  EXPECT_EQ("r1 first", *store_->read(series, 0));
}

TEST_P(SegmentStoreContract, SeriesAreListedAndVisitedByDevice) {
  written("r2", 2);
  written("r1", 1);
  written("r3", 1);
  const auto all = *store_->list();
  ASSERT_EQ(3u, all.size());
  EXPECT_EQ("r1", all[0].device);
  EXPECT_EQ("r3", all[2].device);
  EXPECT_EQ((std::vector<std::string>{"r10", "r20", "r21", "r30"}),
            visited(SegmentStore::Which::kAll));
  EXPECT_EQ((std::vector<std::string>{"r10", "r21", "r30"}), visited(SegmentStore::Which::kLast));
  std::vector<std::string> of_one;
  ASSERT_TRUE(store_->each_of(all[1], SegmentStore::Which::kAll,
                              [&](const Series&, StoredSegment one) -> Result<void> {
                                of_one.push_back(one.bytes);
                                return {};
                              }));
  EXPECT_EQ((std::vector<std::string>{"r20", "r21"}), of_one);
}

TEST_P(SegmentStoreContract, AVisitorThatFailsEndsTheVisit) {
  written("r1", 2);
  int visits = 0;
  const auto ended = store_->each(SegmentStore::Which::kAll,
                                  [&](const Series&, const StoredSegment&) -> Result<void> {
                                    ++visits;
                                    return failure(ErrorCode::kCancelled, "enough");
                                  });
  ASSERT_FALSE(ended);
  EXPECT_EQ(ErrorCode::kCancelled, ended.error().code);
  EXPECT_EQ(1, visits);
}

// Two writers in turn, each with what it read: every version of both is there.
TEST_P(SegmentStoreContract, AnArchiveOnItGivesBackWhatWasPut) {
  Archive archive(*store_);
  std::minstd_rand random(5);
  std::vector<std::string> texts{"hostname r1\n!\nend\n"};
  for (int i = 0; i < 30; ++i) {
    const auto kept =
        archive.put("r1", "cisco_ios", testing::capture(texts.back(), i), testing::rules());
    ASSERT_TRUE(kept) << kept.error().message;
    texts.push_back(texts.back() + "line " + std::to_string(random() % 9) + "\n");
  }
  const Series series = *archive.find("r1");
  ASSERT_EQ(30u, series.versions);
  for (std::uint64_t number = 1; number <= 30; ++number) {
    EXPECT_EQ(texts[number - 1], archive.version(series, number)->text);
  }
}

}  // namespace lw::archive
