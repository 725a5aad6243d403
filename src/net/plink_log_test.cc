#include "net/plink_log.h"

#include <gtest/gtest.h>

namespace lw::net {
namespace {

// As plink 0.78 -v says it of a first connection, up to the key.
constexpr std::string_view kKeySeen =
    "Looking up host \"/tmp/x/server\"\nConnecting to Unix socket\n"
    "Remote version: SSH-2.0-Cisco-1.25\nHost key fingerprint is:\n"
    "ssh-dss 1024 SHA256:abc\nThe host key is not cached for this server:\n"
    "Connection abandoned.\nFATAL ERROR: Cannot confirm a host key in batch mode\n";

TEST(PlinkLog, FindsTheHostKeyInPiecesOfAnySize) {
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, kKeySeen.size()}) {
    PlinkLog log;
    for (auto rest = kKeySeen; !rest.empty(); rest.remove_prefix(std::min(piece, rest.size()))) {
      log.add(rest.substr(0, piece));
    }
    EXPECT_TRUE(log.host_key_unconfirmed());
    ASSERT_TRUE(log.host_key());
    EXPECT_EQ(*log.host_key(), (PeerKey{"ssh-dss", "SHA256:abc"}));
    EXPECT_FALSE(log.shell_started());
  }
}

TEST(PlinkLog, KnowsThatTheShellHasStarted) {
  PlinkLog log;
  log.add("Allocated pty\r\nStarted a shell/command\r\n");
  EXPECT_TRUE(log.shell_started());
}

TEST(PlinkLog, NamesWhatWentWrong) {
  struct Case {
    std::string_view said;
    ErrorCode code;
    std::string_view message;
  };
  const Case cases[] = {
      {"Sent password\nAccess denied\nFATAL ERROR: Configured password was not accepted\n",
       ErrorCode::kLoginRefused, "refused user name or password"},
      {"FATAL ERROR: Couldn't agree a host key algorithm (available: ssh-x)\n",
       ErrorCode::kUnsupported, "available: ssh-x"},
      {"FATAL ERROR: Remote side unexpectedly closed network connection\nbye\n",
       ErrorCode::kConnectionLost, "Remote side unexpectedly closed"},
      {"", ErrorCode::kConnectionLost, "without a word"},
  };
  for (const auto& one : cases) {
    PlinkLog log;
    log.add(one.said);
    EXPECT_EQ(log.error().code, one.code);
    EXPECT_NE(log.error().message.find(one.message), std::string::npos) << log.error().message;
  }
}

TEST(PlinkLog, KeepsLittleOfALineWithoutEndAndShowsItPrintable) {
  PlinkLog log;
  for (int i = 0; i < 1000; ++i) log.add(std::string(10'000, '\x1b'));
  log.add("\n");
  EXPECT_LT(log.error().message.size(), 1000u);
  EXPECT_EQ(log.error().message.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace lw::net
