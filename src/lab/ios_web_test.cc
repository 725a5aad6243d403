#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/ios_device.h"
#include "lab/typing_testing.h"
#include "lab/web_testing.h"

namespace lw::lab {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kRouter =
    "hostname r1\nenable secret lab\n"
    "username admin privilege 15 secret lab\nusername watch privilege 5 secret lab\n"
    "ip http server\nip http secure-server\nip http authentication local\n"
    "alias exec clk show clock\n"
    "interface GigabitEthernet0/0\n description <a&b>\n";

std::string command_set(int mode, std::string_view lines) {
  return "! COMMANDSET VERSION=\"1.0\"\n! OPTIONS BEGIN\n! MODE=\"" + std::to_string(mode) +
         "\"\n! OPTIONS END\n" + std::string(lines) + "! END\n! COMMANDSET END\n";
}

// What clients take out of a page.
std::string between_dl(const std::string& page) {
  const std::size_t start = page.find("<DL>\n");
  const std::size_t end = page.find("</DL>");
  if (start == std::string::npos || end == std::string::npos) return "no output in: " + page;
  return page.substr(start + 5, end - start - 5);
}

class IosWebTest : public testing::Test {
 protected:
  IosWebTest() { make({}); }
  void make(IosWebFaces faces, std::string_view more = "") {
    auto made = IosDevice::create({.initial_config = std::string(kRouter) + std::string(more),
                                   .clock = clock_.clock(),
                                   .web = std::move(faces)});
    ASSERT_TRUE(made.has_value()) << made.error().message;
    device_ = std::move(*made);
  }
  WebClient client() { return WebClient(*device_, "any").as("admin", "lab"); }
  std::string exec(std::string words) {
    const WebReply reply = client().get("/level/15/exec/-/" + std::move(words));
    EXPECT_EQ(reply.status, 200);
    return between_dl(reply.body);
  }
  std::string post(int mode, std::string_view lines) {
    const WebReply reply = client().post("/ios_web_exec/commandset", command_set(mode, lines));
    EXPECT_EQ(reply.status, 200);
    return reply.body;
  }
  // In enable mode, pages off.
  Typist console() {
    Typist typist(device_->open({.transport = Transport::kConsole}));
    typist.lines({"", "enable", "lab", "terminal length 0"});
    return typist;
  }

  FakeClock clock_;
  std::unique_ptr<IosDevice> device_;
};

TEST_F(IosWebTest, ListensWhereTheConfigurationSays) {
  ASSERT_TRUE(device_->web_door());
  EXPECT_EQ(device_->web_door()->http, 80);
  EXPECT_EQ(device_->web_door()->https, 443);
  EXPECT_THAT(device_->web_door()->certificate_name, StartsWith("IOS-Self-Signed-Certificate-"));
  post(1, "ip http port 8080\nip http secure-port 8443\nno ip http server\n");
  EXPECT_FALSE(device_->web_door()->http);
  EXPECT_EQ(device_->web_door()->https, 8443);
  WebRequest plain = client().request("GET", "/");
  plain.encrypted = false;
  EXPECT_FALSE(device_->answer(plain));
  post(1, "no ip http secure-server\n");
  EXPECT_FALSE(device_->web_door());
  EXPECT_FALSE(device_->answer(client().request("GET", "/")));
}

TEST_F(IosWebTest, TakesItsCertificatesNameFromTheTrustpoint) {
  make({},
       "crypto pki trustpoint web\n subject-name CN=r1.lab.example, O=Lab\n"
       "ip http secure-trustpoint web\n");
  EXPECT_EQ(device_->web_door()->certificate_name, "r1.lab.example");
}

TEST_F(IosWebTest, RefusesTheConnectionThatItsAccessClassRefuses) {
  post(1, "access-list 10 permit 127.0.0.1\nip http access-class 10\n");
  EXPECT_TRUE(device_->answer(client().request("GET", "/")));
  WebRequest other = client().request("GET", "/");
  other.source_address = "127.0.0.2";
  EXPECT_FALSE(device_->answer(other));
  EXPECT_THAT(exec("show/ip/http/server/status/CR"), HasSubstr("HTTP server access class: 10\n"));
}

TEST_F(IosWebTest, AsksForAPassword) {
  const WebReply reply = WebClient(*device_, "any").get("/level/15/exec/-/show/clock/CR");
  EXPECT_EQ(reply.status, 401);
  EXPECT_EQ(web_field(reply.fields, "server"), "cisco-IOS");
  EXPECT_EQ(web_field(reply.fields, "accept-ranges"), "none");
  EXPECT_EQ(web_field(reply.fields, "www-authenticate"), "Basic realm=\"level_15_access\"");
  EXPECT_THAT(reply.body,
              HasSubstr("Browser not authentication-capable or authentication failed."));
  EXPECT_EQ(client().as("admin", "wrong").get("/").status, 401);
  EXPECT_EQ(client().as("nobody", "lab").get("/").status, 401);
}

TEST_F(IosWebTest, RefusesUsersBelowTheLevelOfTheRequest) {
  WebClient watch = WebClient(*device_, "any").as("watch", "lab");
  EXPECT_EQ(watch.get("/level/15/exec/-/show/clock/CR").status, 401);
  EXPECT_EQ(watch.post("/ios_web_exec/commandset", command_set(0, "show clock\n")).status, 401);
  EXPECT_EQ(watch.get("/level/1/exec/-/show/clock/CR").status, 200);
  EXPECT_THAT(watch.get("/level/1/exec/-/show/startup-config/CR").body,
              HasSubstr("% Invalid input detected"));
  EXPECT_EQ(client().get("/level/16/exec/-/show/clock/CR").status, 404);
}

TEST_F(IosWebTest, LetsNobodyRiseWithoutAnEnablePasswordAsTheConsoleMay) {
  post(1, "no enable secret\n");
  EXPECT_EQ(between_dl(client().get("/level/1/exec/-/enable/CR").body), "% No password set\n");
  EXPECT_THAT(post(0, "exit\nshow clock\n"), Not(HasSubstr("show clock"))) << "the session is over";
}

TEST_F(IosWebTest, ChecksPasswordsAsConfigured) {
  const auto status_of = [&](std::string_view user, std::string_view password) {
    return WebClient(*device_, "any").as(user, password).get("/").status;
  };
  post(1, "enable secret other\nno ip http authentication\n");
  EXPECT_EQ(status_of("anybody", "other"), 200) << "by default the enable password";
  EXPECT_EQ(status_of("", "other"), 200);
  EXPECT_EQ(status_of("admin", "lab"), 401);
  Typist typist(device_->open({.transport = Transport::kConsole}));
  typist.lines({"", "enable", "other", "conf t", "aaa new-model", "ip http authentication aaa"});
  EXPECT_EQ(status_of("admin", "lab"), 401) << "there is no list";
  typist.line("aaa authentication login default group radius local");
  EXPECT_EQ(status_of("admin", "lab"), 200);
  typist.lines({"aaa authentication login web enable",
                "ip http authentication aaa login-authentication web"});
  EXPECT_EQ(status_of("x", "other"), 200);
}

TEST_F(IosWebTest, RunsCommandsByUrlInEachOfItsForms) {
  const std::string clock = "*22:13:20.000 UTC Tue Nov 14 2023\n";
  EXPECT_EQ(exec("show/clock/CR"), clock);
  for (const char* target :
       {"/level/15/exec/show/clock/CR", "/exec/show/clock/CR", "/exec/-/show%20clock/CR",
        "/level/15/exec/-/clk/CR", "/exec/clk/CR"}) {
    EXPECT_EQ(between_dl(client().get(target).body), clock) << target;
  }
  EXPECT_THAT(exec("show/version"), HasSubstr("Cisco IOS Software"))
      << "no word could follow, so nothing waits for Return";
}

TEST_F(IosWebTest, WaitsForReturnWhereMoreWordsCouldFollow) {
  EXPECT_EQ(exec("show/clock"), "<DD>detail\n<DD>&lt;cr&gt;\n");
  EXPECT_THAT(exec("show/ip"), HasSubstr("<DD>http\n"));
}

TEST_F(IosWebTest, WritesPagesAsClientsReadThem) {
  const WebReply reply = client().get("/level/15/exec/-/show/clock/CR");
  EXPECT_THAT(reply.body,
              StartsWith("<HTML><HEAD><TITLE>r1 /level/15/exec/-/show/clock/CR</TITLE></HEAD>\n"
                         "<BODY><H1>r1</H1><PRE><HR>\n"
                         "<FORM METHOD=POST ACTION=\"/level/15/exec/-/show/clock/CR\"><DL>\n*22:"));
  EXPECT_THAT(reply.body, HasSubstr("</DL>\n</FORM>\ncommand completed.\n<HR>"));
  EXPECT_EQ(web_field(reply.fields, "content-type"), "text/html");
}

TEST_F(IosWebTest, EscapesOutputOrNot) {
  EXPECT_THAT(exec("show/running-config/CR"), HasSubstr(" description &lt;a&amp;b&gt;\n"));
  make({.escapes = false});
  EXPECT_THAT(exec("show/running-config/CR"), HasSubstr(" description <a&b>\n"));
}

TEST_F(IosWebTest, LooksOldOnOldImages) {
  make(ios_web_faces("11.3"));
  const WebReply asks = WebClient(*device_, "any").get("/exec/show/clock/CR");
  EXPECT_EQ(web_field(asks.fields, "www-authenticate"), "Basic realm=\"level 15 access\"");
  EXPECT_EQ(web_field(asks.fields, "expires"), "Thu, 16 Feb 1989 00:00:00 GMT");
  EXPECT_FALSE(web_field(asks.fields, "accept-ranges"));
  const WebReply reply = client().get("/level/15/exec/show%20startup-config");
  EXPECT_EQ(web_field(reply.fields, "server"), "cisco-IOS/11.3 HTTP-server/1.0(1)");
  EXPECT_THAT(reply.body, HasSubstr("<TITLE>r1 /level/15/exec/show startup-config</TITLE>"));
  EXPECT_THAT(reply.body, Not(HasSubstr("command completed.")));
  EXPECT_TRUE(reply.close);
  EXPECT_EQ(client().post("/ios_web_exec/commandset", command_set(0, "show clock\n")).status, 404);
}

TEST_F(IosWebTest, ShowsWhatIsWrongInAPageWithStatus200) {
  EXPECT_EQ(exec("show/foo/CR"), "     ^\n% Invalid input detected at '^' marker.\n\n");
  EXPECT_EQ(exec("foo/CR"), "^\n% Invalid input detected at '^' marker.\n\n")
      << "no host of that name is looked for";
  EXPECT_EQ(exec("show/CR"), "% Incomplete command.\n\n");
  EXPECT_EQ(client().get("/level/15/exec/-/show%2").status, 400);
  EXPECT_EQ(client().get("/elsewhere").status, 404);
}

TEST_F(IosWebTest, ConfiguresByUrl) {
  EXPECT_EQ(between_dl(client().get("/level/15/configure/-/hostname/r9/CR").body), "");
  EXPECT_EQ(device_->config().hostname(), "r9");
  EXPECT_THAT(console().line("show running-config"), HasSubstr(" by admin\r\n"));
  client().get("/level/15/configure/-/hostname/r10");
  EXPECT_EQ(device_->config().hostname(), "r9") << "Return was not pressed";
}

TEST_F(IosWebTest, AnswersCommandSets) {
  const std::string answer = post(0, "show clock\nshow foo\nshow ip\nshow privilege\n");
  EXPECT_THAT(answer, HasSubstr("! COMMAND BEGIN\nshow clock\n! COMMAND END\n"
                                "! PARSE_ERROR=\"0\"\n! OUTPUT BEGIN\n"
                                "*22:13:20.000 UTC Tue Nov 14 2023\n! OUTPUT END\n"));
  EXPECT_THAT(answer, HasSubstr("show foo\n! COMMAND END\n! PARSE_ERROR=\"2\"\n"
                                "! OUTPUT BEGIN\n\n! OUTPUT END\n"));
  EXPECT_THAT(answer, HasSubstr("show ip\n! COMMAND END\n! PARSE_ERROR=\"3\"\n"));
  EXPECT_THAT(answer, HasSubstr("Current privilege level is 15\n"));
  EXPECT_THAT(post(0, "show r\n"), HasSubstr("PARSE_ERROR=\"1\"\n"));
  EXPECT_THAT(client().post("/ios_web_exec/commandset", "show clock\n").body,
              HasSubstr("STATUS=\"1\""));
}

TEST_F(IosWebTest, ConfiguresBySetAndStopsAtASyntaxError) {
  const std::string answer =
      post(1,
           "interface gi0/1\n description web\nusername x secret 7 a\nhostname r9\n"
           "no ip foo\nhostname r10\n");
  EXPECT_EQ(device_->config().hostname(), "r1");
  EXPECT_THAT(answer, Not(HasSubstr("hostname r9")));
  const std::string good =
      post(1, "interface gi0/1\n description web\nhostname r9\ndo show clock\n");
  EXPECT_THAT(good, Not(HasSubstr("PARSE_ERROR=\"2\"")));
  EXPECT_THAT(good, HasSubstr("UTC Tue Nov 14 2023\n! OUTPUT END"));
  Typist typist = console();
  EXPECT_THAT(typist.line("show running-config"),
              AllOf(HasSubstr("hostname r9\r\n"), HasSubstr(" description web\r\n")));
  typist.lines({"conf t", "hostname r11", "end"});
  EXPECT_THAT(post(0, "show running-config\n"), HasSubstr("hostname r11\n"));
}

TEST_F(IosWebTest, LeavesQuestionsUnanswered) {
  const std::string answer = post(0, "copy running-config startup-config\nerase startup-config\n");
  EXPECT_THAT(answer, HasSubstr("Destination filename [startup-config]? \n! OUTPUT END"));
  EXPECT_THAT(answer, HasSubstr("Continue? [confirm]\n! OUTPUT END"));
  EXPECT_THAT(console().line("show startup-config"), HasSubstr("hostname r1"));
  post(1, "hostname r9\n");
  post(0, "write memory\n");
  EXPECT_THAT(console().line("show startup-config"), HasSubstr("hostname r9"));
}

TEST_F(IosWebTest, WantsATokenOnNewImages) {
  EXPECT_THAT(client().get("/get_csrf").body, HasSubstr("404 Not Found"));
  make(ios_web_faces("16.9"));
  const std::string body = command_set(0, "show clock\n");
  EXPECT_EQ(client().post("/ios_web_exec/commandset", body).status, 403);
  EXPECT_EQ(WebClient(*device_, "any").get("/get_csrf").status, 401);
  const std::string token = client().get("/get_csrf").body;
  EXPECT_NE(client().get("/get_csrf").body, token);
  EXPECT_EQ(client().with("x-csrf-token", token).post("/ios_web_exec/commandset", body).status,
            200);
  EXPECT_EQ(client().with("X-Csrf-Token", "x").post("/ios_web_exec/commandset", body).status, 403);
  EXPECT_EQ(web_field(client().get("/").fields, "server"), "openresty");
}

TEST_F(IosWebTest, RunsItsSessionModulesAsConfigured) {
  EXPECT_EQ(exec("show/privilege/CR"), "Current privilege level is 15\n");
  console().lines({"conf t", "ip http session-module-list some HOME_PAGE,HTTP_IFS",
                   "ip http secure-active-session-modules some"});
  EXPECT_EQ(client().get("/level/15/exec/-/show/clock/CR").status, 404);
  EXPECT_EQ(client().get("/").status, 200);
  WebRequest plain = client().request("GET", "/level/15/exec/-/show/clock/CR");
  plain.encrypted = false;
  EXPECT_EQ(client().send(plain).status, 200) << "the other server has its own list";
  console().lines({"conf t", "ip http secure-active-session-modules none"});
  EXPECT_EQ(client().get("/").status, 404);
}

TEST(IosWebFaces, FollowTheVersion) {
  EXPECT_TRUE(ios_web_faces("11.3").old_pages);
  EXPECT_FALSE(ios_web_faces("12.2(46)SE").commandset);
  EXPECT_TRUE(ios_web_faces("12.4(15)T").commandset);
  EXPECT_FALSE(ios_web_faces("15.2(4)M6").csrf);
  EXPECT_TRUE(ios_web_faces("16.12.4").csrf);
  EXPECT_TRUE(ios_web_faces("17.3").exec);
}

TEST(IosAlias, WorksAtATerminalToo) {
  FakeClock clock;
  auto device = IosDevice::create(
      {.initial_config = "alias exec clk show clock\nalias exec a b\nalias exec b a\n",
       .clock = clock.clock()});
  ASSERT_TRUE(device);
  Typist typist((*device)->open({.transport = Transport::kConsole}));
  typist.line("");
  EXPECT_THAT(typist.line("clk"), HasSubstr("UTC Tue Nov 14 2023"));
  EXPECT_THAT(typist.line("a"), Not(HasSubstr("UTC"))) << "aliases do not go around in circles";
}

}  // namespace
}  // namespace lw::lab
