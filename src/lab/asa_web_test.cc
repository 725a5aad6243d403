#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/asa_device.h"
#include "lab/lab_description.h"
#include "lab/password_hash.h"
#include "lab/typing_testing.h"
#include "lab/web_testing.h"

namespace lw::lab {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kWeb =
    "http server enable\n"
    "http 127.0.0.0 255.0.0.0 management\n"
    "aaa authentication http console LOCAL\n"
    "username watch password lab privilege 5\n";
constexpr std::string_view kTrailer =
    "\nCryptochecksum (changed): d41d8cd9 8f00b204 e9800998 ecf8427e \nConfig OK\n";

class AsaWebTest : public testing::Test {
 protected:
  void make(std::string_view more) {
    auto made =
        AsaDevice::create({.initial_config = factory_config("cisco_asa") + std::string(more),
                           .clock = clock_.clock()});
    ASSERT_TRUE(made.has_value()) << made.error().message;
    device_ = std::move(*made);
  }
  AsaWebTest() { make(kWeb); }
  WebClient client() { return WebClient(*device_, "CSM").as("admin", "lab"); }
  std::string exec(std::string commands) {
    const WebReply reply = client().get("/admin/exec/" + std::move(commands));
    EXPECT_EQ(reply.status, 200);
    return reply.body;
  }
  std::string configure(std::string lines) {
    const WebReply reply = client().post("/admin/config", std::move(lines));
    EXPECT_EQ(reply.status, 200);
    EXPECT_THAT(reply.body, EndsWith(" \nConfig OK\n"));
    return reply.body.substr(0, reply.body.rfind("\nCryptochecksum"));
  }
  Typist console() {
    Typist typist(device_->open({.transport = Transport::kConsole}));
    typist.lines({"enable", "lab", "terminal pager 0"});
    return typist;
  }

  FakeClock clock_;
  std::unique_ptr<AsaDevice> device_;
};

TEST_F(AsaWebTest, OfPixSixHasNoAdminInItsAddressesAndNoListOfPrograms) {
  auto made = AsaDevice::create(
      {.initial_config = factory_config("cisco_pix") + "http server enable\nhttp 127.0.0.1\n",
       .clock = clock_.clock(),
       .release = *asa_release("cisco_pix", "")});
  ASSERT_TRUE(made.has_value()) << made.error().message;
  WebClient pix = WebClient(**made, "any").as("", "lab");
  EXPECT_THAT(pix.get("/exec/show%20version").body, HasSubstr("Cisco PIX Firewall Version 6.3"));
  EXPECT_EQ(pix.get("/admin/exec/show%20version").status, 404);
  EXPECT_THAT(pix.post("/config", "hostname pix-9\nhttp server\n").body, HasSubstr("Usage:\t"));
  EXPECT_EQ((*made)->config().hostname(), "pix-9");
}

TEST_F(AsaWebTest, ListensWhereTheConfigurationSays) {
  ASSERT_TRUE(device_->web_door());
  EXPECT_EQ(device_->web_door()->https, 443);
  EXPECT_FALSE(device_->web_door()->http);
  EXPECT_EQ(device_->web_door()->certificate_name, "fw-1");
  EXPECT_FALSE(device_->web_door()->des_only);
  configure("http server enable 8443");
  EXPECT_EQ(device_->web_door()->https, 8443);
  configure("no http server enable");
  EXPECT_FALSE(device_->web_door());
  EXPECT_FALSE(device_->answer(client().request("GET", "/")));
}

TEST_F(AsaWebTest, RefusesTheConnectionOfASourceWithoutAnHttpLine) {
  WebRequest request = client().request("GET", "/");
  EXPECT_TRUE(device_->answer(request));
  request.source_address = "192.0.2.7";
  EXPECT_FALSE(device_->answer(request));
  request.source_address = "127.0.0.1";
  request.encrypted = false;
  EXPECT_FALSE(device_->answer(request));
}

TEST_F(AsaWebTest, RedirectsItsRootToThePublicPageWithoutALogin) {
  WebClient anybody(*device_, "curl/7.88.1");
  const WebReply reply = anybody.get("/");
  EXPECT_EQ(reply.status, 301);
  EXPECT_EQ(web_field(reply.fields, "location"), "/admin/public/index.html");
  EXPECT_EQ(web_field(reply.fields, "strict-transport-security"), "max-age=31536000");
  EXPECT_EQ(web_field(reply.fields, "x-xss-protection"), "1");
  EXPECT_EQ(web_field(reply.fields, "date"), "Tue, 14 Nov 2023 22:13:20 GMT");
  EXPECT_TRUE(reply.close);
  EXPECT_THAT(anybody.get("/admin/public/index.html").body, HasSubstr("<title>Cisco ASDM "));
}

TEST_F(AsaWebTest, TellsTheProgramFromThePassword) {
  EXPECT_EQ(WebClient(*device_, "CSM").get("/admin/exec/show+clock").status, 401);
  const WebReply wrong = WebClient(*device_, "CSM").as("admin", "no").get("/admin/exec/show+clock");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(web_field(wrong.fields, "www-authenticate"), "Basic realm=\"Authentication\"");
  EXPECT_EQ(WebClient(*device_, "CSM").as("nobody", "").get("/admin/exec/show+clock").status, 401);
  const auto status_of = [&](std::string agent) {
    return WebClient(*device_, std::move(agent)).as("admin", "lab").get("/admin/config/x").status;
  };
  EXPECT_EQ(status_of("curl/7.88.1"), 400);
  EXPECT_EQ(status_of(""), 400);
  EXPECT_EQ(status_of("csm"), 400);
  EXPECT_EQ(status_of("ASDM/ Java/1.8.0_333"), 404);
  EXPECT_EQ(status_of("REST API Agent"), 404);
}

TEST_F(AsaWebTest, TakesTheListOfProgramsFromTheConfiguration) {
  const auto status_of = [&](std::string agent) {
    return WebClient(*device_, std::move(agent)).as("admin", "lab").get("/admin/exec/").status;
  };
  configure("http server basic-auth-client curl\nno http server basic-auth-client CSM");
  EXPECT_EQ(status_of("curl/7.88.1"), 200);
  EXPECT_EQ(status_of("CSM"), 400);
  Typist typist = console();
  const std::string all = typist.line("show running-config all http");
  EXPECT_THAT(all, HasSubstr("\nhttp server basic-auth-client ASDM\r\n"));
  EXPECT_THAT(all, HasSubstr("\nhttp server basic-auth-client REST API Agent\r\n"));
  EXPECT_THAT(all, HasSubstr("\nhttp server basic-auth-client curl\r\n"));
  EXPECT_THAT(all, Not(HasSubstr("\nhttp server basic-auth-client CSM\r\n")));
  EXPECT_THAT(typist.line("show running-config http"), Not(HasSubstr("ASDM")));
  typist.lines({"conf t", "N", "http server basic-auth-client CSM"});
  EXPECT_EQ(status_of("CSM"), 200);
}

TEST_F(AsaWebTest, TakesTheEnablePasswordAndAnyNameWithoutAaa) {
  make("http server enable\nhttp 127.0.0.0 255.0.0.0 management\n");
  const auto status_of = [&](std::string_view user, std::string_view password) {
    return WebClient(*device_, "CSM").as(user, password).get("/admin/exec/show+mode").status;
  };
  EXPECT_EQ(status_of("", "lab"), 200);
  EXPECT_EQ(status_of("enable_15", "lab"), 200);
  EXPECT_EQ(status_of("admin", "wrong"), 401);
  EXPECT_THAT(WebClient(*device_, "CSM").as("x", "lab").get("/admin/exec/show+curpriv").body,
              HasSubstr("Username : enable_15\nCurrent privilege level : 15\n"));
}

TEST_F(AsaWebTest, RunsCommandsByUrlWithNothingBetweenTheirOutputs) {
  const std::string mode = "Security context mode: single \n";
  EXPECT_EQ(exec("show+mode"), mode);
  EXPECT_EQ(exec("show%20mode"), mode);
  EXPECT_EQ(exec("show+mode/show%20mode/"), mode + mode);
  EXPECT_THAT(exec("show+version"), HasSubstr("Software Version 9.8(2) \n"));
  EXPECT_THAT(exec("show+running-config/show+mode"), EndsWith(": end\n" + mode)) << "never paged";
}

TEST_F(AsaWebTest, GivesTheErrorsOfCommandsWithStatus200AndGoesOn) {
  EXPECT_EQ(exec("show+foo"), "     ^\nERROR: % Invalid input detected at '^' marker.\n");
  EXPECT_THAT(exec("show+foo/show+mode"), EndsWith("marker.\nSecurity context mode: single \n"));
  EXPECT_EQ(exec("show"), "ERROR: % Incomplete command\n");
  EXPECT_EQ(client().get("/admin/exec/show%2").status, 400);
  EXPECT_EQ(client().get("/admin/exec/show%0amode").status, 400);
  EXPECT_EQ(client().get("/admin/elsewhere").status, 404);
  EXPECT_EQ(client().send(client().request("PUT", "/admin/exec/show+mode")).status, 405);
}

TEST_F(AsaWebTest, LeavesQuestionsUnanswered) {
  configure("hostname other");
  EXPECT_EQ(exec("write+erase"), "Erase configuration in flash memory? [confirm]\n");
  EXPECT_EQ(exec("reload"), "System config has been modified. Save? [Y]es/[N]o: \n");
  EXPECT_EQ(device_->config().hostname(), "other");
  EXPECT_THAT(console().line("show startup-config"), HasSubstr("hostname fw-1"));
  EXPECT_THAT(exec("copy+%2Fnoconfirm+running-config+startup-config"), HasSubstr("[OK]"));
  EXPECT_THAT(console().line("show startup-config"), HasSubstr("hostname other"));
}

TEST_F(AsaWebTest, EndsEveryConfigurationWithConfigOk) {
  const WebReply reply = client().post("/admin/config", "");
  EXPECT_EQ(reply.body, kTrailer);
  const std::string lines = "hostname asa9\n";
  EXPECT_EQ(client().post("/admin/config", lines).body,
            "\nCryptochecksum (changed): " + cryptochecksum(lines) + " \nConfig OK\n");
  EXPECT_EQ(device_->config().hostname(), "asa9");
}

TEST_F(AsaWebTest, SharesItsStateWithTheConsole) {
  configure("object network web\n host 192.0.2.80\ninterface GigabitEthernet0/1\n nameif inside\n");
  Typist typist = console();
  EXPECT_THAT(typist.line("show running-config"),
              HasSubstr("object network web\r\n host 192.0.2.80\r\n"));
  typist.lines({"conf t", "N", "domain-name lab.example"});
  EXPECT_THAT(exec("show+running-config+domain-name"), "domain-name lab.example\n");
  EXPECT_EQ(client().get("/admin/system/running-config").body, exec("show+running-config"));
}

TEST_F(AsaWebTest, PutsMessagesAndErrorsOfPostedLinesInOrder) {
  EXPECT_EQ(configure("interface GigabitEthernet0/1\nnameif inside\nfoo bar\nhostname asa9\n"
                      "crypto ca authenticate x3 nointeractive\nshow mode\n"),
            "INFO: Security level for \"inside\" set to 100 by default.\n"
            "^\nERROR: % Invalid input detected at '^' marker.\n"
            "ERROR: CA trustpoint 'x3' is not known.\n"
            "Security context mode: single \n");
  EXPECT_EQ(device_->config().hostname(), "asa9");
}

TEST_F(AsaWebTest, TakesExecCommandsInAPost) {
  EXPECT_THAT(configure("hostname asa9\nwrite mem\n"), HasSubstr("[OK]\n"));
  EXPECT_FALSE(device_->modified());
  EXPECT_THAT(configure("configure terminal\nhostname b\nend\n"), IsEmpty())
      << "not needed, and asks nothing";
}

TEST_F(AsaWebTest, TakesLinesThatEndInCarriageReturns) {
  EXPECT_EQ(configure("hostname asa9\r\ndomain-name x.org\r\n"), "");
  EXPECT_EQ(device_->config().value("domain-name"), "x.org");
}

// Self-signed, made for this test with the openssl program.
constexpr std::string_view kCertificate =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIB6DCCAVGgAwIBAgICTFcwDQYJKoZIhvcNAQELBQAwDjEMMAoGA1UEAwwDbGFi\n"
    "MCAXDTI2MTEyNTA0MzM1MloYDzIxMjYxMTAxMDQzMzUyWjAOMQwwCgYDVQQDDANs\n"
    "YWIwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBAMbVqOv+bj4r/F4Yid4E0Lyg\n"
    "jctmQO1AldzTCTq33jNl4TBHAgrL5ujPWiXClD8M5Zn/k+tM4OJ19KLVOTRl4tvE\n"
    "/8Zv1p4wKLSTEeI8gbVcNFCESo8UYs8mz+bJUkJYPn2/6EjphXhqlSjuIq3xCaKm\n"
    "NYfR0FCBA7qcs2JJRNtPAgMBAAGjUzBRMB0GA1UdDgQWBBRXPiV6YCbdiRfjDv7s\n"
    "JZhMAZL2XDAfBgNVHSMEGDAWgBRXPiV6YCbdiRfjDv7sJZhMAZL2XDAPBgNVHRMB\n"
    "Af8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4GBADJY72gHAASPLe7QCrb6duvDj2wy\n"
    "8/G0FWbEXm5n6QcgVeb7PZaLjlTpmo+WHXI5Cs7aAFAt1fJ52Llg76084RyudM89\n"
    "G3PjMwfWlKB6lPkohKKBWHvn3fenAjyCHh22KXFwKiVfwo4uBy91s9Qv/5NIl99J\n"
    "ikNCbAuTozZe6LPv\n"
    "-----END CERTIFICATE-----\n";

TEST_F(AsaWebTest, ConsumesAPastedCertificate) {
  const std::string lines = "crypto ca trustpoint lab\n enrollment terminal\n" +
                            std::string("crypto ca authenticate lab nointeractive\n") +
                            std::string(kCertificate) + "quit\nhostname after\n";
  const std::string said = configure(lines);
  EXPECT_THAT(said, StartsWith("Enter the certificate in base64 representation....\n"
                               "End with the word \"quit\" on a line by itself.\n"));
  EXPECT_THAT(said, HasSubstr("Trustpoint CA certificate accepted."));
  EXPECT_THAT(said, Not(HasSubstr("ERROR")));
  EXPECT_EQ(device_->config().hostname(), "after");
  const std::string text = device_->config().render();
  EXPECT_THAT(text, HasSubstr("crypto ca certificate chain lab\n certificate ca 4c57\n    3082"));
  auto again = AsaDevice::create({.initial_config = text, .clock = clock_.clock()});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ((*again)->config().render(), text);
  configure("no crypto ca trustpoint lab noconfirm");
  EXPECT_THAT(device_->config().render(), Not(HasSubstr("crypto ca")));
}

TEST_F(AsaWebTest, KeepsNoCertificateThatNobodyAcceptedAndNoneThatIsNone) {
  const std::string trustpoint = "crypto ca trustpoint lab\n enrollment terminal\n";
  const std::string asked =
      configure(trustpoint + "crypto ca authenticate lab\n" + std::string(kCertificate) + "quit\n");
  EXPECT_THAT(asked, HasSubstr("Do you accept this certificate? [yes/no]: "));
  EXPECT_THAT(configure("crypto ca authenticate lab nointeractive\nMIIB\nquit\n"),
              HasSubstr("ERROR: "));
  EXPECT_THAT(device_->config().render(), Not(HasSubstr("certificate chain")));
  configure("no crypto ca trustpoint lab");
  EXPECT_THAT(device_->config().render(), HasSubstr("crypto ca trustpoint lab"));
}

TEST_F(AsaWebTest, KeepsWhatIsUploaded) {
  const std::string bytes("hostname copied\n\0\xff", 18);
  EXPECT_EQ(client().post("/admin/disk0/a/b.cfg", bytes).body, "18 bytes uploaded");
  const WebReply back = client().get("/admin/disk0/a/b.cfg");
  EXPECT_EQ(back.body, bytes);
  EXPECT_EQ(client().get("/admin/disk0/none").status, 404);
  EXPECT_EQ(client().get("/admin/disk0/a/../b").status, 400);
  EXPECT_EQ(client().post("/admin/disk0/", "x").status, 400);
  EXPECT_THAT(exec("dir+disk0:"), HasSubstr("  a/b.cfg\n"));
  client().post("/admin/disk0/new.cfg", "hostname copied\nnameif x\n");
  EXPECT_EQ(exec("copy+disk0:%2Fnew.cfg+running-config"), "\nSource filename [new.cfg]? \n");
  EXPECT_THAT(exec("copy+/noconfirm+disk0:%2Fnew.cfg+running-config"), HasSubstr("Invalid"))
      << "a bare slash parts commands";
  EXPECT_THAT(exec("copy+%2Fnoconfirm+disk0:%2Fnew.cfg+running-config"),
              AllOf(HasSubstr("ERROR: % Invalid input"), HasSubstr("25 bytes copied in")));
  EXPECT_EQ(device_->config().hostname(), "copied");
}

TEST_F(AsaWebTest, RefusesAFileThatDoesNotFit) {
  const std::string half(kAsaDiskBytes / 2, 'x');
  EXPECT_EQ(client().post("/admin/disk0/one", half).status, 200);
  EXPECT_EQ(client().post("/admin/disk0/two", half + "y").status, 507);
  EXPECT_EQ(client().post("/admin/disk0/one", half + "y").status, 200) << "in its own place";
}

TEST_F(AsaWebTest, GivesTheFirstCallsOfAsdm) {
  configure("banner login Keep out\nbanner asdm Welcome");
  EXPECT_THAT(client().get("/admin/version.prop").body,
              AllOf(HasSubstr("asdm.version="), HasSubstr("\nlauncher.version=")));
  EXPECT_EQ(client().get("/admin/login_banner").body, "Keep out\n");
  EXPECT_EQ(client().get("/admin/asdm_banner").body, "Welcome\n");
}

TEST_F(AsaWebTest, GivesAUserOfLowPrivilegeLittle) {
  WebClient watch = WebClient(*device_, "CSM").as("watch", "lab");
  EXPECT_THAT(watch.get("/admin/exec/show+curpriv").body,
              HasSubstr("Username : watch\nCurrent privilege level : 5\n"));
  EXPECT_THAT(watch.get("/admin/exec/show+running-config").body, HasSubstr("ERROR: "));
  EXPECT_EQ(watch.post("/admin/config", "hostname x\n").status, 403);
  EXPECT_EQ(watch.get("/admin/system/running-config").status, 403);
  EXPECT_EQ(watch.get("/admin/disk0/a").status, 403);
  EXPECT_EQ(device_->config().hostname(), "fw-1");
}

TEST_F(AsaWebTest, ShowsTheLicenceOfADesOnlyUnitWithoutFailover) {
  auto made = AsaDevice::create(
      {.initial_config = factory_config("cisco_asa") + std::string(kWeb),
       .clock = clock_.clock(),
       .licence = {.strong_encryption = false, .failover = AsaLicence::Failover::kNone}});
  ASSERT_TRUE(made);
  device_ = std::move(*made);
  EXPECT_TRUE(device_->web_door()->des_only);
  const std::string version = exec("show+version");
  EXPECT_THAT(version, HasSubstr("Encryption-DES                    : Enabled        perpetual\n"));
  EXPECT_THAT(version, HasSubstr("Encryption-3DES-AES               : Disabled       perpetual\n"));
  EXPECT_THAT(version, HasSubstr("Failover                          : Disabled       perpetual\n"));
  EXPECT_EQ(exec("show+failover"), "ERROR: Command requires failover license\n");
  EXPECT_EQ(configure("failover"), "ERROR: Command requires failover license\n");
  EXPECT_THAT(device_->config().render(), Not(HasSubstr("failover")));
}

}  // namespace
}  // namespace lw::lab
