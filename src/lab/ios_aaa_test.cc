// The router's methods lists at work, with servers that the test itself plays.
#include "lab/ios_aaa.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "lab/ios_device.h"
#include "lab/typing_testing.h"

namespace lw::lab {
namespace {

using enum AaaAnswer::Verdict;
using Kind = AaaQuestion::Kind;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kRouter =
    "enable secret lab\n"
    "username local privilege 15 secret local\n"
    "aaa new-model\n"
    "aaa authentication login default group tacacs+ local\n"
    "aaa authentication enable default group tacacs+ enable\n"
    "aaa authorization exec default group tacacs+ local if-authenticated\n"
    "tacacs-server host 127.0.0.1 port 4949 key sesame\n"
    "tacacs-server host 127.0.0.2\n"
    "tacacs-server key other\n"
    "tacacs-server timeout 2\n"
    "line vty 0 4\n"
    " password line\n"
    " transport input all\n";

// Keeps what is asked until the test answers it.
class ScriptedServers final : public AaaClient {
 public:
  struct Asked {
    AaaServer server;
    AaaQuestion question;
    std::function<void(AaaAnswer)> done;
  };
  void ask(AaaServer server, AaaQuestion question, std::function<void(AaaAnswer)> done) override {
    asked_.push_back({std::move(server), std::move(question), std::move(done)});
  }
  // Takes the oldest question.
  Asked take() {
    EXPECT_FALSE(asked_.empty()) << "nothing was asked";
    if (asked_.empty()) return {};
    Asked first = std::move(asked_.front());
    asked_.pop_front();
    return first;
  }
  AaaQuestion answer(AaaAnswer answer) {
    const Asked first = take();
    if (first.done) first.done(answer);
    return first.question;
  }
  [[nodiscard]] std::size_t waiting() const { return asked_.size(); }

 private:
  std::deque<Asked> asked_;
};

class IosAaa : public testing::Test {
 protected:
  void boot(std::string config = kRouter) {
    auto made = IosDevice::create({.initial_config = std::move(config),
                                   .clock = clock_.clock(),
                                   .rsa_modulus = 1024,
                                   .aaa = &servers_});
    ASSERT_TRUE(made) << made.error().message;
    device_ = std::move(*made);
  }
  Typist telnet() {
    return Typist(device_->open({.transport = Transport::kTelnet, .source_address = "127.0.0.9"}));
  }
  // At the end of the password.
  Typist typed(std::string_view user, std::string_view password) {
    Typist typist = telnet();
    typist.lines({user, password});
    return typist;
  }
  std::optional<LoginGrant> ssh(std::string user, std::string password, AaaAnswer answer) {
    std::optional<LoginGrant> grant;
    device_->judge_login({.transport = Transport::kSsh, .user = std::move(user)},
                         Secret(std::move(password)), [&](LoginGrant given) { grant = given; });
    EXPECT_FALSE(grant) << "before the server has said anything";
    servers_.answer(answer);
    return grant;
  }

  FakeClock clock_;
  ScriptedServers servers_;
  std::unique_ptr<IosDevice> device_;
};

TEST_F(IosAaa, WaitsForTheServerAndThenForItsAuthorization) {
  boot();
  Typist typist = telnet();
  EXPECT_THAT(typist.line("anna"), EndsWith("Password: "));
  EXPECT_EQ(typist.line("right"), "\r\n") << "no prompt before the answer";
  EXPECT_TRUE(typist.session().waiting());
  const auto login = servers_.answer({kAccepted});
  EXPECT_EQ(login.user, "anna");
  EXPECT_TRUE(login.password.equals(Secret("right")));
  EXPECT_EQ(login.remote_address, "127.0.0.9");
  EXPECT_EQ(typist.shown(), "");
  EXPECT_EQ(servers_.answer({kAccepted, 15}).kind, Kind::kShell);
  EXPECT_THAT(typist.shown(), EndsWith("Router#"));
  EXPECT_FALSE(typist.session().waiting());
}

TEST_F(IosAaa, ARefusalIsFinalEvenForALocalUser) {
  boot();
  Typist typist = typed("local", "local");
  servers_.answer({kRefused});
  EXPECT_EQ(servers_.waiting(), 0U) << "the second server is not asked";
  EXPECT_THAT(typist.shown(), EndsWith("% Authentication failed\r\n\r\nUsername: "));
}

TEST_F(IosAaa, ClosesAfterThreeRefusals) {
  boot();
  Typist typist = telnet();
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(typist.finished());
    typist.lines({"anna", "wrong"});
    servers_.answer({kRefused});
  }
  EXPECT_TRUE(typist.finished());
}

TEST_F(IosAaa, AsksTheNextServerAndThenItsOwnUsersWhenNobodyAnswers) {
  boot();
  Typist typist = typed("local", "local");
  const auto first = servers_.take();
  EXPECT_EQ(first.server.address, "127.0.0.1");
  EXPECT_EQ(first.server.port, 4949);
  EXPECT_TRUE(first.server.key.equals(Secret("sesame")));
  first.done({});
  const auto second = servers_.take();
  EXPECT_EQ(second.server.address, "127.0.0.2");
  EXPECT_EQ(second.server.port, 49);
  EXPECT_TRUE(second.server.key.equals(Secret("other")));
  EXPECT_EQ(second.server.timeout, std::chrono::seconds(2));
  second.done({});
  for (int i = 0; i < 2; ++i) EXPECT_EQ(servers_.answer({}).kind, Kind::kShell);
  EXPECT_THAT(typist.shown(), EndsWith("Router#")) << "the level of the local user";
}

TEST_F(IosAaa, LetsNobodyInWhenNobodyAnswersAndThereIsNoOtherMethod) {
  boot();
  Typist admin = typed("local", "local");
  for (int i = 0; i < 4; ++i) servers_.answer({});
  admin.lines({"terminal length 0", "configure terminal",
               "aaa authentication login default group tacacs+", "end"});
  Typist typist = typed("local", "local");
  for (int i = 0; i < 2; ++i) servers_.answer({});
  EXPECT_THAT(typist.shown(), HasSubstr("% Authentication failed"));
}

TEST_F(IosAaa, ClosesWhenTheServerGivesNoShell) {
  boot();
  Typist typist = typed("anna", "right");
  servers_.answer({kAccepted});
  servers_.answer({kRefused});
  EXPECT_THAT(typist.shown(), HasSubstr("% Authorization failed."));
  EXPECT_TRUE(typist.finished());
}

TEST_F(IosAaa, GivesTheLowestLevelWithoutAuthorization) {
  boot(std::string(kRouter) + "no aaa authorization exec default\n");
  Typist typist = typed("anna", "right");
  servers_.answer({kAccepted});
  EXPECT_THAT(typist.shown(), EndsWith("Router>"));
}

TEST_F(IosAaa, EnablesByTheServersWord) {
  boot();
  Typist typist = typed("anna", "right");
  servers_.answer({kAccepted});
  servers_.answer({kAccepted, 1});
  EXPECT_THAT(typist.lines({"enable", "wrong"}), Not(HasSubstr("#")));
  const auto asked = servers_.answer({kRefused});
  EXPECT_EQ(asked.kind, Kind::kEnable);
  EXPECT_EQ(asked.user, "anna");
  EXPECT_THAT(typist.shown(), EndsWith("% Access denied\r\n\r\nRouter>"));
  typist.lines({"enable", "up"});
  servers_.answer({kAccepted});
  EXPECT_THAT(typist.shown(), EndsWith("Router#"));
}

TEST_F(IosAaa, EnablesByItsOwnPasswordWhenNobodyAnswers) {
  boot();
  Typist typist = typed("anna", "right");
  servers_.answer({kAccepted});
  servers_.answer({kAccepted, 1});
  typist.lines({"enable", "wrong"});
  for (int i = 0; i < 2; ++i) servers_.answer({});
  EXPECT_THAT(typist.shown(), HasSubstr("% Access denied"));
  typist.lines({"enable", "lab"});
  for (int i = 0; i < 2; ++i) servers_.answer({});
  EXPECT_THAT(typist.shown(), EndsWith("Router#"));
}

TEST_F(IosAaa, KeepsWhatIsTypedWhileItWaits) {
  boot();
  Typist typist = typed("anna", "right");
  EXPECT_EQ(typist.line("show privilege"), "");
  EXPECT_EQ(typist.keys(std::string(5000, 'x')), "") << "more than any terminal keeps";
  servers_.answer({kAccepted});
  servers_.answer({kAccepted, 7});
  EXPECT_THAT(typist.shown(), HasSubstr("Current privilege level is 7"));
}

TEST_F(IosAaa, ForgetsTheQuestionOfAUserWhoHasGone) {
  boot();
  Typist typist = typed("anna", "right");
  typist.hang_up();
  servers_.answer({kAccepted});
  EXPECT_EQ(servers_.waiting(), 0U);
}

TEST_F(IosAaa, LetsNobodyInWhoseLineWasClearedMeanwhile) {
  boot();
  Typist admin = typed("local", "local");
  for (int i = 0; i < 4; ++i) servers_.answer({});
  Typist typist = typed("anna", "right");
  admin.lines({"clear line vty 1", ""});
  EXPECT_TRUE(typist.finished());
  servers_.answer({kAccepted});
  EXPECT_EQ(servers_.waiting(), 0U);
}

TEST_F(IosAaa, AsksForSshToo) {
  boot();
  EXPECT_TRUE(ssh("anna", "right", {kAccepted})->accepted);
  EXPECT_FALSE(ssh("anna", "wrong", {kRefused})->accepted);
  Typist shell(device_->open({.transport = Transport::kSsh,
                              .user = "anna",
                              .grant = {.accepted = true, .server = AaaProtocol::kTacacs}}));
  EXPECT_TRUE(shell.session().waiting());
  servers_.answer({kAccepted, 15});
  EXPECT_THAT(shell.shown(), EndsWith("Router#"));
}

TEST_F(IosAaa, TakesTheLevelThatRadiusGaveAtTheLogin) {
  boot(
      "aaa new-model\n"
      "aaa authentication login default group radius local\n"
      "aaa authorization exec default group radius local\n"
      "radius-server host 127.0.0.1 auth-port 1812 acct-port 1813 timeout 1 retransmit 0 key a b\n"
      "username local privilege 7 secret local\n"
      "ip domain name x.org\n");
  const auto grant = ssh("anna", "right", {kAccepted, 15});
  ASSERT_TRUE(grant && grant->accepted);
  Typist shell(device_->open({.transport = Transport::kSsh, .user = "anna", .grant = *grant}));
  EXPECT_THAT(shell.shown(), EndsWith("Router#"));
  Typist typist = typed("local", "local");
  const auto asked = servers_.take();
  EXPECT_EQ(asked.server.protocol, AaaProtocol::kRadius);
  EXPECT_EQ(asked.server.port, 1812);
  EXPECT_EQ(asked.server.retransmits, 0);
  EXPECT_TRUE(asked.server.key.equals(Secret("a b")));
  asked.done({});
  EXPECT_THAT(typist.lines({"", "show privilege"}), HasSubstr("level is 7"));
}

TEST_F(IosAaa, FindsServersByNameAndByGroup) {
  boot(
      "aaa new-model\n"
      "tacacs server ONE\n address ipv4 127.0.0.1\n port 5001\n key 7 060506324F41\n timeout 3\n"
      "tacacs server TWO\n address ipv4 127.0.0.2\n key two\n"
      "radius server R\n address ipv4 127.0.0.3 auth-port 1812 acct-port 1813\n key three\n"
      "aaa group server tacacs+ BACK\n server name TWO\n server-private 127.0.0.9 port 9 key k\n"
      "aaa group server radius RADS\n server name R\n");
  const auto addresses = [&](std::string_view group) {
    std::string all;
    for (const AaaServer& server : ios_aaa_servers(device_->config(), group)) {
      all += server.address + ":" + std::to_string(server.port) + "=" + server.key.reveal() + " ";
    }
    return all;
  };
  EXPECT_EQ(addresses("tacacs+"), "127.0.0.1:5001=cisco 127.0.0.2:49=two ");
  EXPECT_EQ(addresses("BACK"), "127.0.0.2:49=two 127.0.0.9:9=k ");
  EXPECT_EQ(addresses("RADS"), "127.0.0.3:1812=three ");
  EXPECT_EQ(addresses("radius"), "127.0.0.3:1812=three ");
  EXPECT_EQ(addresses("NOBODY"), "");
}

}  // namespace
}  // namespace lw::lab
