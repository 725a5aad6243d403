// Failover pairs over the web interface, which shows no prompt: the unit is asked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/loop.h"
#include "session/asa_web_session.h"
#include "session/fake_asa_web.h"

namespace lw::session {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string pair_state(std::string_view here, std::string_view there) {
  return "Failover On \n\tThis host: Primary - " + std::string(here) +
         " \n\tOther host: Secondary - " + std::string(there) +
         " \n\t\t  Interface inside (192.0.2.11): Normal (Monitored)\n";
}

class AsaWebFailover : public testing::Test {
 protected:
  AsaWebFailover() {
    device_.answers["show failover"] = pair_state("Active", "Standby Ready");
    session_ = make_asa_web_session(std::make_unique<FakeAsaWeb>(device_),
                                    platform::Registry::load()->find("cisco_asa").value(), {});
    const auto logged_in = loop_.run<Result<void>>([&] { return session_->login(admin_, soon()); });
    EXPECT_TRUE(logged_in) << logged_in.error().message;
  }
  Result<std::vector<Output>> configure(const std::vector<std::string>& commands) {
    std::vector<ConfigureLine> lines;
    for (const auto& command : commands) lines.push_back({command, {}});
    return loop_.run<Result<std::vector<Output>>>(
        [&] { return session_->configure(lines, soon()); });
  }
  static Deadline soon() { return Deadline::after(std::chrono::seconds(20)); }

  net::Loop loop_;
  const Credentials admin_{"admin", Secret("pass-word"), {}};
  FakeAsaWeb::State device_;
  std::unique_ptr<Session> session_;
};

TEST_F(AsaWebFailover, WritesToTheActiveUnit) {
  ASSERT_TRUE(configure({"logging on"}));
  EXPECT_THAT(device_.entered, Contains("logging on"));
}

TEST_F(AsaWebFailover, RefusesToWriteToTheStandbyBeforeAnythingIsPosted) {
  device_.answers["show failover"] = pair_state("Standby Ready", "Active");
  const auto configured = configure({"logging on"});
  ASSERT_FALSE(configured);
  EXPECT_EQ(configured.error().code, ErrorCode::kConflict);
  EXPECT_THAT(configured.error().hint, HasSubstr("192.0.2.11"));
  const auto saved = loop_.run<Result<Saved>>([&] { return session_->save(soon()); });
  EXPECT_EQ(saved.error().code, ErrorCode::kConflict);
  EXPECT_THAT(device_.entered, IsEmpty());
}

TEST_F(AsaWebFailover, StopsAtASwitchOverInMidWork) {
  device_.refused_by_standby = "domain-name b.example";
  const auto configured = configure({"logging on", "domain-name b.example", "names"});
  ASSERT_FALSE(configured);
  EXPECT_EQ(configured.error().code, ErrorCode::kConflict);
  EXPECT_THAT(configured.error().message, HasSubstr("line 2 and those behind it"));
}

TEST_F(AsaWebFailover, AsksADeviceThatIsNoPairOnce) {
  device_.answers["show failover"] = "ERROR: Command requires failover license\n";
  ASSERT_TRUE(configure({"logging on"}));
  const std::size_t before = device_.requests.size();
  ASSERT_TRUE(configure({"logging off"}));
  EXPECT_EQ(device_.requests.size(), before + 1);
}

}  // namespace
}  // namespace lw::session
