#include "device/journal.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "base/file.h"
#include "base/temporary_folder.h"
#include "base/text.h"

namespace lw::device {
namespace {

class JournalTest : public testing::Test {
 protected:
  TemporaryFolder folder_;
};

TEST_F(JournalTest, EveryLineIsOneJsonObjectForItsOwnerAlone) {
  auto journal = Journal::open(folder_.path()).value();
  ASSERT_TRUE(journal.record("r1", JournalEvent::kSent, "hostname \xff\n x"));
  ASSERT_TRUE(journal.record("r1", JournalEvent::kRejected, "% Invalid"));
  const std::string text = read_file(folder_.path() / "journal.jsonl", 1 << 20).value();
  const auto lines = split_lines(text);
  ASSERT_EQ(lines.size(), 2U);
  const auto first = nlohmann::json::parse(lines[0]);
  EXPECT_EQ(first["device"], "r1");
  EXPECT_EQ(first["event"], "sent");
  EXPECT_EQ(first["time"].get<std::string>().size(), 24U);
  EXPECT_EQ(nlohmann::json::parse(lines[1])["event"], "rejected");
  struct stat status{};
  ASSERT_EQ(::stat((folder_.path() / "journal.jsonl").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(JournalTest, AUseOfOldCryptographyHasProtocolAndProfile) {
  auto journal = Journal::open(folder_.path()).value();
  ASSERT_TRUE(journal.record_old_cryptography("r1", "ssh1", "ancient"));
  const auto entry =
      nlohmann::json::parse(read_file(folder_.path() / "journal.jsonl", 1 << 20).value());
  EXPECT_EQ(entry["event"], "old_cryptography");
  EXPECT_EQ(entry["device"], "r1");
  EXPECT_EQ(entry["protocol"], "ssh1");
  EXPECT_EQ(entry["profile"], "ancient");
  EXPECT_EQ(entry["time"].get<std::string>().size(), 24U);
}

TEST_F(JournalTest, KnowsOnWhichDeviceAnUndoWasLeftArmed) {
  {
    auto journal = Journal::open(folder_.path()).value();
    ASSERT_TRUE(journal.record("cut", JournalEvent::kArmed, "reload in 10"));
    ASSERT_TRUE(journal.record("done", JournalEvent::kArmed, "reload in 10"));
    ASSERT_TRUE(journal.record("done", JournalEvent::kDisarmed, "reload cancel"));
    ASSERT_TRUE(journal.record("other", JournalEvent::kSent, "description armed"));
  }
  {
    std::ofstream damaged(folder_.path() / "journal.jsonl", std::ios::app);
    damaged << "{\"device\":7,\"event\":\"armed\"}\n{\"event\":\"armed\"}\n[\"armed\"]\narmed\n";
  }
  auto journal = Journal::open(folder_.path()).value();
  EXPECT_TRUE(journal.left_armed("cut").value());
  for (const char* settled : {"done", "other", "unknown"}) {
    EXPECT_FALSE(journal.left_armed(settled).value()) << settled;
  }
  // And what is recorded since.
  ASSERT_TRUE(journal.record("cut", JournalEvent::kDisarmed, "reload cancel"));
  ASSERT_TRUE(journal.record("unknown", JournalEvent::kArmed, "reload in 10"));
  EXPECT_FALSE(journal.left_armed("cut").value());
  EXPECT_TRUE(journal.left_armed("unknown").value());
}

TEST_F(JournalTest, LinesOfManyThreadsDoNotMix) {
  auto journal = Journal::open(folder_.path()).value();
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i)
          EXPECT_TRUE(journal.record("r", JournalEvent::kSent, std::string(300, 'x')));
      });
    }
  }
  const std::string text = read_file(folder_.path() / "journal.jsonl", 1 << 20).value();
  for (const auto line : split_lines(text)) EXPECT_EQ(nlohmann::json::parse(line)["event"], "sent");
  EXPECT_EQ(split_lines(text).size(), 200U);
}

TEST_F(JournalTest, AFolderThatIsNotThereIsAnError) {
  EXPECT_EQ(Journal::open(folder_.path() / "none").error().code, ErrorCode::kStoreFailed);
}

}  // namespace
}  // namespace lw::device
