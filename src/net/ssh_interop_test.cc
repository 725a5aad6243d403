// Software that this project did not write: OpenSSH's client and paramiko against our server, our
// client against OpenSSH's server.
#include <fcntl.h>
#include <fmt/core.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cstdio>
#include <fstream>

#include "net/ssh.h"
#include "net/ssh_server_testing.h"
#include "net/tcp.h"

extern char** environ;

namespace lw::net {
namespace {

using namespace std::chrono_literals;

std::string output_of(const std::string& command) {
  std::string text;
  FILE* pipe = ::popen(("timeout 60 sh -c '" + command + "' 2>&1").c_str(), "r");
  char buffer[4096];
  while (const auto count = std::fread(buffer, 1, sizeof buffer, pipe)) text.append(buffer, count);
  ::pclose(pipe);
  return text;
}

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
  Result<std::unique_ptr<Stream>> connect(std::uint16_t port) {
    return loop_.run<Result<std::unique_ptr<Stream>>>([&, port] {
      return connect_ssh(
          {.endpoint = {"127.0.0.1", port}, .username = "nobody-here", .password = Secret("wrong")},
          pins_, direct_route(), soon());
    });
  }

  TemporaryFolder folder_;
  PeerPins pins_{folder_.path() / "pins"};
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

// OpenSSH's server with a key and a configuration of its own, on a free port.
class Sshd {
 public:
  Sshd(const std::filesystem::path& folder, Loop& loop, std::string_view more) {
    const auto key = folder / "host_key";
    if (!std::filesystem::exists(key)) {
      output_of("ssh-keygen -q -t ed25519 -N \"\" -f " + key.string());
    }
    fingerprint_ = output_of("ssh-keygen -l -f " + key.string());
    {
      auto free = listen(loop, says(""));
      port_ = free.local().port;
    }
    const auto file = (folder / "sshd_config").string();
    std::ofstream(file) << fmt::format(
        "ListenAddress 127.0.0.1:{}\nHostKey {}\nPidFile none\nUsePAM no\n"
        "PasswordAuthentication yes\nKbdInteractiveAuthentication no\nStrictModes no\n{}\n",
        port_, key.string(), more);
    // Where sshd insists on locking its unprivileged half up; the service's own start makes it.
    std::error_code not_root;
    std::filesystem::create_directory("/run/sshd", not_root);
    const char* arguments[] = {"/usr/sbin/sshd", "-D", "-f", file.c_str(), nullptr};
    posix_spawn_file_actions_t quiet;
    ::posix_spawn_file_actions_init(&quiet);
    ::posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
    ::posix_spawn(&process_, arguments[0], &quiet, nullptr, const_cast<char**>(arguments), environ);
    ::posix_spawn_file_actions_destroy(&quiet);
    up_ = loop.run<bool>([this]() -> Task<bool> {
      for (const auto limit = soon(); !limit.passed();) {
        if (co_await connect_tcp({"127.0.0.1", port_}, direct_route(), limit)) co_return true;
        co_await wait_until(Deadline::after(10ms));
      }
      co_return false;
    });
  }
  Sshd(const Sshd&) = delete;
  Sshd& operator=(const Sshd&) = delete;
  ~Sshd() {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
  }
  [[nodiscard]] bool up() const { return up_; }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] const std::string& fingerprint() const { return fingerprint_; }

 private:
  pid_t process_ = 0;
  std::uint16_t port_ = 0;
  bool up_ = false;
  std::string fingerprint_;
};

TEST_F(SshInterop, OpenSshServerIsPinnedAndItsRefusalNamed) {
  if (!installed("/usr/sbin/sshd")) GTEST_SKIP() << "skipped: no OpenSSH server";
  const Sshd sshd(folder_.path(), loop_, "");
  if (!sshd.up()) GTEST_SKIP() << "skipped: sshd does not start for this user";
  const auto refused = connect(sshd.port());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kLoginRefused) << refused.error().message;
  const auto pinned = pins_.find({"127.0.0.1", sshd.port()}).value();
  ASSERT_TRUE(pinned);
  EXPECT_EQ(pinned->algorithm, "ssh-ed25519");
  EXPECT_NE(sshd.fingerprint().find(pinned->fingerprint), std::string::npos);
}

TEST_F(SshInterop, OpenSshServerWithOldKeyExchangeOnlyIsToldApart) {
  if (!installed("/usr/sbin/sshd")) GTEST_SKIP() << "skipped: no OpenSSH server";
  const Sshd sshd(folder_.path(), loop_, "KexAlgorithms diffie-hellman-group1-sha1");
  if (!sshd.up()) GTEST_SKIP() << "skipped: sshd does not start for this user";
  const auto mismatch = connect(sshd.port());
  ASSERT_FALSE(mismatch);
  EXPECT_EQ(mismatch.error().code, ErrorCode::kUnsupported) << mismatch.error().message;
  EXPECT_NE(mismatch.error().message.find("diffie-hellman-group1-sha1"), std::string::npos)
      << mismatch.error().message;
}

}  // namespace
}  // namespace lw::net
