#include "session/ips_web_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "net/loop.h"
#include "session/fake_web.h"

namespace lw::session {
namespace {

using namespace std::chrono_literals;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Deadline soon() { return Deadline::after(20s); }

std::shared_ptr<const platform::Platform> sensor() {
  static const auto registry = platform::Registry::load();
  return registry->find("cisco_ips").value();
}

// A sensor's web server that works but is simple: an account, a port that can be set,
// subscriptions.
class FakeIpsWeb final : public FakeWeb {
 public:
  struct State : Watched {
    std::string password = "pass-word";
    std::string port = "443";
    int subscriptions = 0;
    bool events_fail = false;
  };
  explicit FakeIpsWeb(State& state) : FakeWeb(state), state_(state) {}

 private:
  net::HttpResponse answer(const net::HttpRequest& request) override {
    const auto given = net::find_field(request.fields, "Authorization").value_or("");
    if (given != net::basic_authorization("admin", state_.password)) return {.status = 401};
    const auto asks = [&](std::string_view part) {
      return request.target.find(part) != std::string::npos;
    };
    if (asks("command=getVersion")) {
      return reply(
          "<respGetVersion><platform>IPS-4240</platform><version>6.0(4)E1</version>"
          "</respGetVersion>");
    }
    if (asks("command=getConfigDelta")) {
      return reply(
          "<respGetConfigDelta><component name=\"webServer\"><config><struct><var "
          "name=\"port\">" +
          state_.port + "</var></struct></config></component></respGetConfigDelta>");
    }
    if (asks("command=editConfigDelta")) return edit(request.body);
    if (asks("action=open")) {
      ++state_.subscriptions;
      return envelope("<sd:subscriptionId>sub-1</sd:subscriptionId>");
    }
    if (asks("action=close")) {
      --state_.subscriptions;
      return envelope("");
    }
    if (asks("action=get") && state_.events_fail) return {.status = 500};
    if (asks("action=get")) {
      return envelope(
          "<sd:events><sd:evIdsAlert severity=\"low\"><sd:time>0</sd:time><sd:signature "
          "id=\"1\" description=\"x\"/></sd:evIdsAlert></sd:events>");
    }
    return {.status = 404};
  }

  net::HttpResponse edit(const std::string& body) {
    const std::string_view opening = "<var name=\"port\">";
    const auto at = body.find(opening);
    if (at == std::string::npos) return reply("");
    const std::string value =
        body.substr(at + opening.size(), body.find('<', at + 1) - at - opening.size());
    if (!parse_decimal(value)) {
      return {.body =
                  "<?xml version=\"1.0\"?><error><errorMessage "
                  "name=\"errUnacceptableValue\">bad port</errorMessage></error>"};
    }
    state_.port = value;
    return reply("");
  }

  static net::HttpResponse reply(const std::string& body) {
    return {.body = "<?xml version=\"1.0\"?><response>" + body + "</response>"};
  }
  static net::HttpResponse envelope(const std::string& body) {
    return {.body = "<?xml version=\"1.0\"?><env:Envelope><env:Body>" + body +
                    "</env:Body></env:Envelope>"};
  }

  State& state_;
};

class IpsWebTest : public testing::Test {
 protected:
  IpsWebTest() : session_(make_ips_web_session(std::make_unique<FakeIpsWeb>(state_), sensor())) {}

  Result<void> login(const std::string& password = "pass-word") {
    const Credentials credentials{"admin", Secret(password), std::nullopt};
    return loop_.run<Result<void>>([&] { return session_->login(credentials, soon()); });
  }
  Result<Output> run(const std::string& command) {
    return loop_.run<Result<Output>>([&] { return session_->run(command, {}, soon()); });
  }
  Result<std::vector<Output>> configure(const std::vector<ConfigureLine>& lines) {
    return loop_.run<Result<std::vector<Output>>>(
        [&] { return session_->configure(lines, soon()); });
  }

  FakeIpsWeb::State state_;
  net::Loop loop_;
  std::unique_ptr<Session> session_;
};

TEST_F(IpsWebTest, VersionAndConfigurationAreRead) {
  ASSERT_TRUE(login());
  EXPECT_EQ(session_->prompt(), "sensor#");
  EXPECT_THAT(run("show version")->text, HasSubstr("Version 6.0(4)E1"));
  EXPECT_EQ(run("show  configuration")->text, "service web-server\nport 443\nexit");
}

TEST_F(IpsWebTest, AWrongPasswordIsTriedOnce) {
  const auto refused = login("wrong");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kLoginRefused);
  EXPECT_EQ(refused.error().diagnosis, Diagnosis::kWrongLogin);
  EXPECT_THAT(state_.requests, SizeIs(1));
}

TEST_F(IpsWebTest, AServiceIsEditedInOneRequest) {
  ASSERT_TRUE(login());
  state_.requests.clear();
  const auto outputs = configure({{"service web-server", {}}, {" port 8443", {}}, {"exit", {}}});
  ASSERT_TRUE(outputs) << outputs.error().message;
  EXPECT_THAT(*outputs, SizeIs(3));
  EXPECT_EQ(state_.port, "8443");
  EXPECT_THAT(state_.requests, SizeIs(1));
}

TEST_F(IpsWebTest, ARefusedEditStopsTheWork) {
  ASSERT_TRUE(login());
  const auto outputs = configure({{"service web-server", {}},
                                  {"port x", {}},
                                  {"exit", {}},
                                  {"service host", {}},
                                  {"exit", {}}});
  ASSERT_TRUE(outputs) << outputs.error().message;
  ASSERT_THAT(*outputs, SizeIs(1));
  ASSERT_TRUE(outputs->front().rejected);
  EXPECT_EQ(outputs->front().rejected->message, "bad port (errUnacceptableValue)");
  EXPECT_EQ(state_.port, "443");
}

TEST_F(IpsWebTest, NothingIsSentOfLinesThatCannotBeExpressed) {
  ASSERT_TRUE(login());
  state_.requests.clear();
  EXPECT_EQ(configure({{"service web-server", {}}, {"exit", {}}, {"banner x", {}}}).error().code,
            ErrorCode::kInvalidArgument);
  EXPECT_THAT(state_.requests, IsEmpty());
}

TEST_F(IpsWebTest, EventsAreFetchedAndTheSubscriptionIsEnded) {
  ASSERT_TRUE(login());
  EXPECT_THAT(run("show events")->text, HasSubstr("evIdsAlert"));
  EXPECT_EQ(state_.subscriptions, 0);
  state_.events_fail = true;
  EXPECT_FALSE(run("show events"));
  EXPECT_EQ(state_.subscriptions, 0);
}

TEST_F(IpsWebTest, OtherCommandsAreRefusedWithTheWayToRunThem) {
  ASSERT_TRUE(login());
  state_.requests.clear();
  const auto refused = run("show interfaces");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnsupported);
  EXPECT_THAT(refused.error().hint, HasSubstr("--over ssh"));
  EXPECT_THAT(state_.requests, IsEmpty());
}

}  // namespace
}  // namespace lw::session
