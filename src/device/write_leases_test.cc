#include "device/write_leases.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <chrono>

#include "base/deadline.h"
#include "base/temporary_folder.h"

namespace lw::device {
namespace {

using std::chrono::milliseconds;

// Until `done`, or a generous limit.
template <class Done>
bool comes_true(const Done& done) {
  for (const auto limit = Deadline::after(std::chrono::seconds(20)); !limit.passed();) {
    if (done()) return true;
    ::poll(nullptr, 0, 5);
  }
  return false;
}

class WriteLeasesTest : public testing::Test {
 protected:
  std::unique_ptr<WriteLeases> open(LeaseTimes times = {}) {
    auto opened = WriteLeases::open({.folder = folder_.path()}, times);
    EXPECT_TRUE(opened) << opened.error().message;
    return *std::move(opened);
  }
  TemporaryFolder folder_;
};

TEST_F(WriteLeasesTest, AreHeldByOneProcessAtATime) {
  const auto one = open();
  const auto two = open();
  {
    const auto held = one->acquire("r1");
    ASSERT_TRUE(held) << held.error().message;
    EXPECT_TRUE(held->check());
    const auto refused = two->acquire("r1");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
    EXPECT_NE(refused.error().message.find("process"), std::string::npos);
    EXPECT_TRUE(two->acquire("r2"));
  }
  const auto now = two->acquire("r1");
  ASSERT_TRUE(now) << now.error().message;
  EXPECT_EQ(now->lease().token, 2);
}

TEST_F(WriteLeasesTest, AreRenewedWhileTheyAreHeld) {
  const auto one = open({.length = milliseconds(400),
                         .renewed_every = milliseconds(50),
                         .margin = milliseconds(100)});
  const auto held = one->acquire("r1");
  ASSERT_TRUE(held);
  const auto begun = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begun < milliseconds(1200)) {
    ASSERT_TRUE(held->check());
    ::poll(nullptr, 0, 10);
  }
}

TEST_F(WriteLeasesTest, StopTheirWriterWhenTheyAreNotRenewed) {
  const auto one = open({.length = milliseconds(300),
                         .renewed_every = std::chrono::hours(1),
                         .margin = milliseconds(200)});
  const auto held = one->acquire("r1");
  ASSERT_TRUE(held);
  EXPECT_TRUE(comes_true([&] { return !held->check(); }));
  EXPECT_EQ(held->check().error().code, ErrorCode::kConflict);
  const auto two = open();
  EXPECT_TRUE(comes_true([&] { return two->acquire("r1").has_value(); }));
}

TEST_F(WriteLeasesTest, StopTheirWriterWhenTheyAreTakenAway) {
  const auto one = open({.length = milliseconds(60'000),
                         .renewed_every = milliseconds(20),
                         .margin = milliseconds(100)});
  const auto held = one->acquire("r1");
  ASSERT_TRUE(held && held->check());
  auto inventory = store::Inventory::open(folder_.path());
  ASSERT_TRUE(inventory);
  store::Leases leases(inventory->database());
  ASSERT_EQ(leases.list()->size(), 1U);
  ASSERT_TRUE(leases.take_away("r1"));
  EXPECT_TRUE(comes_true([&] { return !held->check(); }));
  const auto fenced = leases.check(held->lease());
  ASSERT_FALSE(fenced);
  EXPECT_EQ(fenced.error().code, ErrorCode::kConflict);
}

}  // namespace
}  // namespace lw::device
