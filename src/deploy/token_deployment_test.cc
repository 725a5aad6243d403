#include "deploy/token_deployment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/temporary_folder.h"
#include "net/ftp_testing.h"
#include "token/delivery.h"

namespace lw::deploy {
namespace {

using net::FakeFtpServer;
using session::ConfigFileKind;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class TokenDeployment : public testing::Test {
 protected:
  [[nodiscard]] std::shared_ptr<const TokenServer> server_at(const net::Endpoint& at,
                                                             const std::string& name = "tms") {
    return std::make_shared<const TokenServer>(
        TokenServer{.name = name,
                    .ftp = {.endpoint = at, .username = "u", .password = Secret("p")},
                    .key = keys_.public_key,
                    .file_name = "{device}_{mode}.cfg.lwt"});
  }
  static TokenTarget target(const std::string& device, std::shared_ptr<const TokenServer> server) {
    static const auto registry = platform::Registry::load().value();
    return {device, registry.find("cisco_ios").value(), std::move(server)};
  }
  std::vector<TokenOutcome> deploy(const std::vector<TokenTarget>& targets,
                                   const std::vector<std::string>& lines) {
    return loop_.run<std::vector<TokenOutcome>>([&] {
      return deploy_to_token_servers(targets, lines, ConfigFileKind::kDelta,
                                     std::chrono::sys_seconds(std::chrono::seconds(1000)), pins_,
                                     {.each = std::chrono::seconds(5)});
    });
  }

  TemporaryFolder folder_;
  net::PeerPins pins_{folder_.path() / "pins"};
  token::KeyPair keys_ = token::make_keys().value();
  net::Loop loop_;
};

TEST_F(TokenDeployment, UploadsAFileForEachRouterThatOnlyTheTokenServerOpens) {
  FakeFtpServer ftp(loop_);
  const auto server = server_at(ftp.at());
  const auto outcomes = deploy({target("r1", server), target("r2", server)}, {"logging on"});
  ASSERT_EQ(outcomes.size(), 2U);
  for (const auto& one : outcomes) {
    EXPECT_TRUE(one.uploaded) << (one.error ? one.error->message : "");
  }
  EXPECT_EQ(outcomes[1].file, "r2_delta.cfg.lwt");
  const auto files = ftp.files();
  ASSERT_TRUE(files.contains("r2_delta.cfg.lwt"));
  const auto opened = token::open(files.at("r2_delta.cfg.lwt"), keys_);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->device, "r2");
  EXPECT_EQ(opened->config, "logging on\n");
  EXPECT_EQ(opened->made.time_since_epoch().count(), 1000);
  EXPECT_EQ(ftp.count("PASS"), 1U) << "one connection serves both";
}

TEST_F(TokenDeployment, SendsNothingWhenALineWouldAskSomething) {
  FakeFtpServer ftp(loop_);
  const auto outcomes =
      deploy({target("r1", server_at(ftp.at()))}, {"logging on", "crypto key generate rsa"});
  ASSERT_TRUE(outcomes.front().error);
  EXPECT_THAT(outcomes.front().error->message,
              StartsWith("r1: line 2 \"crypto key generate rsa\" "));
  EXPECT_TRUE(ftp.commands().empty());
}

TEST_F(TokenDeployment, DoesNotRepeatARefusedLoginForTheOtherRouters) {
  FakeFtpServer ftp(loop_, {{"PASS", "530 No"}});
  const auto server = server_at(ftp.at());
  const auto outcomes =
      deploy({target("r1", server), target("r2", server), target("r3", server)}, {"a"});
  for (const auto& one : outcomes) {
    ASSERT_TRUE(one.error);
    EXPECT_EQ(one.error->code, ErrorCode::kLoginRefused);
    EXPECT_THAT(one.error->message, StartsWith(one.device + ": token server tms: ftp to "));
  }
  EXPECT_EQ(ftp.count("PASS"), 1U);
}

TEST_F(TokenDeployment, GoesOnWithOtherServersWhenOneIsNotThere) {
  FakeFtpServer good(loop_);
  FakeFtpServer bad(loop_, {{"GREETING", std::string(FakeFtpServer::kClose)}});
  const auto outcomes =
      deploy({target("r1", server_at(bad.at(), "bad")), target("r2", server_at(good.at()))}, {"a"});
  EXPECT_TRUE(outcomes[0].error);
  EXPECT_FALSE(outcomes[0].uploaded);
  EXPECT_TRUE(outcomes[1].uploaded);
}

TEST_F(TokenDeployment, ChecksWithoutAServer) {
  const auto outcomes = check_token_files({target("r1", server_at({"192.0.2.1", 21}))},
                                          {"logging on"}, ConfigFileKind::kFull);
  EXPECT_EQ(outcomes.front().file, "r1_full.cfg.lwt");
  EXPECT_EQ(outcomes.front().text, "logging on\n");
  EXPECT_FALSE(outcomes.front().uploaded || outcomes.front().error);
}

TEST_F(TokenDeployment, RefusesWhatNoTokenHolds) {
  const std::vector<std::string> many(20'000, "description of an interface");
  const auto outcomes =
      check_token_files({target("r1", server_at({"192.0.2.1", 21}))}, many, ConfigFileKind::kFull);
  ASSERT_TRUE(outcomes.front().error);
  EXPECT_THAT(outcomes.front().error->message, HasSubstr("no token holds more"));
}

TEST_F(TokenDeployment, SaysWhatIsLeftToDoForADeltaAndForAWholeConfiguration) {
  const TokenOutcome outcome{.device = "r1", .file = "r1_delta.cfg.lwt"};
  const auto delta = token_steps(outcome, ConfigFileKind::kDelta);
  EXPECT_THAT(delta.front(), HasSubstr("token write r1_delta.cfg.lwt"));
  EXPECT_THAT(delta.back(), HasSubstr("copy usbtoken0:CCCD running-config"));
  EXPECT_THAT(token_steps(outcome, ConfigFileKind::kFull).back(), HasSubstr("boot config"));
}

}  // namespace
}  // namespace lw::deploy
