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
  EXPECT_NE(changed.error().hint.find("device set NAME --accept-key"), std::string::npos);
  const auto certificate = pins_.check(kRouter, {std::string(kCertificateAlgorithm), "SHA256:C"});
  ASSERT_FALSE(certificate);
  EXPECT_TRUE(certificate.error().message.starts_with("the certificate of 192.0.2.1:22"))
      << certificate.error().message;
  EXPECT_NE(certificate.error().hint.find("show crypto ca certificates"), std::string::npos);
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

std::string fingerprint(char digit) { return "SHA256:" + std::string(42, digit) + "A"; }

TEST_F(PeerPinsTest, SeesAtOnceWhatAnotherProcessPinsOrDrops) {
  PeerPins other(file_);
  ASSERT_TRUE(pins_.check(kRouter, kOne));
  EXPECT_EQ(other.find(kRouter).value(), kOne);
  ASSERT_TRUE(other.check({"192.0.2.2", 22}, kTwo));
  EXPECT_EQ(pins_.find({"192.0.2.2", 22}).value(), kTwo);
  ASSERT_TRUE(other.forget(kRouter));
  EXPECT_EQ(pins_.find(kRouter).value(), std::nullopt);
  std::filesystem::remove(file_);
  EXPECT_EQ(pins_.check({"192.0.2.2", 22}, kOne).value(), PinOutcome::kPinnedNow);
}

TEST_F(PeerPinsTest, KeepsCommentsAndALastLineWithoutItsEnd) {
  put("# mine\n192.0.2.9:22 ssh-rsa SHA256:nine 2024\n\n192.0.2.8:22 ssh-rsa SHA256:eight 2024");
  ASSERT_TRUE(pins_.check(kRouter, kOne));
  ASSERT_TRUE(pins_.forget({"192.0.2.9", 22}));
  EXPECT_TRUE(text().starts_with("# mine\n\n192.0.2.8:22 ssh-rsa SHA256:eight 2024\n192.0.2.1:22"))
      << text();
  EXPECT_EQ(PeerPins(file_).list().value().size(), 2u);
}

TEST_F(PeerPinsTest, FingerprintsOfCertificatesAreTakenAsOpensslShowsThem) {
  std::string pairs = "ab";
  for (int i = 1; i < 32; ++i) pairs += ":cd";
  const Endpoint endpoint{"192.0.2.9", 443};
  ASSERT_TRUE(pins_.pin(endpoint, {"", "SHA256:" + pairs}));
  EXPECT_TRUE(pins_.find(endpoint).value()->fingerprint.starts_with("SHA256:AB:CD:CD"));
  EXPECT_FALSE(pins_.pin({"192.0.2.8", 443}, {"", "SHA256:" + pairs + ":ef"}));
  EXPECT_FALSE(pins_.pin({"192.0.2.8", 443}, {"", "SHA256:zz" + pairs.substr(2)}));
}

TEST_F(PeerPinsTest, FingerprintGivenInAdvanceIsCheckedWhateverTheAlgorithm) {
  EXPECT_EQ(pins_.pin(kRouter, {"", fingerprint('x') + "="}).value(), PinOutcome::kPinnedNow);
  EXPECT_EQ(pins_.find(kRouter).value(), (PeerKey{"any", fingerprint('x')}));
  EXPECT_EQ(pins_.check(kRouter, {"ssh-rsa", fingerprint('x')}).value(), PinOutcome::kMatches);
  EXPECT_EQ(pins_.check(kRouter, {"ssh-rsa", fingerprint('y')}).error().code,
            ErrorCode::kHostKeyChanged);
  const auto other = pins_.pin(kRouter, {"ssh-rsa", fingerprint('y')});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::kConflict);
  EXPECT_NE(other.error().message.find(fingerprint('x')), std::string::npos);
  EXPECT_NE(other.error().message.find(fingerprint('y')), std::string::npos);
  const std::string no_digits = "SHA256:" + std::string(43, '!');
  for (const std::string_view bad : {"", "SHA256:short", "MD5:00:11", no_digits.c_str()}) {
    EXPECT_EQ(pins_.pin({"192.0.2.7", 22}, {"", std::string(bad)}).error().code,
              ErrorCode::kInvalidArgument);
  }
}

constexpr std::string_view kKey =
    "AAAAC3NzaC1lZDI1NTE5AAAAILrCt01EXP/twNK276bzbUEDQ3u+aPKgDVswhsTQj67L";
constexpr std::string_view kKeyFingerprint = "SHA256:UHN8I1t9Q9RfuF9CPiwvQr0wL4q2cJmi4pwf+vksnDY";

TEST_F(PeerPinsTest, ImportsKnownHostsAndItsOwnExport) {
  const auto key = std::string(kKey);
  const auto imported = pins_.import_lines("# hosts\n\nr1,192.0.2.1 ssh-ed25519 " + key +
                                           " me@here\r\n[r2]:2222 ssh-ed25519 " + key +
                                           "\nr3 any " + fingerprint('z') + "\n");
  ASSERT_TRUE(imported);
  EXPECT_EQ(imported->pinned, 3u);
  EXPECT_TRUE(imported->refused.empty());
  for (const auto& endpoint :
       {Endpoint{"r1", 22}, Endpoint{"192.0.2.1", 22}, Endpoint{"r2", 2222}}) {
    EXPECT_EQ(pins_.find(endpoint).value(), (PeerKey{"ssh-ed25519", std::string(kKeyFingerprint)}));
  }
  const auto exported = pins_.export_lines().value();
  PeerPins copy(folder_.path() / "copy");
  EXPECT_EQ(copy.import_lines(exported)->pinned, 4u);
  EXPECT_EQ(copy.import_lines(exported)->known, 4u);
  EXPECT_EQ(copy.export_lines().value(), exported);
}

TEST_F(PeerPinsTest, RefusesLinesOfAnImportOneByOneAndNeverOverwrites) {
  ASSERT_TRUE(pins_.pin(kRouter, {"ssh-rsa", fingerprint('a')}));
  const auto key = std::string(kKey);
  const auto imported = pins_.import_lines(
      "192.0.2.1 ssh-rsa " + fingerprint('b') + "\n" +    // another key is pinned
      "|1|c2FsdA==|aGFzaA== ssh-ed25519 " + key + "\n" +  // hashed
      "@revoked r4 ssh-ed25519 " + key + "\n" +           //
      "*.example.com ssh-ed25519 " + key + "\n" +         //
      "r5 ssh-rsa " + key + "\n" +                        // the key says ssh-ed25519
      "r6 ssh-ed25519 !!!!\n" +                           //
      "r7\n" +                                            //
      "r8,192.0.2.1 ssh-ed25519 " + key + "\n" +          // one of two is pinned otherwise
      "r9 ssh-ed25519 " + key + "\nr9 any " + fingerprint('c') + "\n");
  ASSERT_TRUE(imported);
  EXPECT_EQ(imported->pinned, 1u);
  ASSERT_EQ(imported->refused.size(), 9u);
  const std::size_t lines[] = {1, 2, 3, 4, 5, 6, 7, 8, 10};
  for (std::size_t i = 0; i < 9; ++i) EXPECT_EQ(imported->refused[i].line, lines[i]);
  const auto& first = imported->refused[0].error;
  EXPECT_EQ(first.code, ErrorCode::kConflict);
  EXPECT_NE(first.message.find(fingerprint('a')), std::string::npos) << first.message;
  EXPECT_NE(first.message.find(fingerprint('b')), std::string::npos) << first.message;
  EXPECT_NE(imported->refused[1].error.message.find("hashed"), std::string::npos);
  EXPECT_EQ(pins_.find(kRouter).value()->fingerprint, fingerprint('a'));
  EXPECT_EQ(pins_.list().value().size(), 2u) << "the router and r9";
}

// Bytes that this process has read or written so far, whatever the call.
std::size_t bytes(std::string_view direction) {
  std::ifstream io("/proc/self/io");
  std::string name;
  for (std::size_t count = 0; io >> name >> count;) {
    if (name == direction) return count;
  }
  return 0;
}

TEST_F(PeerPinsTest, TenThousandPinsAreNeitherReadNorWrittenAnewForEachConnection) {
  constexpr int kPins = 10'000;
  const auto written = bytes("wchar:");
  const auto read = bytes("rchar:");
  const auto endpoint = [](int i) { return Endpoint{"10.0.0.1", static_cast<std::uint16_t>(i)}; };
  for (int i = 1; i <= kPins; ++i) ASSERT_TRUE(pins_.check(endpoint(i), kOne));
  for (int i = 1; i <= kPins; ++i) {
    ASSERT_EQ(pins_.check(endpoint(i), kOne).value(), PinOutcome::kMatches);
    ASSERT_TRUE(pins_.find(endpoint(i)).value());
  }
  const auto size = text().size();
  EXPECT_LT(bytes("wchar:") - written, 2 * size);
  EXPECT_LT(bytes("rchar:") - read, 3 * size);
}

}  // namespace
}  // namespace lw::net
