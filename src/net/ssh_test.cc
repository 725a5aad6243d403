#include "net/ssh.h"

#include "net/ssh_server.h"
#include "net/stream_testing.h"

namespace lw::net {
namespace {

const Secret& host_key() {
  static const Secret key = generate_ssh_host_key().value();
  return key;
}

Task<> prompt_and_echo(SshShell shell) {
  const auto greeting = shell.username + "@r1#";
  EXPECT_TRUE(co_await shell.stream->write(greeting, soon()));
  char buffer[4096];
  for (;;) {
    const auto count = co_await shell.stream->read_some(buffer, soon());
    if (!count || !co_await shell.stream->write({buffer, *count}, soon())) co_return;
  }
}

SshServer serve(Loop& loop, std::function<Task<>(SshShell)> handler = prompt_and_echo) {
  SshServerOptions options;
  options.host_key = host_key();
  options.login = [](std::string_view username, const Secret& password) {
    return username == "admin" && password.equals(Secret("right")) ? LoginAnswer::kAccepted
                                                                   : LoginAnswer::kRefused;
  };
  options.handler = std::move(handler);
  auto server = SshServer::create(loop, {"127.0.0.1", 0}, std::move(options));
  EXPECT_TRUE(server) << server.error().message;
  return std::move(*server);
}

class Ssh : public testing::Test {
 protected:
  Task<Result<std::unique_ptr<Stream>>> connect(Endpoint endpoint, std::string password = "right",
                                                Deadline deadline = soon()) {
    return connect_ssh({.endpoint = std::move(endpoint),
                        .username = "admin",
                        .password = Secret(std::move(password))},
                       pins_, deadline);
  }

  Error connect_error(Endpoint endpoint, std::string password = "right",
                      Deadline deadline = soon()) {
    const auto stream = loop_.run<Result<std::unique_ptr<Stream>>>(
        [&] { return connect(endpoint, password, deadline); });
    EXPECT_FALSE(stream);
    return stream ? Error{} : stream.error();
  }

  TemporaryFolder folder_;
  HostKeyPins pins_{folder_.path() / "pins"};
  Loop loop_{2};
};

TEST_F(Ssh, ClientAndServerHoldAConversation) {
  auto server = serve(loop_);
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
  auto server = serve(loop_);
  const auto error = connect_error(server.local(), "wrong");
  EXPECT_EQ(error.code, ErrorCode::kLoginRefused) << error.message;
  EXPECT_EQ(error.message.find("wrong"), std::string::npos);
}

TEST_F(Ssh, ChangedHostKeyIsRefusedWithBothFingerprints) {
  auto server = serve(loop_);
  const HostKey old{"ssh-rsa", "SHA256:old"};
  ASSERT_TRUE(pins_.check(server.local(), old));
  const auto error = connect_error(server.local());
  EXPECT_EQ(error.code, ErrorCode::kHostKeyChanged);
  EXPECT_NE(error.message.find("SHA256:old"), std::string::npos) << error.message;
  EXPECT_NE(error.message.rfind("SHA256:"), error.message.find("SHA256:"));
}

}  // namespace
}  // namespace lw::net
