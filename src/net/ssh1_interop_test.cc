// PuTTY's plink (Debian's putty-tools 0.78) against our SSH 1 server. What plink wants for SSH 1,
// found here and in PuTTY's source:
//
// * `-1`: without it plink refuses a server that has nothing newer ("SSH protocol version 2
// required
//   by our configuration but remote only provides (old, insecure) SSH-1").
// * `-hostkey` takes the MD5 fingerprint alone for an SSH 1 key: 16 bytes in lower-case hexadecimal
//   with colons, with or without "MD5:" or "1024 " in front. It is made of the modulus followed by
//   the exponent, as bare bytes (no length, no "ssh-rsa" blob around them). A SHA256 fingerprint is
//   valid syntax and never matches. `-hostkey` may be given several times.
// * With `-batch` and neither `-hostkey` nor the key in $HOME/.putty/sshhostkeys, plink prints the
//   fingerprint ("  1024 68:07:…") on standard error and gives up with status 1 before it logs in.
// * `-pwfile` is tried once: "FATAL ERROR: Configured password was not accepted", status 1.
// * Its default ciphers put single DES below the warning threshold, which `-batch` takes for a no.
//   A DES-only image needs a saved session, $HOME/.putty/sessions/NAME with "Cipher=des,3des,WARN",
//   and `-load NAME`.
// * For an identification of "Cisco-1.25" it sends no SSH_MSG_IGNORE and no padded password, and
//   tries no RSA login: it knows these devices not to survive them.
#include <fmt/format.h>
#include <sys/wait.h>

#include <atomic>
#include <cstdlib>

#include "base/file.h"
#include "net/ssh1_testing.h"
#include "net/stream_testing.h"

namespace lw::net {
namespace {

constexpr std::string_view kPlink = "/usr/bin/plink";
constexpr std::size_t kLargeOutput = 1 << 20;
constexpr std::size_t kLargeInput = 100'000;

std::string large_output() {
  std::string text;
  while (text.size() < kLargeOutput) text += fmt::format("line {}\r\n", text.size());
  return text;
}

// Says "admin@r1#", wants kLargeInput times "x" and a full stop, and answers with large_output(). A
// command is answered with "ran COMMAND".
Task<> converse(SshShell shell) {
  if (shell.command) {
    EXPECT_TRUE(co_await shell.stream->write("ran " + *shell.command, soon()));
  } else {
    EXPECT_TRUE(co_await shell.stream->write(shell.username + "@r1#", soon()));
    const auto typed = co_await read_until(*shell.stream, ".", soon());
    EXPECT_EQ(typed.value_or("nothing"), std::string(kLargeInput, 'x') + ".");
    EXPECT_TRUE(co_await shell.stream->write(large_output(), soon()));
  }
  co_await shell.stream->close(soon());
}

struct Outcome {
  int status = 0;
  std::string output;
  std::string complaint;
};

class Ssh1Plink : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kPlink)) GTEST_SKIP() << "skipped: no plink";
    const LoginFunction login = options_.login;
    options_.login = [this, login](std::string username, Secret password) {
      ++logins_;
      return login(std::move(username), std::move(password));
    };
    write("password", "right\n");
  }

  void write(std::string_view name, std::string_view text) const {
    ASSERT_TRUE(write_file(folder_.path() / name, text, FileAccess::kOwnerOnly));
  }
  std::string read(std::string_view name) const {
    return read_file(folder_.path() / name, 2 * kLargeOutput).value_or("");
  }

  // Runs plink with a home of its own; `more` comes before the host, `command` after it.
  Outcome plink(const std::string& more, const std::string& command, std::string_view typed = "") {
    const auto server = Ssh1Server::create(loop_, {"127.0.0.1", 0}, options_).value();
    write("typed", typed);
    const int ended =
        std::system(fmt::format("cd {} && exec timeout 60 env -i HOME={} {} -batch -ssh -P {} {} "
                                "-pwfile password admin@127.0.0.1 {} <typed >output 2>complaint",
                                folder_.path().string(), folder_.path().string(), kPlink,
                                server.local().port, more, command)
                        .c_str());
    return {WEXITSTATUS(ended), read("output"), read("complaint")};
  }

  std::string fingerprint() const { return options_.host_key->fingerprint(); }
  std::string known() const { return "-1 -hostkey " + fingerprint(); }

  TemporaryFolder folder_;
  Loop loop_{2};
  std::atomic<int> logins_ = 0;
  Ssh1ServerOptions options_ = ssh1_test_options(converse);
};

TEST_F(Ssh1Plink, HoldsAConversationOfLargePieces) {
  const auto outcome = plink(known(), "", std::string(kLargeInput, 'x') + ".");
  EXPECT_EQ(outcome.status, 0) << outcome.complaint;
  EXPECT_TRUE(outcome.output == "admin@r1#" + large_output()) << outcome.output.size() << " bytes";
}

TEST_F(Ssh1Plink, RunsACommandOnDevicesWithKeysOfAnySize) {
  for (const int bits : {512, 768, 1024, 2048}) {
    options_.host_key = ssh1_test_key(bits);
    const auto outcome = plink(known(), "show version");
    EXPECT_EQ(outcome.status, 0) << bits << ": " << outcome.complaint;
    EXPECT_EQ(outcome.output, "ran show version") << bits;
  }
}

TEST_F(Ssh1Plink, IsRefusedWithAWrongPassword) {
  write("password", "wrong\n");
  const auto outcome = plink(known(), "show version");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.complaint.find("password was not accepted"), std::string::npos)
      << outcome.complaint;
  EXPECT_EQ(logins_, 1) << "no retry that could lock an account";
}

TEST_F(Ssh1Plink, TakesTheMd5FingerprintInEachOfItsForms) {
  for (const auto* form : {"{}", "MD5:{}", "'1024 {}'"}) {
    const auto outcome =
        plink("-1 -hostkey " + fmt::format(fmt::runtime(form), fingerprint()), "show version");
    EXPECT_EQ(outcome.output, "ran show version") << form << ": " << outcome.complaint;
  }
}

TEST_F(Ssh1Plink, RefusesAnotherHostKeyBeforeItTellsThePassword) {
  // The second is a SHA256 fingerprint by its form; plink has none of an SSH 1 key to compare.
  for (const auto& wrong : {ssh1_test_key(512)->fingerprint(), "SHA256:" + std::string(43, 'A')}) {
    const auto outcome = plink("-1 -hostkey " + wrong, "show version");
    EXPECT_EQ(outcome.status, 1) << wrong;
    EXPECT_NE(outcome.complaint.find("Host key not in manually configured list"), std::string::npos)
        << outcome.complaint;
  }
  EXPECT_EQ(logins_, 0);
}

TEST_F(Ssh1Plink, ShowsTheFingerprintOfAKeyThatItDoesNotKnow) {
  const auto outcome = plink("-1", "show version");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.complaint.find("  1024 " + fingerprint()), std::string::npos)
      << outcome.complaint;
  EXPECT_EQ(logins_, 0);
}

TEST_F(Ssh1Plink, WithoutAskingForVersion1RefusesIt) {
  const auto outcome = plink("-hostkey " + fingerprint(), "show version");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.complaint.find("remote only provides (old, insecure) SSH-1"), std::string::npos)
      << outcome.complaint;
}

TEST_F(Ssh1Plink, SpeaksDesWithAnExportImageWhenASavedSessionAllowsIt) {
  options_.ciphers = Ssh1Ciphers::kDes;
  const auto refused = plink(known(), "show version");
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.complaint.find("Cannot confirm a weak crypto primitive in batch mode"),
            std::string::npos)
      << refused.complaint;
  std::filesystem::create_directories(folder_.path() / ".putty" / "sessions");
  write(".putty/sessions/des", "Cipher=des,3des,WARN\n");
  const auto outcome = plink("-load des " + known(), "show version");
  EXPECT_EQ(outcome.output, "ran show version") << outcome.complaint;
}

TEST_F(Ssh1Plink, MayHideThePasswordAmongRandomMessages) {
  options_.identification = "1.2.27";
  const auto outcome = plink("-v " + known(), "show version");
  EXPECT_EQ(outcome.output, "ran show version");
  EXPECT_NE(outcome.complaint.find("Sending password with camouflage packets"), std::string::npos)
      << outcome.complaint;
}

}  // namespace
}  // namespace lw::net
