#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/asa_device.h"
#include "lab/lab_description.h"
#include "lab/typing_testing.h"

namespace lw::lab {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

class Asa : public testing::Test {
 protected:
  Asa() {
    auto made =
        AsaDevice::create({.initial_config = factory_config("cisco_asa"), .clock = clock_.clock()});
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().message);
    if (made) device_ = std::move(*made);
  }
  Typist console() { return Typist(device_->open({.transport = Transport::kConsole})); }
  Typist enabled() {
    Typist typist = console();
    typist.lines({"enable", "lab", "terminal pager 0"});
    return typist;
  }
  // In configuration mode, the question of the first time answered.
  Typist configuring() {
    Typist typist = enabled();
    typist.lines({"configure terminal", "N"});
    return typist;
  }

  FakeClock clock_;
  std::unique_ptr<AsaDevice> device_;
};

TEST_F(Asa, GreetsOnTheConsoleAndPutsACarriageReturnBeforePrompts) {
  Typist typist = console();
  EXPECT_EQ(typist.shown(), "Type help or '?' for a list of available commands.\r\n\rfw-1> ");
  EXPECT_EQ(typist.line("enable"), "enable\r\nPassword: ");
  EXPECT_EQ(typist.line("lab"), "***\r\n\rfw-1# ");
}

TEST_F(Asa, DeniesAccessAfterThreeWrongEnablePasswords) {
  Typist typist = console();
  EXPECT_THAT(typist.lines({"en", "a", "b", "c"}), EndsWith("Access denied.\r\n\rfw-1> "));
}

TEST_F(Asa, AsksAboutReportingAfterTheFirstConfigurationPrompt) {
  Typist typist = enabled();
  const std::string shown = typist.line("configure terminal");
  EXPECT_THAT(shown, HasSubstr("\rfw-1(config)# \r\n"));
  EXPECT_THAT(shown, EndsWith("the product? [Y]es, [N]o, [A]sk later: "));
  EXPECT_LT(shown.find("(config)#"), shown.find("NOTICE"));
  EXPECT_THAT(typist.line("N"), EndsWith("\rfw-1(config)# "));
  EXPECT_THAT(typist.lines({"end", "configure terminal"}), Not(HasSubstr("NOTICE")));
}

TEST_F(Asa, MarksWhatItDoesNotUnderstand) {
  Typist typist = enabled();
  EXPECT_EQ(typist.line("show foo"),
            "show foo\r\n           ^\r\nERROR: % Invalid input detected at '^' marker.\r\n"
            "\rfw-1# ");
  EXPECT_THAT(typist.line("changeto system"), HasSubstr("ERROR: % Invalid input"));
}

TEST_F(Asa, AnswersTheProbesOfOtherManagers) {
  Typist typist = enabled();
  EXPECT_THAT(typist.line("show curpriv"), HasSubstr("Current privilege level : 15\r\n"));
  EXPECT_THAT(typist.line("show mode"), HasSubstr("Security context mode: single \r\n"));
  EXPECT_THAT(typist.line("show firewall"), HasSubstr("Firewall mode: Router\r\n"));
  EXPECT_THAT(typist.line("show pager"), HasSubstr("no pager"));
  EXPECT_THAT(typist.line("terminal width 511"), HasSubstr("ERROR: % Invalid input"))
      << "a command of configuration mode";
  typist.lines({"conf t", "N"});
  EXPECT_THAT(typist.line("terminal width 511"), Not(HasSubstr("ERROR")));
  EXPECT_THAT(typist.line("show version"), HasSubstr("Encryption-3DES-AES               : Enabled"))
      << "exec commands work in configuration mode";
}

TEST_F(Asa, ShowsWhoHoldsItsWebServer) {
  Typist typist = enabled();
  EXPECT_THAT(typist.line("show asp table socket"), testing::Not(HasSubstr("LISTEN")));
  typist.lines({"configure terminal", "n", "http server enable 8443", "end"});
  device_->web_clients()->emplace_back("127.0.0.1:40000");
  EXPECT_THAT(typist.line("show asp table socket"),
              AllOf(HasSubstr("LISTEN     127.0.0.1:8443        0.0.0.0:*"),
                    HasSubstr("ESTAB      127.0.0.1:8443        127.0.0.1:40000")));
}

TEST_F(Asa, StopsAtItsOwnPager) {
  Typist typist = console();
  typist.lines({"enable", "lab"});
  EXPECT_THAT(typist.line("show running-config"), EndsWith("<--- More --->"));
  EXPECT_THAT(typist.keys("q"), EndsWith("\rfw-1# "));
}

TEST_F(Asa, KeepsConfigurationAndHidesPasswords) {
  Typist typist = configuring();
  typist.lines({"hostname asa9", "http server enable", "http 192.0.2.0 255.255.255.0 management",
                "username ops password s3cret privilege 15", "interface gigabitethernet0/1",
                "nameif inside", "end"});
  const std::string text = typist.line("show running-config");
  EXPECT_THAT(text, HasSubstr("hostname asa9\r\n"));
  EXPECT_THAT(text, HasSubstr("http 192.0.2.0 255.255.255.0 management\r\n"));
  EXPECT_THAT(text, HasSubstr("username ops password $sha512$5000$"));
  EXPECT_THAT(text, HasSubstr(" nameif inside\r\n security-level 100\r\n"));
  EXPECT_THAT(text, HasSubstr("Cryptochecksum:"));
  EXPECT_THAT(text, HasSubstr(": end\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("s3cret")));
}

TEST_F(Asa, ReloadsWhatItShows) {
  Typist typist = configuring();
  typist.lines({"hostname asa9", "username ops password x privilege 15", "webvpn", "enable outside",
                "access-list A extended permit ip any any"});
  const std::string before = device_->config().render();
  auto again = AsaDevice::create({.initial_config = before, .clock = clock_.clock()});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ((*again)->config().render(), before);
}

TEST_F(Asa, SavesWithItsChecksum) {
  Typist typist = configuring();
  const std::string shown = typist.line("write memory");
  EXPECT_THAT(shown, HasSubstr("Building configuration...\r\nCryptochecksum: "));
  EXPECT_THAT(shown, HasSubstr(" bytes copied in 0.80 secs\r\n[OK]\r\n"));
  EXPECT_FALSE(device_->modified());
}

TEST_F(Asa, KeepsSshShutUntilThereAreKeysAndALineForTheSource) {
  EXPECT_FALSE(device_->admits({.transport = Transport::kSsh}));
  Typist typist = configuring();
  EXPECT_THAT(typist.line("crypto key generate rsa modulus 2048"),
              HasSubstr("INFO: The name for the keys will be: <Default-RSA-Key>"));
  EXPECT_TRUE(device_->admits({.transport = Transport::kSsh}));
  EXPECT_TRUE(device_->verify_login("admin", Secret("lab")));
  EXPECT_FALSE(device_->verify_login("admin", Secret("no")));
  EXPECT_THAT(typist.line("crypto key generate rsa modulus 1024"),
              EndsWith("Do you really want to replace them? [yes/no]: "));
  typist.lines({"no", "no ssh 127.0.0.0 255.0.0.0 management"});
  EXPECT_FALSE(device_->admits({.transport = Transport::kSsh}));
}

TEST_F(Asa, LosesWhatWasNotSavedInAReload) {
  Typist typist = configuring();
  typist.lines({"hostname other", "end"});
  EXPECT_THAT(typist.line("reload"),
              EndsWith("System config has been modified. Save? [Y]es/[N]o: "));
  EXPECT_THAT(typist.line("n"), EndsWith("Proceed with reload? [confirm]"));
  EXPECT_THAT(typist.keys("\r"), HasSubstr("*** --- START GRACEFUL SHUTDOWN ---"));
  EXPECT_TRUE(typist.finished());
  EXPECT_EQ(device_->config().hostname(), "fw-1");
}

TEST_F(Asa, AsksForThePasswordOverTelnet) {
  Typist typist(device_->open({.transport = Transport::kTelnet}));
  EXPECT_THAT(typist.shown(), EndsWith("Password: "));
  EXPECT_THAT(typist.line("lab"), EndsWith("\rfw-1> "));
}

TEST_F(Asa, TakesConfigurationLinesBackWithNo) {
  Typist typist = configuring();
  typist.lines({"http server enable", "no http server enable", "no pager", "domain-name x.org",
                "no domain-name"});
  const std::string text = device_->config().render();
  EXPECT_THAT(text, Not(HasSubstr("http server")));
  EXPECT_THAT(text, HasSubstr("pager lines 0"));
  EXPECT_THAT(text, Not(HasSubstr("x.org")));
}

}  // namespace
}  // namespace lw::lab
