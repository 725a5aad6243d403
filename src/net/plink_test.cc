// PuTTY's plink against our own SSH-2 server, and against scripted SSH 1.5 servers.
#include "net/plink.h"

#include <fstream>
#include <sstream>

#include "net/ssh1_packet_testing.h"
#include "net/ssh_server_testing.h"

namespace lw::net {
namespace {

using StreamResult = Result<std::unique_ptr<Stream>>;

std::string all_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// What other users see of the children of this process that are plinks.
std::string seen_of_plinks() {
  std::string text;
  for (const auto& thread : std::filesystem::directory_iterator("/proc/self/task")) {
    std::istringstream children(all_of(thread.path() / "children"));
    for (std::string child; children >> child;) {
      const auto process = "/proc/" + child;
      const auto name = all_of(process + "/comm");  // of a zombie as well
      if (name == "plink\n")
        text += name + all_of(process + "/cmdline") + all_of(process + "/environ");
    }
  }
  return text;
}

class PlinkTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("/usr/bin/plink")) GTEST_SKIP() << "skipped: no plink";
    ::setenv("TMPDIR", folder_.path().c_str(), 1);
  }
  void TearDown() override {
    ::unsetenv("TMPDIR");
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      EXPECT_FALSE(entry.is_directory()) << "left behind: " << entry.path();
    }
    EXPECT_EQ(seen_of_plinks(), "") << "left behind";
  }

  SshTarget target(const Endpoint& endpoint, std::string password = "right") {
    return {.endpoint = endpoint,
            .username = "admin",
            .password = Secret(std::move(password)),
            .allow_ssh1 = true};
  }
  StreamResult by_plink(const SshTarget& target, Deadline deadline = soon()) {
    return loop_.run<StreamResult>(
        [&] { return connect_ssh2_by_plink(target, pins_, direct_route(), deadline); });
  }
  StreamResult connect(const SshTarget& target, Deadline deadline = soon()) {
    return loop_.run<StreamResult>(
        [&] { return connect_ssh(target, pins_, direct_route(), deadline); });
  }

  TemporaryFolder folder_;
  PeerPins pins_{folder_.path() / "pins"};
  Loop loop_{1};  // a Stream stays on the thread that opened it
};

TEST_F(PlinkTest, HoldsAConversationAndPinsTheHostKeyBeforeItLogsIn) {
  int logins = 0;
  auto server = serve_ssh(loop_, [&](SshShell shell) -> Task<> {
    ++logins;
    EXPECT_EQ(shell.columns, 511);
    co_await greet_and_echo(std::move(shell));
  });
  for (int i = 0; i < 2; ++i) {
    auto stream = by_plink(target(server.local()));
    ASSERT_TRUE(stream) << stream.error().message;
    loop_.run<void>([&]() -> Task<> {
      EXPECT_EQ(*co_await read_until(**stream, "#", soon()), "admin@r1#");
      EXPECT_TRUE(co_await (*stream)->write("show version\r", soon()));
      EXPECT_EQ(*co_await read_until(**stream, "\r", soon()), "show version\r");
      char buffer[8];
      EXPECT_EQ((co_await (*stream)->read_some(buffer, very_soon())).error().code,
                ErrorCode::kTimeout);
      co_await (*stream)->close(soon());
    });
  }
  EXPECT_EQ(logins, 2);
  EXPECT_EQ(pins_.find(server.local()).value()->algorithm, "ssh-rsa");
}

TEST_F(PlinkTest, AgreesWithLibsshOnTheFingerprint) {
  auto server = serve_ssh(loop_);
  for (const bool plink : {false, true}) {
    auto stream = plink ? by_plink(target(server.local())) : connect(target(server.local()));
    ASSERT_TRUE(stream) << stream.error().message;
    EXPECT_TRUE(loop_.run<Result<std::string>>([&] { return read_until(**stream, "#", soon()); }));
  }
}

TEST_F(PlinkTest, RefusedLoginIsTriedOnceAndNamed) {
  std::atomic<int> attempts = 0;
  SshServerOptions options;
  options.host_key = test_host_key();
  options.login = judged_at_once([&](std::string_view, const Secret&) {
    ++attempts;
    return LoginAnswer::kRefused;
  });
  options.handler = greet_and_echo;
  auto server = SshServer::create(loop_, {"127.0.0.1", 0}, std::move(options));
  ASSERT_TRUE(server);
  const auto refused = by_plink(target(server->local(), "wrong-password"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kLoginRefused) << refused.error().message;
  EXPECT_EQ(refused.error().message.find("wrong-password"), std::string::npos);
  EXPECT_EQ(attempts, 1);
}

TEST_F(PlinkTest, ChangedHostKeyIsRefusedWithBothFingerprints) {
  auto server = serve_ssh(loop_);
  const std::string old = "SHA256:" + std::string(42, 'o') + "A";
  ASSERT_TRUE(pins_.check(server.local(), {"ssh-rsa", old}));
  const auto changed = by_plink(target(server.local()));
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().code, ErrorCode::kHostKeyChanged) << changed.error().message;
  EXPECT_NE(changed.error().message.find(old), std::string::npos);
  EXPECT_NE(changed.error().message.rfind("SHA256:"), changed.error().message.find("SHA256:"));
}

TEST_F(PlinkTest, CarriesMuchOutput) {
  const std::string bytes(3 << 20, 'x');
  auto server = serve_ssh(loop_, [&](SshShell shell) -> Task<> {
    EXPECT_TRUE(co_await shell.stream->write(bytes, soon()));
    co_await shell.stream->close(soon());
  });
  auto stream = by_plink(target(server.local()));
  ASSERT_TRUE(stream) << stream.error().message;
  const auto count = loop_.run<std::size_t>([&]() -> Task<std::size_t> {
    std::vector<char> buffer(65536);
    std::size_t all = 0;
    for (;;) {
      const auto some = co_await (*stream)->read_some(buffer, soon());
      if (!some) {
        EXPECT_EQ(some.error().code, ErrorCode::kConnectionLost);
        co_return all;
      }
      all += *some;
    }
  });
  EXPECT_EQ(count, bytes.size());
}

TEST_F(PlinkTest, CancelEndsAReadFromAnotherThread) {
  auto server = serve_ssh(loop_);
  auto stream = by_plink(target(server.local()));
  ASSERT_TRUE(stream);
  std::atomic<bool> reading = false;
  auto read = loop_.start<ErrorCode>([&]() -> Task<ErrorCode> {
    EXPECT_TRUE(co_await read_until(**stream, "#", soon()));
    char buffer[8];
    reading = true;
    co_return (co_await (*stream)->read_some(buffer, soon())).error().code;
  });
  while (!reading) std::this_thread::yield();
  (*stream)->cancel();
  EXPECT_EQ(read.get(), ErrorCode::kCancelled);
}

TEST_F(PlinkTest, SilentServerMeetsTheDeadlineAndThePasswordIsSeenByNobody) {
  auto silent = listen(loop_, says("SSH-2.0-Cisco-1.25\r\n"));
  const auto secretive = target(silent.local(), "in-no-list");
  auto waiting = loop_.start<StreamResult>([&] {
    return connect_ssh2_by_plink(secretive, pins_, direct_route(),
                                 Deadline::after(std::chrono::milliseconds(800)));
  });
  const auto limit = soon();
  std::string seen;
  while (seen.find("-pwfile") == std::string::npos && !limit.passed()) seen = seen_of_plinks();
  EXPECT_NE(seen.find("PUTTYDIR="), std::string::npos);
  EXPECT_EQ(seen.find("in-no-list"), std::string::npos);
  const auto late = waiting.get();
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::kTimeout) << late.error().message;
}

TEST_F(PlinkTest, PasswordThatIsNoLineIsRefusedBeforeAnybodyIsAsked) {
  auto server = serve_ssh(loop_);
  const auto refused = by_plink(target(server.local(), "two\nlines"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  auto keyed = target(server.local(), "");
  keyed.private_key = test_host_key();
  EXPECT_EQ(by_plink(keyed).error().code, ErrorCode::kUnsupported);
}

TEST_F(PlinkTest, Ssh1IsRefusedUnlessTheTargetAllowsIt) {
  auto server = listen(loop_, says("SSH-1.5-Cisco-1.25\n"));
  auto careful = target(server.local());
  careful.allow_ssh1 = false;
  const auto refused = connect(careful);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(refused.error().hint.find("--allow-ssh1"), std::string::npos) << refused.error().hint;
}

// Sends identification and key one byte at a time, hears a session key, and closes.
TcpListener::Handler ssh1_until_the_session_key(std::string& heard) {
  return [&heard](std::unique_ptr<Stream> stream) -> Task<> {
    const auto greeting = "SSH-1.5-Cisco-1.25\n" + ssh1_public_key_packet();
    for (const char& byte : greeting) {
      if (!co_await stream->write({&byte, 1}, soon())) co_return;
    }
    char buffer[512];
    while (heard.size() < 128) {
      const auto count = co_await stream->read_some(buffer, soon());
      if (!count) break;
      heard.append(buffer, *count);
    }
  };
}

// Until the server has heard all that there is to hear.
void await_end(Loop& loop, const TcpListener& server) {
  loop.run<void>([&]() -> Task<> {
    while (server.connections() > 0) co_await yield_turn();
  });
}

TEST_F(PlinkTest, Ssh1ServerIsPinnedByTheKeyThatPlinkThenUses) {
  std::string heard;
  auto server = listen(loop_, ssh1_until_the_session_key(heard));
  const auto lost = connect(target(server.local()));
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::kConnectionLost) << lost.error().message;
  await_end(loop_, server);
  EXPECT_GT(heard.size(), 100u) << lost.error().message;
  const auto pinned = pins_.find(server.local()).value();
  ASSERT_TRUE(pinned);
  EXPECT_EQ(*pinned, (PeerKey{"ssh1-rsa", std::string(kSsh1TestKeySha256)}));
}

TEST_F(PlinkTest, ChangedSsh1HostKeyIsRefusedBeforePlinkStarts) {
  std::string heard;
  auto server = listen(loop_, ssh1_until_the_session_key(heard));
  ASSERT_TRUE(pins_.check(server.local(), {"ssh1-rsa", "SHA256:old"}));
  const auto changed = connect(target(server.local()));
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().code, ErrorCode::kHostKeyChanged) << changed.error().message;
  await_end(loop_, server);
  EXPECT_EQ(heard, "SSH-1.5-Linewarden\n");
}

TEST_F(PlinkTest, Ssh1ServerThatSendsNoKeyIsNamed) {
  auto server = listen(loop_, says("SSH-1.5-Cisco-1.25\n" + std::string(8192, '\xff')));
  const auto error = connect(target(server.local()));
  ASSERT_FALSE(error);
  EXPECT_EQ(error.error().code, ErrorCode::kUnsupported) << error.error().message;
}

}  // namespace
}  // namespace lw::net
