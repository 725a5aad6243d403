#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/ips_testing.h"
#include "lab/web_faults.h"
#include "lab/web_testing.h"

namespace lw::lab {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kTransactions = "/cgi-bin/transaction-server";

class IpsWeb : public testing::Test {
 protected:
  WebClient client(std::string_view user = "admin", std::string_view password = "lab-lab") {
    return WebClient(*sensor_.device, "CIDS Client/4.0").as(user, password);
  }
  std::string transact(const std::string& body, std::string_view user = "admin") {
    const WebReply reply = client(user).post(kTransactions, body);
    EXPECT_EQ(reply.status, 200);
    return reply.body;
  }
  std::string edit(const std::string& component, const std::string& members,
                   std::string_view user = "admin") {
    return transact("<request><editConfigDelta><component name=\"" + component +
                        "\"><config><struct>" + members +
                        "</struct></config></component></editConfigDelta></request>",
                    user);
  }
  std::string edit_network(const std::string& members) {
    return edit("host", "<struct name=\"network-settings\">" + members + "</struct>");
  }
  std::string sdee(const std::string& query, int status = 200) {
    const WebReply reply = client().get("/cgi-bin/sdee-server?" + query);
    EXPECT_EQ(reply.status, status) << query;
    return reply.body;
  }
  // Of the first event on; its id.
  std::string subscribe(const std::string& more = "") {
    const std::string body = sdee("action=open&force=yes&startTime=0" + more);
    const std::size_t start = body.find("sub-");
    EXPECT_NE(start, std::string::npos);
    return body.substr(start, body.find('<', start) - start);
  }

  Sensor sensor_;
};

std::string entry(std::string_view network, std::string_view op = "merge") {
  return std::string("<mapEntry editOp=\"") + std::string(op) +
         "\"><key><var name=\"network-address\">" + std::string(network) +
         "</var></key></mapEntry>";
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; ++at) ++found;
  return found;
}

TEST_F(IpsWeb, WantsAUserAndAPasswordForEverything) {
  EXPECT_EQ(WebClient(*sensor_.device, "x").get("/").status, 401);
  EXPECT_EQ(client("admin", "wrong").post(kTransactions, "").status, 401);
  EXPECT_EQ(client().get("/nowhere").status, 404);
  EXPECT_EQ(client().get(kTransactions).status, 405);
}

TEST_F(IpsWeb, IsShutToThoseThatTheAccessListLeavesOut) {
  WebRequest request = client().request("GET", "/");
  request.source_address = "192.0.2.1";
  EXPECT_FALSE(sensor_.device->answer(request));
  edit_network("<map name=\"access-list\">" + entry("192.0.2.0/24") + "</map>");
  EXPECT_TRUE(sensor_.device->answer(request));
}

TEST_F(IpsWeb, ServesHttpOnlyWhenTlsIsOff) {
  WebRequest plain = client().request("GET", "/");
  plain.encrypted = false;
  EXPECT_FALSE(sensor_.device->answer(plain));
  const WebReply reply =
      client().post(kTransactions,
                    "<request><editConfigDelta><component name=\"webServer\"><config><struct>"
                    "<var name=\"enable-tls\">false</var></struct></config></component>"
                    "</editConfigDelta></request>");
  EXPECT_TRUE(reply.close);
  EXPECT_TRUE(sensor_.device->answer(plain));
  EXPECT_FALSE(sensor_.device->answer(client().request("GET", "/")));
}

TEST_F(IpsWeb, DecidesByTheUrlWhichTransactionItIs) {
  const WebReply reply =
      client("watcher").post(std::string(kTransactions) + "?command=getVersion",
                             "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
                             "<request><getHostStatistics></getHostStatistics></request>\n");
  EXPECT_THAT(reply.body, HasSubstr("<respGetVersion><platform>ASA-SSM-10</platform>"));
  EXPECT_THAT(reply.body, HasSubstr("<name>MainApp</name><executionState>running"));
  EXPECT_THAT(transact("<request><getHostStatistics/></request>"),
              HasSubstr("<hostName>sensor</hostName>"));
}

TEST_F(IpsWeb, TellsLicenceTimesInNanoseconds) {
  ASSERT_TRUE(sensor_.device->install_licence("http://192.0.2.9/good.lic"));
  EXPECT_THAT(transact("<request><getVersion/></request>"),
              HasSubstr("<expirationTime>1800000000000000000</expirationTime>"));
}

TEST_F(IpsWeb, ChangesTheStateThatTheCommandLineShows) {
  EXPECT_THAT(edit_network("<var name=\"host-name\">by-web</var>"), HasSubstr("<response "));
  EXPECT_THAT(sensor_.logged_in().line("show configuration"), HasSubstr("host-name by-web"));
  EXPECT_THAT(
      transact("<request><getConfigDelta><component name=\"host\"/>"
               "<component name=\"webServer\"/></getConfigDelta></request>"),
      testing::AllOf(HasSubstr("<var name=\"host-name\">by-web</var>"),
                     HasSubstr("<component name=\"webServer\">"), Not(HasSubstr("telnet-option"))));
  EXPECT_THAT(transact("<request><getDefaultConfig><component name=\"host\"/></getDefaultConfig>"
                       "</request>"),
              HasSubstr("<var name=\"host-name\">sensor</var>"));
  edit_network("<var name=\"host-name\" editOp=\"delete\"/>");
  EXPECT_EQ(sensor_.device->config().host_name(), "sensor");
}

TEST_F(IpsWeb, MergesCreatesReplacesAndDeletesEntries) {
  const auto networks = [this] {
    const IpsNode* list =
        sensor_.device->config().component("host")->find("network-settings")->find("access-list");
    std::string all;
    for (const IpsNode& one : list->members) all += one.key + " ";
    return all;
  };
  const auto list = [&](const std::string& inside, const std::string& op = "merge") {
    return edit_network("<map name=\"access-list\" editOp=\"" + op + "\">" + inside + "</map>");
  };
  list(entry("10.1.0.0/16") + entry("127.0.0.0/8"));
  EXPECT_EQ(networks(), "127.0.0.0/8 10.1.0.0/16 ");
  EXPECT_THAT(list(entry("10.1.0.0/16", "create")), HasSubstr("name=\"errAlreadyExists\""));
  list(entry("10.2.0.0/16", "create") + entry("10.1.0.0/16", "delete"));
  EXPECT_EQ(networks(), "127.0.0.0/8 10.2.0.0/16 ");
  EXPECT_THAT(list(entry("10.1.0.0/16", "delete")), HasSubstr("name=\"errNotFound\""));
  list(entry("127.0.0.0/9"), "replace");
  EXPECT_EQ(networks(), "127.0.0.0/9 ");
}

TEST_F(IpsWeb, ChangesNothingWhenAPartIsWrong) {
  const std::string before = sensor_.device->saved_state();
  const std::string reply = transact(
      "<request><editConfigDelta><component name=\"host\"><config><struct>"
      "<struct name=\"network-settings\"><var name=\"host-name\">half</var></struct></struct>"
      "</config></component><component name=\"webServer\"><config><struct>"
      "<var name=\"port\">99999</var></struct></config></component></editConfigDelta></request>");
  EXPECT_THAT(reply, HasSubstr("<errorMessage name=\"errUnacceptableValue\">99999"));
  EXPECT_EQ(sensor_.device->saved_state(), before);
}

TEST_F(IpsWeb, NamesItsErrors) {
  const std::pair<std::string, const char*> kCases[] = {
      {edit("nobody", ""), "errNotFound"},
      {edit("host", "<var name=\"bogus\">1</var>"), "errNotFound"},
      {edit("host", "<var name=\"network-settings\">1</var>"), "errNotFound"},
      {edit_network("<var name=\"host-ip\">300.1.1.1/24,1.1.1.1</var>"), "errUnacceptableValue"},
      {edit_network("<var name=\"host-name\" editOp=\"mend\">a</var>"), "errUnacceptableValue"},
      {transact("<request><selfDestruct/></request>"), "errNotFound"},
      {transact("<request><editConfigDelta/></request>"), "errUnacceptableValue"},
      {transact("<request><editConfigDelta></editDefaultConfig></request>"), "errSystemError"},
      {transact("no XML"), "errSystemError"},
      {transact(std::string(2'000'000, ' ')), "errSystemError"},
      {edit("webServer", "<var name=\"port\">80</var>", "tuner"), "errPermissionDenied"},
      {edit("webServer", "<var name=\"port\">80</var>", "watcher"), "errPermissionDenied"},
  };
  for (const auto& [body, name] : kCases) {
    EXPECT_THAT(body, HasSubstr(std::string("<errorMessage name=\"") + name + "\">"));
    EXPECT_THAT(body, HasSubstr("<error "));
  }
}

TEST_F(IpsWeb, MakesAndChangesUsersAndNeverShowsTheirPasswords) {
  const auto user = [](std::string_view name, std::string_view password) {
    return "<map name=\"user-accounts\" editOp=\"merge\"><mapEntry><key><var name=\"name\">" +
           std::string(name) +
           "</var></key><struct><struct name=\"credentials\">"
           "<var name=\"role\">operator</var>" +
           std::string(password) + "</struct></struct></mapEntry></map>";
  };
  EXPECT_THAT(edit("userAccount", user("eve", "")), HasSubstr("has no password"));
  const std::string done = edit("userAccount", user("eve", "<var name=\"password\">eve-eve</var>"));
  EXPECT_THAT(done, HasSubstr("<response "));
  EXPECT_TRUE(sensor_.device->verify_login("eve", Secret("eve-eve")));
  // What was read is posted again as it came: the password stays.
  edit("userAccount", user("eve", "<var name=\"password\" protected=\"true\"/>"));
  EXPECT_TRUE(sensor_.device->verify_login("eve", Secret("eve-eve")));
  const std::string shown = transact(
      "<request><getConfigDelta><component name=\"userAccount\"/></getConfigDelta></request>");
  EXPECT_THAT(shown, HasSubstr("<var name=\"password\" protected=\"true\"/>"));
  EXPECT_THAT(shown, Not(HasSubstr("$1$")));
  EXPECT_THAT(edit("userAccount",
                   "<map name=\"user-accounts\"><mapEntry editOp=\"delete\"><key>"
                   "<var name=\"name\">cisco</var></key></mapEntry></map>"),
              HasSubstr("cannot be deleted"));
}

TEST_F(IpsWeb, RefusesWorkBeforeTheFactoryPasswordIsChanged) {
  const WebReply reply =
      client("cisco", "cisco").post(kTransactions, "<request><getVersion/></request>");
  EXPECT_THAT(reply.body, HasSubstr("name=\"errAuthenticationTokenExpired\""));
  EXPECT_EQ(client("cisco", "cisco").get("/cgi-bin/sdee-server?action=open").status, 403);
}

TEST_F(IpsWeb, ExpandsNoEntities) {
  transact(
      "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY y \"yyyy\">]>"
      "<request><editConfigDelta><component name=\"host\"><config><struct>"
      "<struct name=\"network-settings\"><var name=\"login-banner-text\">&x;&y;</var></struct>"
      "</struct></config></component></editConfigDelta></request>");
  EXPECT_EQ(sensor_.value("host network-settings login-banner-text"), "&x;&y;");
}

TEST_F(IpsWeb, EndsTheTerminalsWhenTheAddressChanges) {
  Typist ssh = sensor_.open(Transport::kSsh, "admin");
  edit_network("<var name=\"host-ip\">10.9.9.9/24,10.9.9.1</var>");
  EXPECT_TRUE(ssh.finished());
}

TEST_F(IpsWeb, GivesEventsInPiecesAndAgainUntilTheyAreConfirmed) {
  const std::string id = subscribe("&events=evIdsAlert");
  const auto get = [&](const std::string& more) {
    return sdee("action=get&timeout=1&subscriptionId=" + id + more);
  };
  const std::string first = get("&maxNbrOfEvents=5");
  EXPECT_EQ(count(first, "<sd:evIdsAlert "), 5U);
  EXPECT_THAT(first, HasSubstr("<sd:remainingEvents>2<"));
  EXPECT_EQ(get("&maxNbrOfEvents=5"), first);
  EXPECT_EQ(count(get("&confirm=yes"), "<sd:evIdsAlert "), 2U);
  EXPECT_EQ(count(get("&confirm=yes"), "<sd:evIdsAlert "), 0U);
}

TEST_F(IpsWeb, FiltersEventsByKindAndSeverity) {
  edit("webServer", "<var name=\"port\">444</var>");
  const std::string high = subscribe("&events=evIdsAlert&alertSeverities=high+medium");
  EXPECT_EQ(count(sdee("action=get&subscriptionId=" + high), "<sd:evIdsAlert "), 3U);
  const std::string status = subscribe("&events=evStatus");
  EXPECT_THAT(sdee("action=get&subscriptionId=" + status),
              testing::AllOf(HasSubstr("admin changed the configuration of webServer"),
                             Not(HasSubstr("evIdsAlert"))));
  sdee("action=open&events=evGossip", 400);
}

TEST_F(IpsWeb, HasFiveSubscriptionsUntilOneIsClosed) {
  const std::string first = subscribe();
  for (int i = 1; i < 5; ++i) subscribe();
  EXPECT_THAT(sdee("action=open&force=yes", 400), HasSubstr("sd:errLimitExceeded"));
  EXPECT_THAT(sensor_.logged_in().line("show statistics sdee-server"),
              HasSubstr("Open Subscriptions = 5"));
  sdee("action=close&subscriptionId=" + first);
  EXPECT_THAT(sdee("action=get&subscriptionId=" + first, 400), HasSubstr("sd:errNotFound"));
  subscribe();
}

TEST_F(IpsWeb, SaysThatEventsWentBeforeTheyWereFetched) {
  const std::string id = subscribe();
  for (std::size_t i = 0; i < kMostIpsEvents; ++i) {
    sensor_.device->events().add({.time = WallTime(), .text = "flood"});
  }
  const std::string body = sdee("action=get&maxNbrOfEvents=9999&subscriptionId=" + id);
  EXPECT_THAT(body, HasSubstr("<sd:missedEvents>true<"));
  EXPECT_EQ(count(body, "<sd:evIdsAlert "), kMostIpsRetrieved);
}

TEST_F(IpsWeb, AnswersEveryTransactionWithAnErrorWhenTheLabSaysSo) {
  WebFaults faults;
  ASSERT_TRUE(add_web_fault(faults, "xml-error"));
  const std::string before = sensor_.device->saved_state();
  const auto delivery = answer_with_faults(
      *sensor_.device,
      client().request("POST", std::string(kTransactions) + "?command=getVersion",
                       "<request><getVersion/></request>"),
      faults);
  ASSERT_TRUE(delivery);
  EXPECT_EQ(delivery->reply.status, 200);
  EXPECT_THAT(delivery->reply.body, HasSubstr("<error "));
  EXPECT_EQ(sensor_.device->saved_state(), before);
}

TEST_F(IpsWeb, SendsHalfOfADocumentWhenTheLabSaysSo) {
  WebFaults faults;
  ASSERT_TRUE(add_web_fault(faults, "cut-xml"));
  const WebRequest request =
      client().request("POST", kTransactions, "<request><getVersion/></request>");
  const std::string whole = sensor_.device->answer(request)->body;
  const auto delivery = answer_with_faults(*sensor_.device, request, faults);
  ASSERT_TRUE(delivery);
  EXPECT_EQ(delivery->reply.body, whole.substr(0, whole.size() / 2));
  EXPECT_FALSE(delivery->announced_length) << "its length is announced right";
}

}  // namespace
}  // namespace lw::lab
