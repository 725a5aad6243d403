#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/ips_testing.h"

namespace lw::lab {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

// What is typed, and the question that follows.
using Steps = std::vector<std::pair<std::string, std::string>>;

void expect_steps(Typist& typist, const Steps& steps) {
  for (const auto& [typed, question] : steps) {
    EXPECT_THAT(typist.line(typed), EndsWith("\r\n" + question)) << "after " << typed;
  }
}

TEST(IpsSetup, AsksTheQuestionsOf5InTheirOrderWithTheStateAsDefaults) {
  Sensor sensor("5.1(8)E2");
  Typist admin = sensor.logged_in();
  const std::string opening = admin.line("setup");
  EXPECT_THAT(opening, HasSubstr("--- System Configuration Dialog ---"));
  EXPECT_THAT(opening, HasSubstr("host-ip 10.1.9.201/24,10.1.9.1\r\nhost-name sensor\r\n"));
  EXPECT_THAT(opening, HasSubstr("Current time: 22:13:20 UTC Tue Nov 14 2023"));
  EXPECT_THAT(opening, EndsWith("Continue with configuration dialog?[yes]: "));
  expect_steps(admin, {{"", "Enter host name[sensor]: "},
                       {"ips-a", "Enter IP interface[10.1.9.201/24,10.1.9.1]: "},
                       {"", "Enter telnet-server status[disabled]: "},
                       {"enabled", "Enter web-server port[443]: "},
                       {"", "Modify current access list?[no]: "},
                       {"", "Modify system clock settings?[no]: "},
                       {"", "Modify virtual sensor \"vs0\" configuration?[no]: "},
                       {"", "Enter your selection[2]: "},
                       {"2", "Modify system date and time?[no]: "},
                       {"", "ips-a# "}});
  EXPECT_EQ(sensor.value("host network-settings telnet-option"), "enabled");
}

TEST(IpsSetup, OffersNoAdvancedPartOn5AndARebootWhenTheWebServerChanged) {
  Sensor sensor("5.1(8)E2");
  Typist admin = sensor.logged_in();
  admin.lines({"setup", "", "", "", "", "8443", "", ""});
  const std::string summary = admin.line("");
  EXPECT_THAT(summary, HasSubstr("service web-server\r\nport 8443\r\n"));
  EXPECT_THAT(summary, HasSubstr("[2] Save this configuration and exit setup."));
  EXPECT_THAT(summary, Not(HasSubstr("[3]")));
  EXPECT_THAT(admin.line("3"), HasSubstr("Error: "));
  EXPECT_THAT(admin.line(""), HasSubstr("Configuration Saved."));
  EXPECT_THAT(admin.line("no"), EndsWith("Continue with reboot? [yes]: "));
  EXPECT_FALSE(admin.finished());
  admin.line("");
  EXPECT_TRUE(admin.finished());
  EXPECT_EQ(sensor.value("webServer port"), "8443");
}

TEST(IpsSetup, Of6AsksForThreatPrevention) {
  Sensor sensor("6.x");
  Typist admin = sensor.logged_in();
  EXPECT_THAT(admin.lines({"setup", "", "", "", "", "", "", ""}),
              EndsWith("Modify interface/virtual sensor configuration?[no]: "));
  EXPECT_THAT(admin.line(""), HasSubstr("Virtual sensor vs0 is configured to prevent"));
}

TEST(IpsSetup, Of7KeepsTelnetAndTheWebPortForTheAdvancedPart) {
  Sensor sensor;
  Typist admin = sensor.logged_in();
  admin.line("setup");
  expect_steps(admin, {{"", "Enter host name[sensor]: "},
                       {"", "Enter IP interface[10.1.9.201/24,10.1.9.1]: "},
                       {"", "Modify current access list?[no]: "},
                       {"", "Use DNS server for Global Correlation?[no]: "},
                       {"yes", "DNS server IP address[]: "},
                       {"192.0.2.53", "Use HTTP proxy server for Global Correlation?[no]: "},
                       {"", "Modify system clock settings?[no]: "},
                       {"", "SensorBase Network Participation level?[off]: "},
                       {"partial", "Do you agree to participate in the SensorBase Network?[no]: "},
                       {"yes", "Enter your selection[2]: "},
                       {"3", "Enter telnet-server status[disabled]: "},
                       {"", "Enter web-server port[443]: "},
                       {"80", "Modify interface/virtual sensor configuration?[no]: "},
                       {"", "Modify default threat prevention settings?[no]: "},
                       {"", "Enter your selection[2]: "},
                       {"2", "Modify system date and time?[no]: "},
                       {"no", "sensor# "}});
  EXPECT_EQ(sensor.value("globalCorrelation network-participation"), "partial");
  EXPECT_EQ(sensor.value("host network-settings dns-primary-server"), "192.0.2.53");
  EXPECT_EQ(sensor.device->web_door()->https, 80) << "the port does not switch TLS off";
}

TEST(IpsSetup, StaysOutOfSensorBaseWithoutAgreement) {
  Sensor sensor;
  Typist admin = sensor.logged_in();
  admin.lines({"setup", "", "", "", "", "", "", "", "full", "no", "2", "no"});
  EXPECT_EQ(sensor.value("globalCorrelation network-participation"), "off");
}

TEST(IpsSetup, DeletesAndPermitsNetworksOneByOne) {
  Sensor sensor;
  Typist admin = sensor.logged_in();
  EXPECT_THAT(admin.lines({"setup", "", "", "", "yes"}),
              EndsWith("Current access list entries:\r\n  [1] 127.0.0.0/8\r\nDelete: "));
  EXPECT_THAT(admin.line("2"), HasSubstr("Error: "));
  EXPECT_THAT(admin.line("1"), EndsWith("  No entries\r\nDelete: "));
  EXPECT_THAT(admin.line(""), EndsWith("Permit: "));
  EXPECT_THAT(admin.line("10.0.0.0/33"), HasSubstr("Error: "));
  EXPECT_THAT(admin.line("192.0.2.0/24"), EndsWith("Permit: "));
  admin.lines({"", "", "", "", "", "2"});
  EXPECT_FALSE(sensor.device->admits({.transport = Transport::kSsh}));
  EXPECT_TRUE(sensor.device->admits({.transport = Transport::kSsh, .source_address = "192.0.2.7"}));
}

TEST(IpsSetup, SetsTheClockTheZoneAndNtp) {
  Sensor sensor;
  Typist admin = sensor.logged_in();
  admin.lines({"setup", "", "", "", "", "", "", "yes"});
  expect_steps(admin, {{"yes", "NTP Server IP Address[]: "},
                       {"192.0.2.123", "Modify summer time settings?[no]: "},
                       {"yes", "Recurring or Disabled[disabled]: "},
                       {"Recurring", "Modify system timezone?[no]: "},
                       {"yes", "Timezone[UTC]: "},
                       {"CET", "UTC Offset[0]: "},
                       {"60", "SensorBase Network Participation level?[off]: "},
                       {"", "Enter your selection[2]: "},
                       {"2", "Modify system date and time?[no]: "},
                       {"yes", "Local Date[2023-11-14]: "},
                       {"2024-02-30", "Local Time[23:13:20]: "},
                       {"12:00:00", "Local Date[2023-11-14]: "},
                       {"2024-02-29", "Local Time[23:13:20]: "},
                       {"12:00:00", "sensor# "}});
  EXPECT_THAT(admin.line("show clock detail"),
              HasSubstr(".12:00:00 CET Thu Feb 29 2024\r\nTime source is NTP"));
  EXPECT_EQ(sensor.value("host summertime-option"), "recurring");
}

TEST(IpsSetup, ChangesNothingWhenItIsLeft) {
  for (const std::string how : {"0", "\x03", "no"}) {
    Sensor sensor;
    const std::string before = sensor.device->saved_state();
    Typist admin = sensor.logged_in();
    admin.line("setup");
    if (how == "no") {
      EXPECT_THAT(admin.line("no"), EndsWith("sensor# "));
    } else {
      admin.lines({"", "changed", "", "", "", "", "", ""});
      const std::string end = how == "0" ? admin.line(how) : admin.keys(how);
      EXPECT_THAT(end, EndsWith("sensor# ")) << how;
      EXPECT_THAT(end, Not(HasSubstr("Saved")));
    }
    EXPECT_EQ(sensor.device->saved_state(), before) << how;
  }
}

TEST(IpsSetup, GoesBackWithWhatWasEntered) {
  Sensor sensor;
  Typist admin = sensor.logged_in();
  admin.lines({"setup", "", "again", "", "", "", "", "", ""});
  EXPECT_THAT(admin.line("1"), EndsWith("Enter host name[again]: "));
}

TEST(IpsSetup, HelpsAtEveryQuestionAndAsksAgain) {
  Sensor sensor;
  Typist admin = sensor.logged_in();
  admin.lines({"setup", "", ""});
  EXPECT_THAT(admin.line("?"), testing::AllOf(HasSubstr("IP address/bits"),
                                              HasSubstr("Enter IP interface[10.1.9.201/24")));
  EXPECT_THAT(admin.line("10.1.9.9"),
              testing::AllOf(HasSubstr("Error: "), EndsWith("24,10.1.9.1]: ")));
}

}  // namespace
}  // namespace lw::lab
