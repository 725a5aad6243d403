// The SSH 1 server and its shells over real connections.
#include "net/ssh1_testing.h"
#include "net/stream_testing.h"
#include "net/tcp.h"

namespace lw::net {
namespace {

// A client that is logged in, with its shell running.
struct Client {
  std::unique_ptr<Stream> stream;
  Ssh1Packets packets;
  Ssh1PublicKeys keys;

  Task<Result<void>> send_raw(std::string bytes, std::size_t piece) {
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      LW_CO_TRY(co_await stream->write(std::string_view(bytes).substr(at, piece), soon()));
    }
    co_return Result<void>{};
  }
  Task<Result<void>> send(Ssh1Type type, std::string data) {
    co_return co_await send_raw(packets.encode(type, data).value(), 1);
  }
  Task<Result<Ssh1Packet>> hear() {
    for (;;) {
      LW_CO_ASSIGN(auto packet, packets.next());
      if (packet) co_return *std::move(packet);
      char wire[512];
      LW_CO_ASSIGN(const auto count, co_await stream->read_some(wire, soon()));
      packets.receive({wire, count});
    }
  }
};

Task<Result<Client>> meet(Endpoint at) {
  Client client;
  LW_CO_ASSIGN(client.stream, co_await connect_tcp(at, direct_route(), soon()));
  LW_CO_TRY(co_await client.send_raw("SSH-1.5-test\n", 1));
  std::string line;
  for (char byte = 0; byte != '\n'; line += byte) {
    LW_CO_TRY(co_await client.stream->read_some({&byte, 1}, soon()));
  }
  EXPECT_EQ(line, "SSH-1.5-Cisco-1.25\n");
  LW_CO_ASSIGN(const auto first, co_await client.hear());
  LW_CO_ASSIGN(client.keys, decode_ssh1_public_keys(first.data));
  co_return client;
}

Task<Result<Client>> open_shell(Endpoint at) {
  LW_CO_ASSIGN(auto client, co_await meet(at));
  const auto answer = encode(ssh1_answer(client.keys, kSsh1CipherTripleDes));
  LW_CO_TRY(co_await client.send(Ssh1Type::kSessionKey, answer));
  LW_CO_TRY(client.packets.encrypt_with(kSsh1CipherTripleDes, ssh1_test_session_key()));
  LW_CO_TRY(co_await client.hear());
  LW_CO_TRY(co_await client.send(Ssh1Type::kUser, ssh1_text("admin")));
  LW_CO_TRY(co_await client.hear());
  LW_CO_TRY(co_await client.send(Ssh1Type::kAuthPassword, ssh1_text("right")));
  LW_CO_ASSIGN(const auto accepted, co_await client.hear());
  EXPECT_EQ(accepted.type, Ssh1Type::kSuccess);
  LW_CO_TRY(co_await client.send(Ssh1Type::kExecShell, ""));
  co_return client;
}

// What the server's handler saw, for the test's thread.
struct Seen {
  std::promise<ErrorCode> end;
  std::string typed;
};

// Reads until an error, then closes in good order.
std::function<Task<>(SshShell)> listen_to(std::shared_ptr<Seen> seen) {
  return [seen](SshShell shell) -> Task<> {
    const auto kept = seen;
    char buffer[64];
    for (;;) {
      const auto count = co_await shell.stream->read_some(buffer, soon());
      if (!count) {
        co_await shell.stream->close(soon());
        kept->end.set_value(count.error().code);
        co_return;
      }
      kept->typed.append(buffer, *count);
    }
  };
}

class Ssh1ServerTest : public testing::Test {
 protected:
  Ssh1Server serve(std::function<Task<>(SshShell)> handler) {
    auto server =
        Ssh1Server::create(loop_, {"127.0.0.1", 0}, ssh1_test_options(std::move(handler)));
    EXPECT_TRUE(server) << server.error().message;
    return std::move(*server);
  }
  // `talk` with a logged-in client.
  void with_client(const Endpoint& at, std::function<Task<Result<void>>(Client&)> talk) {
    const auto outcome = loop_.run<Result<void>>([&]() -> Task<Result<void>> {
      LW_CO_ASSIGN(auto client, co_await open_shell(at));
      co_return co_await talk(client);
    });
    EXPECT_TRUE(outcome) << outcome.error().message;
  }

  Loop loop_{2};
};

TEST_F(Ssh1ServerTest, CarriesAConversationThatComesByteByByte) {
  auto server = serve([](SshShell shell) -> Task<> {
    EXPECT_TRUE(co_await shell.stream->write(shell.username + "@r1#", soon()));
    const auto line = co_await read_until(*shell.stream, "\r", soon());
    EXPECT_TRUE(line);
    EXPECT_TRUE(co_await shell.stream->write("you typed " + line.value_or(""), soon()));
    co_await shell.stream->close(soon());
  });
  with_client(server.local(), [](Client& client) -> Task<Result<void>> {
    LW_CO_ASSIGN(const auto prompt, co_await client.hear());
    EXPECT_EQ(prompt.data, ssh1_text("admin@r1#"));
    for (const char key : {'h', 'i', '\r'}) {
      LW_CO_TRY(co_await client.send(Ssh1Type::kStdinData, ssh1_text(std::string(1, key))));
    }
    LW_CO_ASSIGN(const auto echo, co_await client.hear());
    EXPECT_EQ(echo.data, ssh1_text("you typed hi\r"));
    LW_CO_ASSIGN(const auto status, co_await client.hear());
    EXPECT_EQ(status.type, Ssh1Type::kExitStatus);
    EXPECT_EQ(status.data, std::string(4, '\0'));
    LW_CO_TRY(co_await client.send(Ssh1Type::kExitConfirmation, ""));
    const auto end = co_await client.hear();
    EXPECT_EQ(end.error().code, ErrorCode::kConnectionLost) << "the server closes";
    co_return Result<void>{};
  });
}

TEST_F(Ssh1ServerTest, AReadThatTimesOutLosesNothing) {
  auto server = serve([](SshShell shell) -> Task<> {
    EXPECT_TRUE(co_await shell.stream->write("ready", soon()));
    char buffer[8];
    const auto nothing = co_await shell.stream->read_some(buffer, very_soon());
    EXPECT_EQ(nothing.error().code, ErrorCode::kTimeout);
    EXPECT_TRUE(co_await shell.stream->write("go on", soon()));
    const auto line = co_await read_until(*shell.stream, "!", soon());
    EXPECT_EQ(line.value_or(""), "hello!");
    co_await shell.stream->close(soon());
  });
  with_client(server.local(), [](Client& client) -> Task<Result<void>> {
    const auto packet = client.packets.encode(Ssh1Type::kStdinData, ssh1_text("hello!")).value();
    LW_CO_TRY(co_await client.hear());
    LW_CO_TRY(co_await client.send_raw(packet.substr(0, 7), 7));
    LW_CO_TRY(co_await client.hear());
    LW_CO_TRY(co_await client.send_raw(packet.substr(7), 1));
    LW_CO_ASSIGN(const auto status, co_await client.hear());
    EXPECT_EQ(status.type, Ssh1Type::kExitStatus);
    co_return Result<void>{};
  });
}

TEST_F(Ssh1ServerTest, TheEndOfTheClientsInputComesAfterAllOfIt) {
  const auto seen = std::make_shared<Seen>();
  auto server = serve(listen_to(seen));
  with_client(server.local(), [](Client& client) -> Task<Result<void>> {
    LW_CO_TRY(co_await client.send(Ssh1Type::kStdinData, ssh1_text(std::string(1000, 'x'))));
    LW_CO_TRY(co_await client.send(Ssh1Type::kWindowSize, std::string(16, '\0')));
    LW_CO_TRY(co_await client.send(Ssh1Type::kStdinData, ssh1_text("")));
    LW_CO_TRY(co_await client.send(Ssh1Type::kStdinData, ssh1_text("end")));
    LW_CO_TRY(co_await client.send(Ssh1Type::kEof, ""));
    LW_CO_ASSIGN(const auto status, co_await client.hear());
    EXPECT_EQ(status.type, Ssh1Type::kExitStatus);
    co_return Result<void>{};
  });
  EXPECT_EQ(seen->end.get_future().get(), ErrorCode::kConnectionLost);
  EXPECT_EQ(seen->typed, std::string(1000, 'x') + "end");
}

TEST_F(Ssh1ServerTest, AMessageThatAShellDoesNotKnowEndsIt) {
  const auto seen = std::make_shared<Seen>();
  auto server = serve(listen_to(seen));
  with_client(server.local(), [](Client& client) -> Task<Result<void>> {
    LW_CO_TRY(co_await client.send(Ssh1Type::kRequestPty, ""));
    LW_CO_ASSIGN(const auto farewell, co_await client.hear());
    EXPECT_EQ(farewell.type, Ssh1Type::kDisconnect);
    co_return Result<void>{};
  });
  EXPECT_EQ(seen->end.get_future().get(), ErrorCode::kConnectionLost);
}

TEST_F(Ssh1ServerTest, PacketsThatMakeNoSenseEndTheShell) {
  const auto seen = std::make_shared<Seen>();
  auto server = serve(listen_to(seen));
  with_client(server.local(), [](Client& client) -> Task<Result<void>> {
    LW_CO_TRY(co_await client.send_raw(std::string(64, '\x01'), 1));
    LW_CO_ASSIGN(const auto farewell, co_await client.hear());
    EXPECT_EQ(farewell.type, Ssh1Type::kDisconnect);
    co_return Result<void>{};
  });
  EXPECT_EQ(seen->end.get_future().get(), ErrorCode::kConnectionLost);
}

TEST_F(Ssh1ServerTest, AShellWhoseStreamIsCancelledEnds) {
  const auto ended = std::make_shared<std::promise<ErrorCode>>();
  auto server = serve([ended](SshShell shell) -> Task<> {
    const auto kept = ended;
    shell.stream->cancel();
    char buffer[8];
    const auto count = co_await shell.stream->read_some(buffer, soon());
    kept->set_value(count.error().code);
  });
  with_client(server.local(), [](Client& client) -> Task<Result<void>> {
    EXPECT_EQ((co_await client.hear()).error().code, ErrorCode::kConnectionLost);
    co_return Result<void>{};
  });
  EXPECT_EQ(ended->get_future().get(), ErrorCode::kCancelled);
}

TEST_F(Ssh1ServerTest, StoppingEndsHandshakesAndShells) {
  auto server = serve(listen_to(std::make_shared<Seen>()));
  const auto outcome = loop_.run<Result<void>>([&]() -> Task<Result<void>> {
    LW_CO_ASSIGN(auto met, co_await meet(server.local()));
    LW_CO_ASSIGN(auto in_shell, co_await open_shell(server.local()));
    EXPECT_EQ(server.connections(), 2U);
    co_return Result<void>{};
  });
  EXPECT_TRUE(outcome) << outcome.error().message;
  server.stop();
  EXPECT_EQ(server.connections(), 0U);
}

TEST_F(Ssh1ServerTest, ANewHostKeyIsForNewConnections) {
  auto server = serve(listen_to(std::make_shared<Seen>()));
  const auto host_modulus = [&] {
    return loop_.run<std::string>([&]() -> Task<std::string> {
      const auto client = co_await meet(server.local());
      co_return client ? client->keys.host_modulus : client.error().message;
    });
  };
  EXPECT_EQ(host_modulus(), ssh1_test_key(1024)->modulus());
  server.replace_host_key(ssh1_test_key(512));
  EXPECT_EQ(host_modulus(), ssh1_test_key(512)->modulus());
}

TEST_F(Ssh1ServerTest, AConnectionThatSomebodyElseAcceptedIsServedLikewise) {
  auto listener = listen(loop_, [](std::unique_ptr<Stream> stream) -> Task<> {
    co_await serve_ssh1(std::move(stream), ssh1_test_options([](SshShell shell) -> Task<> {
                          EXPECT_TRUE(co_await shell.stream->write("r2>", soon()));
                          co_await shell.stream->close(soon());
                        }));
  });
  with_client(listener.local(), [](Client& client) -> Task<Result<void>> {
    LW_CO_ASSIGN(const auto prompt, co_await client.hear());
    EXPECT_EQ(prompt.data, ssh1_text("r2>"));
    co_return Result<void>{};
  });
}

TEST_F(Ssh1ServerTest, ARefusedClientReadsWhyAlthoughItKeepsTalking) {
  auto server = serve(listen_to(std::make_shared<Seen>()));
  const auto outcome = loop_.run<Result<void>>([&]() -> Task<Result<void>> {
    LW_CO_ASSIGN(auto client, co_await meet(server.local()));
    // Three messages out of order: the server answers the first and has the others unread.
    const auto packet = client.packets.encode(Ssh1Type::kUser, ssh1_text("admin")).value();
    LW_CO_TRY(co_await client.send_raw(packet, packet.size()));
    LW_CO_TRY(co_await client.send_raw(packet + packet, 1));
    LW_CO_ASSIGN(const auto farewell, co_await client.hear());
    EXPECT_EQ(farewell.type, Ssh1Type::kDisconnect);
    co_return Result<void>{};
  });
  EXPECT_TRUE(outcome) << outcome.error().message;
}

TEST_F(Ssh1ServerTest, AServerWithoutAKeyIsRefused) {
  auto options = ssh1_test_options([](SshShell) -> Task<> { co_return; });
  options.host_key = nullptr;
  const auto server = Ssh1Server::create(loop_, {"127.0.0.1", 0}, std::move(options));
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace lw::net
