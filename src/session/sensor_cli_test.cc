#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "base/text.h"
#include "net/loop.h"
#include "session/session_rig.h"

namespace lw::session {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A sensor's command line (facts 4.2), as far as its services go: what is entered in one takes
// effect when it is left and the question is answered with yes.
class FakeSensor final : public Peer {
 public:
  void start() override { prompt(); }

  void receive(char byte) override {
    if (byte == '\n') return;
    if (byte != '\r') {
      say(std::string(1, byte));
      typed_ += byte;
      return;
    }
    say("\r\n");
    obey(std::string(trim(std::exchange(typed_, ""))));
    if (!closed) prompt();
  }

  std::string name = "sensor";
  std::string role = "administrator";
  std::vector<std::string> applied;
  std::vector<std::string> answers;  // to the question whether to apply
  bool hangs_up = false;             // when changes are applied

 private:
  void prompt() {
    if (asks_) return say("Apply Changes:?[yes]: ");
    say(name + (depth_ == 0 ? "# " : depth_ == 1 ? "(config)# " : "(config-hos)# "));
  }

  void obey(const std::string& line) {
    if (asks_) return apply(line);
    if (line.empty()) return;
    if (line == "configure terminal") {
      depth_ = 1;
    } else if (line == "exit") {
      if (depth_ == 2 && !entered_.empty()) {
        asks_ = true;
      } else {
        --depth_;
      }
    } else if (line == "show privilege") {
      say("Current privilege level is " + role + "\r\n");
    } else if (line == "show configuration") {
      say("Generating current config: |Generating current config: /Generating current config: "
          "-Generating current config: \\! ---\r\n! Version 7.1(7)\r\nservice host\r\nexit\r\n");
    } else if (line == "service host" && role == "administrator" && depth_ == 1) {
      depth_ = 2;
    } else if (depth_ == 2 && !line.starts_with("bad")) {
      entered_.push_back(line);
    } else if (depth_ == 2) {
      say("Error: " + line + " is not a valid value\r\n");
    } else if (line != "terminal length 0") {
      say("    ^\r\n" + kMarker + "\r\n");
    }
  }

  void apply(const std::string& answer) {
    asks_ = false;
    answers.push_back(answer);
    depth_ = 1;
    if (answer == "yes") {
      for (const auto& line : entered_) {
        if (line.starts_with("host-name ")) name = line.substr(10);
      }
      applied.insert(applied.end(), entered_.begin(), entered_.end());
      closed = hangs_up;
    }
    entered_.clear();
  }

  std::string typed_;
  std::vector<std::string> entered_;
  int depth_ = 0;
  bool asks_ = false;
};

class SensorCliTest : public testing::TestWithParam<std::size_t> {
 protected:
  SensorCliTest() {
    static const auto registry = platform::Registry::load();
    session_ = make_session(std::make_unique<FakeStream>(sensor_, GetParam()),
                            registry->find("cisco_ips").value(), TransportLogin::kDone);
    const Credentials credentials{"cisco", Secret("x"), std::nullopt};
    const auto done = loop_.run<Result<void>>(
        [&] { return session_->login(credentials, Deadline::after(std::chrono::seconds(20))); });
    EXPECT_TRUE(done) << done.error().message;
  }

  Result<std::vector<Output>> configure(const std::vector<ConfigureLine>& lines) {
    return loop_.run<Result<std::vector<Output>>>(
        [&] { return session_->configure(lines, Deadline::after(std::chrono::seconds(20))); });
  }

  std::shared_ptr<FakeSensor> sensor_ = std::make_shared<FakeSensor>();
  net::Loop loop_;
  std::unique_ptr<Session> session_;
};

TEST_P(SensorCliTest, ANameThatTakesEffectWhenItsServiceIsLeftIsFollowed) {
  const auto outputs = configure({{"service host", {}}, {"host-name ips-7", {}}, {"exit", {}}});
  ASSERT_TRUE(outputs) << outputs.error().message;
  EXPECT_THAT(sensor_->applied, ElementsAre("host-name ips-7"));
  EXPECT_EQ(session_->hostname(), "ips-7");
  EXPECT_EQ(session_->prompt(), "ips-7# ");
}

TEST_P(SensorCliTest, WhatWasEnteredBeforeARefusalIsDropped) {
  const auto outputs =
      configure({{"service host", {}}, {"host-name ips-7", {}}, {"bad-line", {}}, {"exit", {}}});
  ASSERT_TRUE(outputs) << outputs.error().message;
  ASSERT_EQ(outputs->size(), 3u);
  EXPECT_EQ(outputs->back().rejected->message, "Error: bad-line is not a valid value");
  EXPECT_THAT(sensor_->applied, IsEmpty());
  EXPECT_THAT(sensor_->answers, ElementsAre("no"));
  EXPECT_EQ(session_->prompt(), "sensor# ");
}

TEST_P(SensorCliTest, ARoleThatMayNotConfigureIsNamed) {
  sensor_->role = "viewer";
  const auto outputs = configure({{"service host", {}}, {"exit", {}}});
  ASSERT_FALSE(outputs);
  EXPECT_EQ(outputs.error().code, ErrorCode::kLoginRefused);
  EXPECT_EQ(outputs.error().diagnosis, Diagnosis::kTooLittlePrivilege);
  EXPECT_EQ(outputs.error().message, "the user has the role viewer, and administrator is needed");
}

TEST_P(SensorCliTest, ASessionThatTheChangeEndsIsLostAtThatLine) {
  sensor_->hangs_up = true;
  const auto outputs = configure({{"service host", {}}, {"host-ip x", {}}, {"exit", {}}});
  ASSERT_FALSE(outputs);
  EXPECT_EQ(outputs.error().code, ErrorCode::kConnectionLost);
  EXPECT_THAT(outputs.error().message, HasSubstr("line 3"));
  EXPECT_THAT(sensor_->applied, ElementsAre("host-ip x"));
}

TEST_P(SensorCliTest, TheSpinnerIsNoPartOfTheConfiguration) {
  const auto output = loop_.run<Result<Output>>([&] {
    return session_->run("show configuration", {}, Deadline::after(std::chrono::seconds(20)));
  });
  ASSERT_TRUE(output) << output.error().message;
  EXPECT_EQ(output->text, "! ---\n! Version 7.1(7)\nservice host\nexit");
}

INSTANTIATE_TEST_SUITE_P(Chunks, SensorCliTest, testing::Values(1, 7, 4096));

}  // namespace
}  // namespace lw::session
