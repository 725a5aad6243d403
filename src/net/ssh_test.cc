#include "net/ssh.h"

#include "net/ssh_server_testing.h"

namespace lw::net {
namespace {

class Ssh : public testing::Test {
 protected:
  Task<Result<std::unique_ptr<Stream>>> connect(Endpoint endpoint, std::string password = "right",
                                                Deadline deadline = soon()) {
    return connect_ssh({.endpoint = std::move(endpoint),
                        .username = "admin",
                        .password = Secret(std::move(password))},
                       pins_, direct_route(), deadline);
  }

  Error connect_error(Endpoint endpoint, std::string password = "right",
                      Deadline deadline = soon()) {
    const auto stream = loop_.run<Result<std::unique_ptr<Stream>>>(
        [&] { return connect(endpoint, password, deadline); });
    EXPECT_FALSE(stream);
    return stream ? Error{} : stream.error();
  }

  TemporaryFolder folder_;
  PeerPins pins_{folder_.path() / "pins"};
  Loop loop_{2};
};

TEST_F(Ssh, ClientAndServerHoldAConversation) {
  auto server = serve_ssh(loop_);
  loop_.run<void>([&]() -> Task<> {
    auto stream = co_await connect(server.local());
    EXPECT_TRUE(stream) << stream.error().message;
    if (!stream) co_return;
    EXPECT_EQ(*co_await read_until(**stream, "#", soon()), "admin@r1#");
    EXPECT_TRUE(co_await (*stream)->write("show version\r", soon()));
    EXPECT_EQ(*co_await read_until(**stream, "\r", soon()), "show version\r");
    char buffer[8];
    EXPECT_EQ((co_await (*stream)->read_some(buffer, very_soon())).error().code,
              ErrorCode::kTimeout);
    co_await (*stream)->close(soon());
  });
}

TEST_F(Ssh, RefusedLoginIsTriedOnceAndNamed) {
  auto server = serve_ssh(loop_);
  const auto error = connect_error(server.local(), "wrong");
  EXPECT_EQ(error.code, ErrorCode::kLoginRefused) << error.message;
  EXPECT_EQ(error.message.find("wrong"), std::string::npos);
}

TEST_F(Ssh, ChangedHostKeyIsRefusedWithBothFingerprints) {
  auto server = serve_ssh(loop_);
  const PeerKey old{"ssh-rsa", "SHA256:old"};
  ASSERT_TRUE(pins_.check(server.local(), old));
  const auto error = connect_error(server.local());
  EXPECT_EQ(error.code, ErrorCode::kHostKeyChanged);
  EXPECT_NE(error.message.find("SHA256:old"), std::string::npos) << error.message;
  EXPECT_NE(error.message.rfind("SHA256:"), error.message.find("SHA256:"));
}

TEST_F(Ssh, NewHostKeyIsForNewConnectionsAndCutsNone) {
  auto server = serve_ssh(loop_);
  loop_.run<void>([&]() -> Task<> {
    auto stream = co_await connect(server.local());
    EXPECT_TRUE(stream) << stream.error().message;
    if (!stream) co_return;
    EXPECT_TRUE(co_await read_until(**stream, "#", soon()));
    EXPECT_TRUE(server.replace_host_key(generate_ssh_host_key().value()));
    EXPECT_TRUE(co_await (*stream)->write("still here\r", soon()));
    EXPECT_EQ(*co_await read_until(**stream, "\r", soon()), "still here\r");
    co_await (*stream)->close(soon());
  });
  EXPECT_EQ(connect_error(server.local()).code, ErrorCode::kHostKeyChanged);
  EXPECT_EQ(server.replace_host_key(Secret("no key")).error().code, ErrorCode::kInvalidArgument);
}

TEST_F(Ssh, CarriesMoreThanWindowsAndBuffersBothWays) {
  const std::string bytes(3 << 20, 'x');
  auto server = serve_ssh(loop_, [&](SshShell shell) -> Task<> {
    const auto got = co_await read_until(*shell.stream, "!", soon());
    EXPECT_EQ(got->size(), bytes.size() + 1);
    EXPECT_TRUE(co_await shell.stream->write(bytes + "!", soon()));
    co_await shell.stream->close(soon());
  });
  loop_.run<void>([&]() -> Task<> {
    auto stream = co_await connect(server.local());
    EXPECT_TRUE(co_await (*stream)->write(bytes + "!", soon()));
    const auto back = co_await read_until(**stream, "!", soon());
    EXPECT_TRUE(back) << back.error().message;
    if (!back) co_return;
    EXPECT_EQ(back->size(), bytes.size() + 1);
    char buffer[8];
    EXPECT_EQ((co_await (*stream)->read_some(buffer, soon())).error().code,
              ErrorCode::kConnectionLost);
  });
}

TEST_F(Ssh, CancelEndsAReadFromAnotherThread) {
  auto server = serve_ssh(loop_);
  std::promise<Stream*> open;
  auto outcome = loop_.start<ErrorCode>([&]() -> Task<ErrorCode> {
    auto stream = co_await connect(server.local());
    EXPECT_TRUE(co_await read_until(**stream, "#", soon()));
    open.set_value(stream->get());
    char buffer[8];
    co_return (co_await (*stream)->read_some(buffer, soon())).error().code;
  });
  open.get_future().get()->cancel();
  EXPECT_EQ(outcome.get(), ErrorCode::kCancelled);
}

std::ptrdiff_t open_descriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

TEST_F(Ssh, HoldsManySessionsAtOnceOnTwoThreadsAndGivesEveryDescriptorBack) {
  constexpr int kSessions = 60;
  auto server = serve_ssh(loop_);
  for (int thread = 0; thread < 2; ++thread) {  // a thread makes its own with its first wait
    loop_.run<void>([] { return wait_until(Deadline::after(std::chrono::milliseconds(1))); });
  }
  const auto before = open_descriptors();
  std::vector<std::future<void>> sessions;
  for (int i = 0; i < kSessions; ++i) {
    sessions.push_back(loop_.start<void>([&]() -> Task<> {
      auto stream =
          co_await connect(server.local(), "right", Deadline::after(std::chrono::seconds(60)));
      EXPECT_TRUE(stream) << stream.error().message;
      if (!stream) co_return;
      EXPECT_TRUE(co_await read_until(**stream, "#", soon()));
      co_await (*stream)->close(soon());
    }));
  }
  for (auto& session : sessions) session.get();
  server.stop();
  EXPECT_LE(open_descriptors(), before) << "the listener's own is gone, and so are all others";
}

}  // namespace
}  // namespace lw::net
