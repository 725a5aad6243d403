#include "net/peer_pins.h"

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include "net/stream_testing.h"

namespace lw::net {
namespace {

const PeerKey kOne{"ssh-ed25519", "SHA256:one"};
const PeerKey kTwo{"ssh-ed25519", "SHA256:two"};
const Endpoint kRouter{"192.0.2.1", 22};

class PeerPinsTest : public testing::Test {
 protected:
  std::string text() const {
    std::ostringstream all;
    all << std::ifstream(file_).rdbuf();
    return all.str();
  }
  void put(std::string_view text) const { std::ofstream(file_) << text; }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "known";
  PeerPins pins_{file_};
};

TEST_F(PeerPinsTest, PinsOnFirstUseAndMatchesAfterwards) {
  EXPECT_EQ(pins_.check(kRouter, kOne).value(), PinOutcome::kPinnedNow);
  EXPECT_EQ(pins_.check(kRouter, kOne).value(), PinOutcome::kMatches);
  EXPECT_EQ(PeerPins(file_).find(kRouter).value(), kOne);
  EXPECT_TRUE(text().starts_with("192.0.2.1:22 ssh-ed25519 SHA256:one 20")) << text();
}

TEST_F(PeerPinsTest, RefusesAChangedKeyUntilThePinIsDropped) {
  ASSERT_TRUE(pins_.check(kRouter, kOne));
  const auto changed = pins_.check(kRouter, kTwo);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().code, ErrorCode::kHostKeyChanged);
  EXPECT_NE(changed.error().message.find("SHA256:one"), std::string::npos);
  EXPECT_NE(changed.error().message.find("SHA256:two"), std::string::npos);
  EXPECT_NE(changed.error().hint.find(file_.string()), std::string::npos);
  ASSERT_TRUE(pins_.forget(kRouter));
  EXPECT_EQ(pins_.forget(kRouter).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(pins_.check(kRouter, kTwo).value(), PinOutcome::kPinnedNow);
}

TEST_F(PeerPinsTest, NamesTheLineOfACorruptFileAndLeavesItAlone) {
  for (const std::string bad :
       {"# mine\n192.0.2.9:22 ssh-rsa\n", "\n192.0.2.9:22 ssh-rsa MD5:xx 2024\n"}) {
    put(bad);
    const auto refused = pins_.check(kRouter, kOne);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
    EXPECT_NE(refused.error().message.find(file_.string() + ": line 2"), std::string::npos)
        << refused.error().message;
    EXPECT_EQ(text(), bad);
  }
  put("a:1 k SHA256:x d\na:1 k SHA256:y d\n");
  EXPECT_FALSE(pins_.find(kRouter)) << "two keys for one endpoint";
}

TEST_F(PeerPinsTest, LosesNoPinOfThreadsAndProcessesThatWriteAtOnce) {
  constexpr int kEach = 20;
  const auto pin_some = [&](int writer) {
    for (int i = 0; i < kEach; ++i) {
      const Endpoint endpoint{"host" + std::to_string(writer), static_cast<std::uint16_t>(i + 1)};
      if (!pins_.check(endpoint, kOne)) return 1;
    }
    return 0;
  };
  const auto child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) ::_exit(pin_some(0));
  std::vector<std::thread> threads;
  for (int writer = 1; writer <= 3; ++writer) {
    threads.emplace_back([&, writer] { EXPECT_EQ(pin_some(writer), 0); });
  }
  for (auto& thread : threads) thread.join();
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  const auto all = text();
  EXPECT_EQ(std::ranges::count(all, '\n'), 4 * kEach);
}

}  // namespace
}  // namespace lw::net
