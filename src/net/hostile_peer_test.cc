// Peers that are no SSH server, or a broken one.
#include <atomic>

#include "net/ssh.h"
#include "net/ssh_offer_testing.h"
#include "net/stream_testing.h"

namespace lw::net {
namespace {

using namespace std::string_literals;

class HostilePeer : public testing::Test {
 protected:
  Error connect_error(TcpListener::Handler peer, Deadline deadline = soon()) {
    auto listener = listen(loop_, std::move(peer));
    const auto stream = loop_.run<Result<std::unique_ptr<Stream>>>([&] {
      return connect_ssh(
          {.endpoint = listener.local(), .username = "admin", .password = Secret("p")}, pins_,
          direct_route(), deadline);
    });
    EXPECT_FALSE(stream);
    return stream ? Error{} : stream.error();
  }

  TemporaryFolder folder_;
  PeerPins pins_{folder_.path() / "pins"};
  Loop loop_{2};
};

TEST_F(HostilePeer, ThatClosesAtOnceIsNamed) {
  const auto error = connect_error([](std::unique_ptr<Stream>) -> Task<> { co_return; });
  EXPECT_EQ(error.code, ErrorCode::kConnectionLost);
  EXPECT_NE(error.message.find("closed before"), std::string::npos) << error.message;
}

TEST_F(HostilePeer, ThatIsAWebServerIsShownForWhatItIs) {
  const auto error = connect_error(says("HTTP/1.1 400 Bad Request\r\n\r\n"));
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_NE(error.message.find("HTTP/"), std::string::npos) << error.message;
}

TEST_F(HostilePeer, ThatIsATelnetServerIsShownInPrintableForm) {
  const auto error = connect_error(says("\xff\xfb\x01\xff\xfb\x03"));
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_NE(error.message.find("\\xff"), std::string::npos) << error.message;
  EXPECT_NE(error.hint.find("Telnet"), std::string::npos);
}

TEST_F(HostilePeer, ThatIsSilentMeetsTheDeadline) {
  const auto error = connect_error(says(""), very_soon());
  EXPECT_EQ(error.code, ErrorCode::kTimeout);
  EXPECT_NE(error.message.find("nothing"), std::string::npos) << error.message;
}

TEST_F(HostilePeer, ThatSaysHalfALineMeetsTheDeadlineAndIsQuoted) {
  const auto error = connect_error(says("SSH-2.0-Ci"), very_soon());
  EXPECT_EQ(error.code, ErrorCode::kTimeout);
  EXPECT_NE(error.message.find("SSH-2.0-Ci"), std::string::npos) << error.message;
}

TEST_F(HostilePeer, ThatAsksForAPasswordAndWaitsIsNoSshServer) {
  const auto error =
      connect_error(says("\r\nUser Access Verification\r\n\r\nPassword: "), very_soon());
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_EQ(error.diagnosis, Diagnosis::kNotThisProtocol);
}

TEST_F(HostilePeer, ThatTakesItsOfferAwayBeforeItIsReadIsAskedForItAgain) {
  const auto greeting = "SSH-2.0-Cisco-1.25\r\n" +
                        kexinit({"diffie-hellman-group1-sha1", "ssh-rsa", "3des-cbc", "3des-cbc",
                                 "hmac-sha1", "hmac-sha1", "none", "none", "", ""});
  std::atomic<int> calls = 0;
  const auto error = connect_error([&](std::unique_ptr<Stream> stream) -> Task<> {
    const bool first = ++calls == 1;
    EXPECT_TRUE(co_await stream->write(first ? "SSH-2.0-Cisco-1.25\r\n" : greeting, soon()));
    char buffer[64];
    (void)co_await stream->read_some(buffer, soon());
  });
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(error.diagnosis, Diagnosis::kCryptoMismatch) << error.message;
  EXPECT_NE(error.message.find("the server offers diffie-hellman-group1-sha1"), std::string::npos);
}

TEST_F(HostilePeer, ThatSaysHalfALineAndClosesIsQuoted) {
  const auto error = connect_error([](std::unique_ptr<Stream> stream) -> Task<> {
    EXPECT_TRUE(co_await stream->write("SSH-2.0-Ci", soon()));
  });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_NE(error.message.find("SSH-2.0-Ci"), std::string::npos) << error.message;
}

TEST_F(HostilePeer, ThatSpeaksVersion1OnlyGetsAHint) {
  const auto error = connect_error(says("SSH-1.5-Cisco-1.25\n"));
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_NE(error.message.find("version 1"), std::string::npos) << error.message;
  EXPECT_FALSE(error.hint.empty());
}

TEST_F(HostilePeer, ThatTalksWithoutEndIsCutOff) {
  const auto error = connect_error([](std::unique_ptr<Stream> stream) -> Task<> {
    while (co_await stream->write("welcome to the machine\r\n", soon())) {
    }
  });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported) << error.message;
}

TEST_F(HostilePeer, ThatOffersOldAlgorithmsInOneBreathWithItsVersionAndClosesIsUnderstood) {
  const auto greeting = "SSH-2.0-Cisco-1.25\r\n" +
                        kexinit({"diffie-hellman-group1-sha1", "ssh-rsa", "3des-cbc", "3des-cbc",
                                 "hmac-sha1", "hmac-sha1", "none", "none", "", ""});
  const auto error = connect_error([greeting](std::unique_ptr<Stream> stream) -> Task<> {
    EXPECT_TRUE(co_await stream->write(greeting, soon()));
    char buffer[64];
    EXPECT_TRUE(co_await stream->read_some(buffer, soon()));
  });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported) << error.message;
  EXPECT_NE(error.message.find("the server offers diffie-hellman-group1-sha1"), std::string::npos)
      << error.message;
  EXPECT_NE(error.hint.find("profile to ancient"), std::string::npos) << error.hint;
}

TEST_F(HostilePeer, ThatFollowsItsVersionWithNoiseIsDropped) {
  const auto error = connect_error(says("SSH-2.0-Cisco-1.25\r\n" + std::string(4096, '\x7f')));
  EXPECT_EQ(error.code, ErrorCode::kConnectionLost) << error.message;
}

TEST_F(HostilePeer, ThatStallsInTheKeyExchangeMeetsTheDeadline) {
  const auto error = connect_error(says("hello\r\nSSH-2.0-Cisco-1.25\r\n"),
                                   Deadline::after(std::chrono::milliseconds(200)));
  EXPECT_EQ(error.code, ErrorCode::kTimeout) << error.message;
}

}  // namespace
}  // namespace lw::net
