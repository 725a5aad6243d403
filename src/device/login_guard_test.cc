#include "device/login_guard.h"

#include <gtest/gtest.h>

#include <chrono>

#include "net/loop.h"

namespace lw::device {
namespace {

Deadline shortly() { return Deadline::after(std::chrono::milliseconds(40)); }

class Guard : public testing::Test {
 protected:
  void converse(std::function<net::Task<>()> what) { loop_.run<void>(std::move(what)); }
  net::Task<Result<LoginGuard::Attempt>> begin(std::string device, std::string user = "ops") {
    return guard_.begin("tacacs-1", std::move(user), std::move(device), shortly());
  }
  LoginGuard guard_;
  net::Loop loop_;
};

TEST_F(Guard, LetsOneTryUntilTheLoginWorked) {
  converse([this]() -> net::Task<> {
    auto first = co_await begin("r1");
    EXPECT_TRUE(first);
    EXPECT_EQ((co_await begin("r2")).error().code, ErrorCode::kTimeout);
    EXPECT_TRUE(co_await begin("r2", "somebody-else"));
    first->accepted();
    const auto second = co_await begin("r2");
    const auto third = co_await begin("r3");
    EXPECT_TRUE(second);
    EXPECT_TRUE(third);
  });
}

TEST_F(Guard, StopsAfterTheSecondRefusalAndNamesTheDevices) {
  converse([this]() -> net::Task<> {
    (co_await begin("r1"))->refused();
    (co_await begin("r2"))->refused();
    const auto third = co_await begin("r3");
    EXPECT_EQ(third.error().code, ErrorCode::kLoginRefused);
    EXPECT_NE(third.error().message.find("r1 and r2"), std::string::npos) << third.error().message;
    EXPECT_TRUE(co_await begin("r3", "somebody-else"));
  });
}

TEST_F(Guard, ALoginThatWorksForgivesOneRefusal) {
  converse([this]() -> net::Task<> {
    (co_await begin("r1"))->refused();
    (co_await begin("r2"))->accepted();
    (co_await begin("r3"))->refused();
    EXPECT_TRUE(co_await begin("r4"));
  });
}

TEST_F(Guard, AConnectionThatFailsBeforeTheLoginGivesItsTurnBack) {
  converse([this]() -> net::Task<> {
    {
      const auto attempt = co_await begin("r1");
    }
    EXPECT_TRUE(co_await begin("r2"));
  });
}

TEST_F(Guard, HoldsNobodyBackWhereNoAaaServerIsKnown) {
  converse([this]() -> net::Task<> {
    for (int i = 0; i < 5; ++i) {
      auto attempt = co_await guard_.begin("", "ops", "r1", shortly());
      EXPECT_TRUE(attempt);
      if (attempt) attempt->refused();
    }
  });
}

}  // namespace
}  // namespace lw::device
