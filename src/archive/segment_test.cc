#include "archive/segment.h"

#include <gtest/gtest.h>

#include <random>

#include "archive/compression.h"
#include "archive/lines.h"
#include "archive/testing.h"

namespace lw::archive {
namespace {

using testing::at;

Version version(int seconds) { return {at(seconds), at(seconds), 0, 0, {"alice", "a test"}}; }

TEST(Lines, MakeTheTextAgainWithAndWithoutALineFeedAtTheEnd) {
  for (const std::string_view text : {"", "\n", "a", "a\n", "a\n\nb", "\na\r\n"}) {
    EXPECT_EQ(text, join_lines(lines_of(text)));
  }
  EXPECT_NE(lines_of("a"), lines_of("a\n"));
}

// The law of the archive: what was put in comes out, whatever was changed from one to the next.
TEST(Segment, GivesEveryVersionBackAsItWas) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    std::minstd_rand random(seed);
    std::vector<std::string> texts{"hostname r1\n!\ninterface Vlan1\n no shutdown\n!\nend\n"};
    Segment segment = Segment::begin(texts[0], version(0));
    for (int i = 1; i < 60; ++i) {
      texts.push_back(testing::edited(texts.back(), random));
      segment.append(texts.back(), version(i * 60));
      if (i % 20 == 0) segment = *Segment::decode(segment.encode(3));
    }
    const auto read = Segment::decode(segment.encode(9));
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_EQ(texts.size(), read->versions().size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      ASSERT_EQ(texts[i], read->text(i)) << "seed " << seed << ", version " << i;
      ASSERT_EQ(version(static_cast<int>(i) * 60), read->versions()[i]);
    }
  }
}

TEST(Segment, KnowsInWhichVersionsEachLineStands) {
  std::minstd_rand random(3);
  std::string text = "a\nb\nc\nd";
  Segment segment = Segment::begin(text, version(0));
  for (int i = 1; i < 200; ++i) segment.append(text = testing::edited(text, random), version(i));
  const auto lives = segment.lifetimes();
  std::vector<std::size_t> seen(lives.size());
  ASSERT_TRUE(segment.replay([&](std::size_t index, std::span<const std::uint32_t> lines) {
    for (const std::uint32_t line : lines) {
      ++seen[line];
      EXPECT_LE(lives[line].from, index);
      EXPECT_GE(lives[line].to, index);
    }
    return Result<void>{};
  }));
  for (std::size_t i = 0; i < lives.size(); ++i) {
    ASSERT_EQ(lives[i].to - lives[i].from + 1, seen[i]) << "line " << i;
  }
}

TEST(Segment, KeepsWhatBecameKnownOfItsLatestVersion) {
  Segment segment = Segment::begin("a\n", version(0));
  segment.seen_again(at(500), 3, 2);
  const auto read = *Segment::decode(segment.encode(3));
  EXPECT_EQ(at(500), read.versions()[0].seen);
  EXPECT_EQ(3u, read.versions()[0].seen_again);
  EXPECT_EQ(2u, read.versions()[0].noise_only);
}

TEST(Segment, IsFullWhenItsChangesOutgrowItsFirstText) {
  Segment segment = Segment::begin("a\n", version(0));
  EXPECT_FALSE(segment.full());
  segment.append(std::string(300'000, 'x'), version(1));
  EXPECT_TRUE(segment.full());
  Segment longer = Segment::begin("a\n", version(0));
  for (int i = 1; !longer.full(); ++i) longer.append(std::to_string(i), version(i));
  EXPECT_EQ(1024u, longer.versions().size());
}

TEST(Segment, OfOtherBytesIsRefused) {
  Segment segment = Segment::begin("a\nb\n", version(0));
  segment.append("a\nc\n", version(1));
  const std::string good = segment.encode(3);
  ASSERT_TRUE(Segment::decode(good));
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(Segment::decode(good.substr(0, size))) << size;
  }
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string changed = good;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    const auto read = Segment::decode(changed);
    // A bit of the frame's header may mean nothing: then the text is what it was.
    if (read) EXPECT_EQ("a\nc\n", read->text(1)) << i;
  }
  EXPECT_EQ(ErrorCode::kStoreFailed, Segment::decode("").error().code);
}

TEST(Compression, RefusesWhatWouldBecomeTooLarge) {
  const std::string bytes = compress(std::string(100'000, 'x'), 3);
  EXPECT_LT(bytes.size(), 200u);
  EXPECT_TRUE(decompress(bytes, 100'000));
  EXPECT_FALSE(decompress(bytes, 99'999));
}

}  // namespace
}  // namespace lw::archive
