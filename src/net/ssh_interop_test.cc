// Software that this project did not write: OpenSSH's client and paramiko against our server, our
// client against OpenSSH's server.
#include <fmt/core.h>

#include "net/ssh.h"
#include "net/ssh_server_testing.h"
#include "net/sshd_testing.h"

namespace lw::net {
namespace {

bool installed(const char* program) { return std::filesystem::exists(program); }

class SshInterop : public testing::Test {
 protected:
  std::string openssh(const SshServer& server, std::string_view more) const {
    const auto askpass = folder_.path() / "askpass";
    std::ofstream(askpass) << "#!/bin/sh\necho right\n";
    std::filesystem::permissions(askpass, std::filesystem::perms::owner_all);
    return output_of(fmt::format(
        "SSH_ASKPASS={} SSH_ASKPASS_REQUIRE=force ssh -F none -o StrictHostKeyChecking=no "
        "-o UserKnownHostsFile=/dev/null -o PubkeyAuthentication=no -p {} admin@127.0.0.1 {}",
        askpass.string(), server.local().port, more));
  }
  std::string exit_line() const {
    const auto file = folder_.path() / "typed";
    std::ofstream(file) << "exit\n";
    return file.string();
  }

  TemporaryFolder folder_;
  Loop loop_{2};
};

TEST_F(SshInterop, OpenSshLogsInByEitherMethodAndRunsACommand) {
  if (!installed("/usr/bin/ssh")) GTEST_SKIP() << "skipped: no OpenSSH client";
  auto server = serve_ssh(loop_);
  for (const auto* method : {"password", "keyboard-interactive"}) {
    const auto said =
        openssh(server, fmt::format("-o PreferredAuthentications={} show version", method));
    EXPECT_NE(said.find("ran show version"), std::string::npos) << said;
  }
}

TEST_F(SshInterop, OpenSshHoldsAShellWithATerminal) {
  if (!installed("/usr/bin/ssh")) GTEST_SKIP() << "skipped: no OpenSSH client";
  auto server = serve_ssh(loop_, [](SshShell shell) -> Task<> {
    EXPECT_TRUE(co_await shell.stream->write("r1#", soon()));
    const auto line = co_await read_until(*shell.stream, "exit", soon());
    EXPECT_TRUE(line);
    EXPECT_TRUE(co_await shell.stream->write("bye\r\n", soon()));
    co_await shell.stream->close(soon());
  });
  const auto said = openssh(server, "-tt < " + exit_line());
  EXPECT_NE(said.find("bye"), std::string::npos) << said;
}

TEST_F(SshInterop, ParamikoLogsInAndTalksToAShell) {
  auto server = serve_ssh(loop_);
  const auto script = folder_.path() / "client.py";
  std::ofstream(script) << fmt::format(R"(
import sys
try:
    import paramiko
except ImportError:
    print("no paramiko"); sys.exit()
client = paramiko.SSHClient()
client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
client.connect("127.0.0.1", {}, "admin", "right", look_for_keys=False, allow_agent=False)
print(client.get_transport().remote_version)
shell = client.invoke_shell(width=200)
shell.send("hello!")
text = b""
while b"!" not in text:
    text += shell.recv(100)
print(text.decode())
try:
    bad = paramiko.SSHClient()
    bad.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    bad.connect("127.0.0.1", {}, "admin", "wrong", look_for_keys=False, allow_agent=False)
except paramiko.AuthenticationException:
    print("refused")
)",
                                       server.local().port, server.local().port);
  const auto said = output_of("/usr/bin/python3 " + script.string());
  if (said.find("no paramiko") != std::string::npos) GTEST_SKIP() << "skipped: no paramiko";
  EXPECT_NE(said.find("SSH-2.0-Cisco-1.25"), std::string::npos) << said;
  EXPECT_NE(said.find("admin@r1#hello!"), std::string::npos) << said;
  EXPECT_NE(said.find("refused"), std::string::npos) << said;
}

// Our client against OpenSSH's server.
class SshToOpenSsh : public testing::Test {
 protected:
  void SetUp() override {
    if (!installed("/usr/sbin/sshd")) GTEST_SKIP() << "skipped: no OpenSSH server";
    if (::geteuid() != 0) GTEST_SKIP() << "skipped: sshd needs root";
  }

  // A key of this kind that every Sshd of the folder lets in.
  Secret login_key(const std::string& type) {
    const auto file = folder_.path() / type.substr(0, type.find(' '));
    generate_key(file, type);
    std::ofstream(folder_.path() / "authorized", std::ios::app)
        << file_text(file.string() + ".pub");
    return Secret(file_text(file));
  }

  SshTarget target(const Sshd& sshd, Secret key, CryptoProfile profile = CryptoProfile::kModern) {
    return {.endpoint = sshd.endpoint(),
            .username = user_,
            .private_key = std::move(key),
            .profile = profile};
  }

  // Logs in, hears the greeting and an echo.
  Result<std::string> converse(SshTarget target) {
    return loop_.run<Result<std::string>>([&]() -> Task<Result<std::string>> {
      LW_CO_ASSIGN(auto stream, co_await connect_ssh(target, pins_, direct_route(), soon()));
      LW_CO_ASSIGN(auto greeting, co_await read_until(*stream, "#", soon()));
      LW_CO_TRY(co_await stream->write("show version\r", soon()));
      LW_CO_ASSIGN(const auto echo, co_await read_until(*stream, "\r", soon()));
      co_await stream->close(soon());
      co_return greeting + echo;
    });
  }

  TemporaryFolder folder_;
  PeerPins pins_{folder_.path() / "pins"};
  std::string user_ = this_user();
  Loop loop_{2};
};

TEST_F(SshToOpenSsh, PinsItsKeyAndNamesItsRefusalAfterOneAttempt) {
  const Sshd sshd(folder_.path(), loop_, "LogLevel VERBOSE\nKbdInteractiveAuthentication yes");
  ASSERT_TRUE(sshd.up());
  const auto refused = converse(
      {.endpoint = sshd.endpoint(), .username = "nobody-here", .password = Secret("wrong")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kLoginRefused) << refused.error().message;
  EXPECT_EQ(sshd.logged("Failed password"), 1u);
  EXPECT_EQ(sshd.logged("Failed keyboard-interactive"), 0u);
  const auto pinned = pins_.find(sshd.endpoint()).value();
  ASSERT_TRUE(pinned);
  EXPECT_EQ(pinned->algorithm, "ssh-ed25519");
  EXPECT_NE(sshd.fingerprint().find(pinned->fingerprint), std::string::npos);
}

TEST_F(SshToOpenSsh, LogsInByKeysOfEveryKind) {
  const Sshd sshd(folder_.path(), loop_, "");
  ASSERT_TRUE(sshd.up());
  for (const std::string type : {"ed25519", "ecdsa", "rsa -b 2048", "rsa -m PEM"}) {
    const auto said = converse(target(sshd, login_key(type)));
    ASSERT_TRUE(said) << type << ": " << said.error().message;
    EXPECT_EQ(*said, "r1#show version\r");
  }
}

TEST_F(SshToOpenSsh, SaysThatAKeyWasRefusedAndWhatIsOffered) {
  const Sshd sshd(folder_.path(), loop_, "");
  ASSERT_TRUE(sshd.up());
  generate_key(folder_.path() / "stranger", "ed25519");
  auto stranger = target(sshd, Secret(file_text(folder_.path() / "stranger")));
  const auto refused = converse(stranger);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kLoginRefused);
  EXPECT_NE(refused.error().message.find("refused the key; it offers: password, publickey"),
            std::string::npos)
      << refused.error().message;
  stranger.private_key = Secret("-----BEGIN OPENSSH PRIVATE KEY-----\nxx\n");
  EXPECT_EQ(converse(stranger).error().code, ErrorCode::kInvalidArgument);
}

// paramiko's server, which unlike OpenSSH's does not say that it takes rsa-sha2 (as old devices do
// not), and which asks any questions.
class SshToParamiko : public SshToOpenSsh {
 protected:
  void SetUp() override {
    if (output_of("/usr/bin/python3 -c \"import paramiko\"") != "") {
      GTEST_SKIP() << "skipped: no paramiko";
    }
    const auto script = folder_.path() / "server.py";
    std::ofstream(script) << R"(
import paramiko, socket, sys
class Server(paramiko.ServerInterface):
    def get_allowed_auths(self, user): return sys.argv[1]
    def check_auth_publickey(self, user, key):
        accepted = key.get_name() == "ssh-rsa" and user == "admin"
        return paramiko.AUTH_SUCCESSFUL if accepted else paramiko.AUTH_FAILED
    def check_auth_password(self, user, password):
        accepted = (user, password) == ("admin", "right")
        return paramiko.AUTH_SUCCESSFUL if accepted else paramiko.AUTH_FAILED
    def check_auth_interactive(self, user, submethods):
        return paramiko.InteractiveQuery("", "", ("Username: ", True), ("Password: ", False))
    def check_auth_interactive_response(self, answers):
        print(answers, flush=True)
        if answers == ["admin", "right"]: return paramiko.AUTH_SUCCESSFUL
        return paramiko.InteractiveQuery("", "", ("Password again: ", False))
    def check_channel_request(self, kind, number): return paramiko.OPEN_SUCCEEDED
    def check_channel_pty_request(self, *arguments): return True
    def check_channel_shell_request(self, channel): return True
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
key = (paramiko.DSSKey.generate(1024) if sys.argv[2] == "dsa" else
       paramiko.RSAKey.generate(int(sys.argv[2])))
while True:
    transport = paramiko.Transport(listener.accept()[0])
    transport.add_server_key(key)
    try:
        transport.start_server(server=Server())
        channel = transport.accept(20)
        if channel is None: continue
        channel.send("r1#")
        while data := channel.recv(100): channel.send(data)
    except (paramiko.SSHException, EOFError): pass
    finally: transport.close()
)";
  }
  void TearDown() override {
    if (process_ == 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }

  Endpoint serve(const std::string& methods, const std::string& host_key = "2048") {
    const auto script = (folder_.path() / "server.py").string();
    const char* arguments[] = {"python3", script.c_str(), methods.c_str(), host_key.c_str(),
                               nullptr};
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_addopen(&files, 1, said_.c_str(), O_CREAT | O_WRONLY, 0600);
    ::posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    ::posix_spawn(&process_, "/usr/bin/python3", &files, nullptr, const_cast<char**>(arguments),
                  environ);
    ::posix_spawn_file_actions_destroy(&files);
    const auto limit = soon();
    while (file_text(said_).find('\n') == std::string::npos && !limit.passed()) {
      loop_.run<void>([] { return wait_until(Deadline::after(std::chrono::milliseconds(10))); });
    }
    return {"127.0.0.1", static_cast<std::uint16_t>(std::stoi("0" + file_text(said_)))};
  }

  std::string said_ = (folder_.path() / "said").string();
  pid_t process_ = 0;
};

TEST_F(SshToParamiko, SignsWithSshRsaInProfileLegacyOnly) {
  SshTarget rsa{
      .endpoint = serve("publickey"), .username = "admin", .private_key = login_key("rsa -b 2048")};
  const auto modern = converse(rsa);
  ASSERT_FALSE(modern);
  EXPECT_EQ(modern.error().code, ErrorCode::kLoginRefused) << modern.error().message;
  EXPECT_NE(modern.error().message.find("profile modern"), std::string::npos)
      << modern.error().message;
  rsa.profile = CryptoProfile::kLegacy;
  const auto legacy = converse(rsa);
  EXPECT_TRUE(legacy) << legacy.error().message;
}

TEST_F(SshToParamiko, AnswersSeveralQuestionsAndThePasswordOnce) {
  SshTarget admin{
      .endpoint = serve("keyboard-interactive"), .username = "admin", .password = Secret("wrong")};
  const auto refused = converse(admin);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kLoginRefused) << refused.error().message;
  EXPECT_EQ(output_of("grep -c admin " + said_), "1\n") << file_text(said_);
  EXPECT_EQ(output_of("grep -c wrong " + said_), "1\n") << file_text(said_);
  admin.password = Secret("right");
  const auto accepted = converse(admin);
  EXPECT_TRUE(accepted) << accepted.error().message;
}

TEST_F(SshToParamiko, DsaHostKeyIsReachedByPlinkInProfileAncientOnly) {
  if (!installed("/usr/bin/plink")) GTEST_SKIP() << "skipped: no plink";
  SshTarget old{.endpoint = serve("password", "dsa"),
                .username = "admin",
                .password = Secret("right"),
                .profile = CryptoProfile::kLegacy};
  const auto legacy = converse(old);
  ASSERT_FALSE(legacy);
  EXPECT_EQ(legacy.error().code, ErrorCode::kUnsupported) << legacy.error().message;
  EXPECT_NE(legacy.error().message.find("the server offers ssh-dss"), std::string::npos)
      << legacy.error().message;
  EXPECT_NE(legacy.error().hint.find("profile to ancient"), std::string::npos);
  old.profile = CryptoProfile::kAncient;
  for (int i = 0; i < 2; ++i) {
    const auto ancient = converse(old);
    ASSERT_TRUE(ancient) << ancient.error().message;
    EXPECT_EQ(*ancient, "r1#show version\r");
  }
  EXPECT_EQ(pins_.find(old.endpoint).value()->algorithm, "ssh-dss");
  old.password = Secret("wrong");
  EXPECT_EQ(converse(old).error().code, ErrorCode::kLoginRefused);
}

struct OldServer {
  std::string name;
  std::string configuration;
  std::string host_key;
  CryptoProfile needs;
  std::string named;  // in the message of the profile before
};

class SshToOldOpenSsh : public SshToOpenSsh, public testing::WithParamInterface<OldServer> {};

TEST_P(SshToOldOpenSsh, IsReachedByTheProfileThatTheErrorOfTheOneBeforeNames) {
  const auto& old = GetParam();
  const Sshd sshd(folder_.path(), loop_, old.configuration, old.host_key);
  ASSERT_TRUE(sshd.up());
  const auto key = login_key("ed25519");
  const auto before =
      old.needs == CryptoProfile::kLegacy ? CryptoProfile::kModern : CryptoProfile::kLegacy;
  const auto mismatch = converse(target(sshd, key, before));
  ASSERT_FALSE(mismatch);
  EXPECT_EQ(mismatch.error().code, ErrorCode::kUnsupported) << mismatch.error().message;
  EXPECT_NE(mismatch.error().message.find(old.named), std::string::npos)
      << mismatch.error().message;
  EXPECT_NE(mismatch.error().hint.find(fmt::format("profile to {}", name(old.needs))),
            std::string::npos)
      << mismatch.error().hint;
  EXPECT_FALSE(pins_.find(sshd.endpoint()).value()) << "nothing is pinned before it is agreed on";
  const auto said = converse(target(sshd, key, old.needs));
  EXPECT_TRUE(said) << said.error().message;
}

const OldServer kOldServers[] = {
    {"Group14Sha1", "KexAlgorithms diffie-hellman-group14-sha1", "ed25519", CryptoProfile::kLegacy,
     "key exchange algorithm in common: the server offers diffie-hellman-group14-sha1"},
    {"GroupExchangeSha1", "KexAlgorithms diffie-hellman-group-exchange-sha1", "ed25519",
     CryptoProfile::kLegacy, "diffie-hellman-group-exchange-sha1"},
    {"Group1Sha1", "KexAlgorithms diffie-hellman-group1-sha1", "ed25519", CryptoProfile::kLegacy,
     "diffie-hellman-group1-sha1"},
    {"SshRsa", "HostKeyAlgorithms ssh-rsa", "rsa -b 2048", CryptoProfile::kLegacy,
     "host key algorithm in common: the server offers ssh-rsa"},
    {"Rsa1024", "RequiredRSASize 1024", "rsa -b 1024", CryptoProfile::kLegacy, "has 1024 bits"},
    {"AesCbc", "Ciphers aes128-cbc", "ed25519", CryptoProfile::kLegacy, "aes128-cbc"},
    {"HmacSha1", "MACs hmac-sha1\nCiphers aes128-ctr", "ed25519", CryptoProfile::kLegacy,
     "message authentication algorithm in common: the server offers hmac-sha1"},
    {"TripleDes", "Ciphers 3des-cbc", "ed25519", CryptoProfile::kAncient, "3des-cbc"},
};
INSTANTIATE_TEST_SUITE_P(Old, SshToOldOpenSsh, testing::ValuesIn(kOldServers),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace lw::net
