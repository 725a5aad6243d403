#include "prepare/relocation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "base/temporary_folder.h"
#include "net/loop.h"

namespace lw::prepare {
namespace {

using device::Transport;
using procedure::Plan;
using procedure::Step;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Says nothing: what it would be told goes through the workplace.
class SilentSession final : public session::Session {
 public:
  explicit SilentSession(int& closed) : closed_(closed) {}
  net::Task<Result<void>> login(const session::Credentials&, Deadline) override {
    co_return Result<void>{};
  }
  net::Task<Result<session::Output>> run(std::string, session::Answers, Deadline) override {
    co_return session::Output{};
  }
  net::Task<Result<std::vector<session::Output>>> configure(std::vector<session::ConfigureLine>,
                                                            Deadline) override {
    co_return std::vector<session::Output>{};
  }
  net::Task<Result<session::Saved>> save(Deadline) override { co_return session::Saved{}; }
  net::Task<void> close(Deadline) override {
    ++closed_;
    co_return;
  }
  void cancel() override {}
  platform::Mode mode() const override { return platform::Mode::kPrivileged; }
  const std::string& hostname() const override { return name_; }
  const std::string& prompt() const override { return name_; }

 private:
  int& closed_;
  std::string name_ = "sensor";
};

Step step(const std::string& id, const std::string& command, bool moves = false) {
  Step one;
  one.id = id;
  one.command = command;
  one.moves = moves;
  return one;
}

const std::vector<Step> kWeb = {step("web", "service web-server"), step("port", "port 8443"),
                                step("leave-web", "exit", true)};
const std::vector<Step> kHost = {step("host", "service host"),
                                 step("address", "host-ip 192.0.2.77/24,192.0.2.1"),
                                 step("leave-host", "exit", true)};
const std::string kRunning =
    "service host\nhost-ip 192.0.2.9/24,192.0.2.1\nexit\nservice web-server\nexit\n";

// A sensor at 192.0.2.9 as the preparation sees it: what is entered changes what it shows.
class RelocationTest : public testing::Test {
 protected:
  RelocationTest() : connector_(folder_.path(), {}) {
    static const auto registry = platform::Registry::load();
    access_.platform = registry->find("cisco_ips").value();
    access_.device.name = "ips-1";
    access_.device.address = "192.0.2.9";
    access_.transport = Transport::kHttps;
    session_ = std::make_unique<SilentSession>(closed_);
  }

  Relocation relocation() {
    return {{.connector = connector_,
             .access = access_,
             .session = session_,
             .outcome = outcome_,
             .stop = {},
             .approve = {},
             .open = [this](Transport transport) { return open(transport); },
             .enter = [this](std::vector<Step> steps) { return enter(std::move(steps)); },
             .set_up = {},
             .read_running = [this] { return read(); },
             .plan = [this](const std::string&) -> Result<Plan> {
               Plan plan;
               plan.steps = missing_;
               return plan;
             },
             .record = [](device::JournalEvent, const std::string&) { return Result<void>{}; },
             .progress = [](const std::string&) {}},
            running_};
  }

  Result<void> enter_all(const std::vector<Step>& steps) {
    missing_ = steps;
    Plan plan;
    plan.steps = steps;
    auto moving = relocation();
    return loop_.run<Result<void>>([&] { return moving.enter(plan); });
  }

  TemporaryFolder folder_;
  device::Connector connector_;
  device::Access access_;
  Outcome outcome_;
  std::unique_ptr<session::Session> session_;
  net::Loop loop_;
  int closed_ = 0;
  std::string running_ = kRunning;
  std::vector<Step> missing_;
  std::vector<std::string> entered_;          // and where logins went to
  std::deque<std::optional<Error>> answers_;  // of the next batches; none: taken
  std::deque<Error> refusals_;                // of the next logins

 private:
  net::Task<Result<std::unique_ptr<session::Session>>> open(Transport transport) {
    entered_.push_back("-> " + to_string(*device::endpoint_of(access_.device, transport)));
    if (!refusals_.empty()) {
      Error refusal = refusals_.front();
      refusals_.pop_front();
      co_return std::unexpected(std::move(refusal));
    }
    co_return std::make_unique<SilentSession>(closed_);
  }
  net::Task<Result<void>> enter(std::vector<Step> steps) {
    for (const Step& one : steps) entered_.push_back(one.command);
    std::optional<Error> answer;
    if (!answers_.empty()) {
      answer = answers_.front();
      answers_.pop_front();
    }
    if (!answer || answer->message == "taken and lost") {
      std::erase_if(missing_, [&](const Step& one) {
        return std::ranges::find(steps, one.id, &Step::id) != steps.end();
      });
    }
    if (answer) co_return std::unexpected(*answer);
    co_return Result<void>{};
  }
  net::Task<Result<std::string>> read() { co_return running_; }
};

std::vector<Step> both() {
  std::vector<Step> steps = kHost;
  steps.insert(steps.end(), kWeb.begin(), kWeb.end());
  return steps;
}

TEST_F(RelocationTest, WhatFollowsAMoveIsEnteredWhereTheSensorThenIs) {
  running_ = kRunning;
  ASSERT_TRUE(enter_all(both()));
  EXPECT_THAT(entered_, ElementsAre("service host", "host-ip 192.0.2.77/24,192.0.2.1", "exit",
                                    "-> 192.0.2.77:443", "service web-server", "port 8443", "exit",
                                    "-> 192.0.2.77:8443"));
  EXPECT_EQ(access_.device.address, "192.0.2.77");
  EXPECT_EQ(closed_, 2);
}

TEST_F(RelocationTest, OverATerminalAWebServerMovesWithoutTheSession) {
  access_.transport = Transport::kSsh;
  ASSERT_TRUE(enter_all(kWeb));
  EXPECT_THAT(entered_, ElementsAre("service web-server", "port 8443", "exit"));
  EXPECT_EQ(access_.device.ports["https"], 8443);
  EXPECT_EQ(closed_, 0);
}

TEST_F(RelocationTest, AChangeWhoseAnswerWasLostIsLookedForAtBothPlaces) {
  answers_ = {Error{ErrorCode::kConnectionLost, "taken and lost", {}}};
  refusals_ = {Error{ErrorCode::kUnreachable, "nobody there", {}}};
  ASSERT_TRUE(enter_all(kHost));
  EXPECT_THAT(entered_, testing::Contains("-> 192.0.2.9:443"));
  EXPECT_THAT(outcome_.applied, testing::Contains("host-ip 192.0.2.77/24,192.0.2.1"));
}

TEST_F(RelocationTest, AChangeThatWasLostBeforeItWasMadeIsNoSuccess) {
  answers_ = {Error{ErrorCode::kConnectionLost, "lost", {}}};
  const auto done = enter_all(kHost);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kConflict);
  EXPECT_THAT(done.error().message, HasSubstr("does not show what was entered"));
}

TEST_F(RelocationTest, ALossThatNoMoveExplainsIsToldAsItIs) {
  access_.transport = Transport::kSsh;
  answers_ = {Error{ErrorCode::kConnectionLost, "lost", {}}};
  const auto done = enter_all(kWeb);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "lost");
  EXPECT_EQ(closed_, 0);
}

TEST_F(RelocationTest, ThePinGoesAlongAndIsTakenBackWhereNobodyWasReached) {
  const net::PeerKey key{"x509", "SHA256:" + std::string(43, 'A')};
  ASSERT_TRUE(connector_.pins().pin({"192.0.2.9", 443}, key));
  refusals_ = {Error{ErrorCode::kHostKeyChanged, "another one", {}}};
  const auto done = enter_all(kHost);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kHostKeyChanged);
  EXPECT_EQ(access_.device.address, "192.0.2.9") << "the inventory's stays";
  EXPECT_EQ(connector_.pins().find({"192.0.2.77", 443}).value(), std::nullopt);
  ASSERT_TRUE(enter_all(kHost));
  EXPECT_EQ(connector_.pins().find({"192.0.2.77", 443}).value(), key);
}

TEST_F(RelocationTest, TheWebServerIsLoggedInToUnlessItIsInUse) {
  auto over_web = relocation();
  ASSERT_TRUE(loop_.run<Result<void>>([&] { return over_web.prove_web(); }));
  EXPECT_THAT(entered_, IsEmpty());
  access_.transport = Transport::kSsh;
  running_ = "service web-server\nenable-tls false\nexit\n";
  auto over_ssh = relocation();
  ASSERT_TRUE(loop_.run<Result<void>>([&] { return over_ssh.prove_web(); }));
  EXPECT_THAT(entered_, ElementsAre("-> 192.0.2.9:443"));
  EXPECT_EQ(outcome_.transport_after, Transport::kHttp);
  EXPECT_EQ(access_.transport, Transport::kSsh) << "the session in use is another";
}

}  // namespace
}  // namespace lw::prepare
