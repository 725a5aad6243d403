#include "discovery/interview.h"

#include <gmock/gmock.h>

#include "session/session_rig.h"

namespace lw::discovery {
namespace {

using session::Rig;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Key;
using testing::Not;
using testing::Pair;

constexpr const char* kRouter =
    "Cisco IOS Software, C1900 Software (C1900-UNIVERSALK9-M), Version 15.2(4)M6, RELEASE\r\n"
    "edge-1 uptime is 2 weeks\r\n"
    "Cisco CISCO1941/K9 (revision 1.0) with 487424K/36864K bytes of memory.\r\n"
    "Processor board ID FTX0000A1B2\r\n";
constexpr const char* kFirewall =
    "Cisco Adaptive Security Appliance Software Version 8.4(1) <system>\r\n"
    "Hardware:   ASA5520, 512 MB RAM, CPU Pentium 4\r\n"
    "Licensed features for this platform:\r\n"
    "Failover                          : Active/Active  perpetual\r\n";

class InterviewTest : public testing::TestWithParam<std::size_t> {
 protected:
  Result<Told> interview_with(const std::shared_ptr<session::FakeDevice>& device,
                              std::optional<StopAt> until = {}) {
    Rig rig(device, GetParam());
    EXPECT_TRUE(rig.login().has_value());
    const auto platform = session::find_platform(device->words.platform);
    return session::wait_for<Result<Told>>([&] {
      return interview(*rig.session, platform, registry_, until, std::chrono::seconds(20));
    });
  }
  platform::Registry registry_ = platform::Registry::load().value();
};
INSTANTIATE_TEST_SUITE_P(Chunks, InterviewTest, session::kEveryChunk, session::chunk_name);

TEST_P(InterviewTest, GathersWhatTheVersionAndTheConfigurationSay) {
  auto device = session::make_device("cisco_ios");
  device->answers["show version"] = kRouter;
  device->answers["show running-config"] =
      "hostname edge-1\r\nip domain-name example.net\r\n"
      "username admin secret 5 $1$abc\r\nend\r\n";
  device->answers["show license"] = "Index 1 Feature: securityk9\r\n";
  const auto told = interview_with(device);
  ASSERT_TRUE(told) << told.error().message;
  EXPECT_EQ(told->recognised, "cisco_ios");
  EXPECT_THAT(
      told->facts,
      AllOf(Contains(Pair("os_version", "15.2(4)M6")), Contains(Pair("model", "CISCO1941/K9")),
            Contains(Pair("serial", "FTX0000A1B2")), Contains(Pair("domain_name", "example.net"))));
  EXPECT_THAT(told->running_config, HasSubstr("username admin"));
  EXPECT_THAT(told->answers, Contains(AllOf(Field(&Answer::kind, "licence"),
                                            Field(&Answer::command, "show license"),
                                            Field(&Answer::text, HasSubstr("securityk9")))));
  EXPECT_THAT(device->received, Not(Contains("show module"))) << "this model has no slots";
}

TEST_P(InterviewTest, TakesARefusedCommandForAFact) {
  auto device = session::make_device("cisco_ios");
  device->answers["show version"] = kRouter;
  device->answers["show running-config"] = "hostname edge-1\r\n";
  const auto told = interview_with(device);
  ASSERT_TRUE(told) << told.error().message;
  EXPECT_THAT(told->refused, ElementsAre(Pair("show license", HasSubstr("Invalid input"))));
}

TEST_P(InterviewTest, OfAUnitWithoutTheLicenceSaysThatFailoverIsNotSupported) {
  auto device = session::make_device("cisco_asa");
  device->answers["show version"] = "Cisco Adaptive Security Appliance Software Version 8.2(5)\r\n";
  device->answers["show failover"] = "ERROR: Command requires failover license\r\n";
  device->answers["show running-config"] = "hostname fw\r\n";
  const auto told = interview_with(device);
  ASSERT_TRUE(told) << told.error().message;
  EXPECT_THAT(told->facts, AllOf(Contains(Pair("failover", "not licensed")),
                                 Contains(Pair("supports_failover", "no"))));
  EXPECT_THAT(told->refused, Contains(Key("show firewall")));
}

TEST_P(InterviewTest, FindsTheContextsOfAFirewall) {
  auto device = session::make_device("cisco_asa");
  device->answers["show mode"] = "Security context mode: multiple \r\n";
  device->answers["show version"] = kFirewall;
  device->answers["show context"] =
      "Context Name      Class                Interfaces           Mode         URL\r\n"
      "*admin            default              Management0/0        Routed       "
      "disk0:/admin.cfg\r\n"
      " ctx1             default              Gi0/0                Routed       "
      "disk0:/ctx1.cfg\r\n";
  device->answers["show running-config"] = "hostname fw\r\n";
  const auto told = interview_with(device);
  ASSERT_TRUE(told) << told.error().message;
  EXPECT_THAT(told->children, ElementsAre(Field(&platform::Child::name, "admin"),
                                          Field(&platform::Child::name, "ctx1")));
}

TEST_P(InterviewTest, StopsWhereAFactSaysThatItIsInTheWrongPlace) {
  auto device = session::make_device("cisco_asa");
  device->answers["show mode"] = "Security context mode: multiple \r\n";
  const auto told = interview_with(device, StopAt{"context_mode", "multiple"});
  ASSERT_TRUE(told) << told.error().message;
  EXPECT_THAT(told->facts, ElementsAre(Pair("context_mode", "multiple")));
  EXPECT_THAT(told->running_config, IsEmpty());
  EXPECT_THAT(device->received, Not(Contains("show version")));
}

TEST_P(InterviewTest, StopsAtADeviceOfAnotherFamily) {
  auto device = session::make_device("cisco_asa");
  device->answers["show version"] = kRouter;
  const auto told = interview_with(device);
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().code, ErrorCode::kConflict);
  EXPECT_THAT(told.error().message, HasSubstr("of the type cisco_ios"));
  EXPECT_THAT(told.error().hint, HasSubstr("--platform cisco_ios"));
  EXPECT_THAT(device->received, Not(Contains("show running-config")));
}

TEST_P(InterviewTest, GoesOnWithADeviceOfAFamilyThatIsAkin) {
  auto device = session::make_device("cisco_ios");
  device->answers["show version"] =
      "Cisco IOS XE Software, Version 16.09.03\r\n"
      "Cisco IOS Software [Fuji], ISR Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 16.9.3, "
      "RELEASE\r\n";
  device->answers["show running-config"] = "hostname edge-1\r\n";
  const auto told = interview_with(device);
  ASSERT_TRUE(told) << told.error().message;
  EXPECT_EQ(told->recognised, "cisco_xe");
  EXPECT_THAT(told->facts, Contains(Pair("os_version", "16.9.3")));
}

TEST_P(InterviewTest, FailsWhereTheConfigurationMayNotBeRead) {
  auto device = session::make_device("cisco_ios");
  device->answers["show version"] = kRouter;
  const auto told = interview_with(device);
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().code, ErrorCode::kCommandRejected);
  EXPECT_THAT(told.error().message, HasSubstr("\"show running-config\" was refused"));
}

TEST_P(InterviewTest, KeepsNoSecretInAnAnswer) {
  auto device = session::make_device("cisco_ios");
  device->answers["show version"] = kRouter;
  device->answers["show running-config"] = "hostname edge-1\r\n";
  device->answers["show license"] = "snmp-server community planted-4711 RO\r\n";
  const auto told = interview_with(device);
  ASSERT_TRUE(told) << told.error().message;
  for (const Answer& answer : told->answers) {
    EXPECT_THAT(answer.text, Not(HasSubstr("planted-4711"))) << answer.command;
  }
}

}  // namespace
}  // namespace lw::discovery
