#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "lab/ios_device.h"
#include "lab/typing_testing.h"

namespace lw::lab {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kBoot = "license boot module c1900 technology-package securityk9";

class IosLicence : public testing::TestWithParam<Pieces> {
 protected:
  static std::unique_ptr<IosDevice> made(FakeClock& clock, std::string_view platform = "cisco_ios",
                                         std::string_view version = "") {
    auto one = IosDevice::create(
        {.initial_config = "hostname r1\n",
         .clock = clock.clock(),
         .release = *ios_release(platform, version),
         .licence_files = {{"flash0:own.lic", {.feature = "datak9"}},
                           {"flash0:foreign.lic", {.feature = "uck9", .serial = "FTX9999Z9ZZ"}},
                           {"sec.lic", {.feature = "securityk9"}},
                           {"eval.lic", {.feature = "securityk9", .evaluation = true}}}});
    EXPECT_TRUE(one.has_value()) << (one ? "" : one.error().message);
    return std::move(*one);
  }
  IosLicence() : device_(made(clock_)) {}
  Typist console() {
    Typist typist(device_->open({.transport = Transport::kConsole}), "\r", GetParam());
    typist.lines({"", "enable", "terminal length 0"});
    return typist;
  }
  static std::string part(const std::string& text, std::string_view from, std::string_view to) {
    const std::size_t begin = text.find(from);
    return begin == std::string::npos ? "" : text.substr(begin, text.find(to, begin) - begin);
  }

  FakeClock clock_;
  std::unique_ptr<IosDevice> device_;
};
INSTANTIATE_TEST_SUITE_P(EveryWay, IosLicence, kEveryWay, way);

TEST_P(IosLicence, ShowsWhatItComesWith) {
  Typist user = console();
  const std::string all = user.line("show license");
  EXPECT_THAT(part(all, "ipbasek9", "Index 2"), HasSubstr("License State: Active, In Use\r\n"));
  const std::string security = part(all, "securityk9", "Index 3");
  EXPECT_THAT(security, HasSubstr("Period left: Not Activated\r\n"));
  EXPECT_THAT(security, HasSubstr("License Type: EvalRightToUse\r\n"));
  EXPECT_THAT(security, HasSubstr("License State: Not in Use, EULA not accepted\r\n"));
  EXPECT_THAT(user.line("show license feature"),
              HasSubstr("securityk9               yes          yes         no             no "
                        "      yes\r\n"));
  EXPECT_THAT(user.line("show license udi"), HasSubstr("CISCO1941/K9:FTX0000L4B1"));
  EXPECT_THAT(user.line("show version"),
              HasSubstr("security      None          None           None\r\n"));
}

TEST_P(IosLicence, CopiesAFileAndInstallsItForTheNextStart) {
  std::optional<Typist> first(console());
  Typist& user = *first;
  EXPECT_THAT(user.line("license install flash0:sec.lic"), HasSubstr("% Error: Could not open"));
  EXPECT_THAT(user.line("copy tftp://192.0.2.1/sec.lic flash0:"),
              EndsWith("Destination filename [sec.lic]? "));
  EXPECT_THAT(user.line(""), HasSubstr("1149 bytes copied"));
  EXPECT_THAT(user.line("dir flash0:"), HasSubstr("sec.lic"));
  EXPECT_THAT(user.lines({"copy tftp://192.0.2.1/sec.lic flash0:", ""}),
              EndsWith("Do you want to over write? [confirm]"));
  user.keys("n");
  const std::string said = user.line("license install flash0:sec.lic");
  EXPECT_THAT(said, HasSubstr("Installing...Feature:securityk9...Successful:Supported\r\n"
                              "1/1 licenses were successfully installed\r\n"));
  EXPECT_THAT(said, HasSubstr("%LICENSE-6-INSTALL: Feature securityk9 1.0"));
  EXPECT_THAT(said, HasSubstr("Next reboot level = securityk9"));
  EXPECT_THAT(part(user.line("show license all"), "securityk9", "License Count"),
              HasSubstr("License State: Active, Not in Use\r\n"));
  EXPECT_THAT(user.line("show version"),
              HasSubstr("security      None          None           securityk9\r\n"));
  EXPECT_THAT(user.line("license install flash0:sec.lic"),
              HasSubstr("1/1 licenses were existing licenses"));
  device_->power_cycle();
  first.reset();
  Typist after = console();
  EXPECT_THAT(after.line("show version"),
              HasSubstr("security      securityk9    Permanent      securityk9\r\n"));
  EXPECT_THAT(after.line("dir"), HasSubstr("sec.lic"));
}

TEST_P(IosLicence, RefusesFilesThatAreNotThereOrAreAnotherRouters) {
  Typist user = console();
  EXPECT_THAT(user.lines({"copy tftp://192.0.2.1/none.lic flash0:", ""}),
              HasSubstr("%Error opening tftp://192.0.2.1/none.lic"));
  EXPECT_THAT(user.line("license install flash0:foreign.lic"),
              HasSubstr("1/1 licenses were failed to install"));
  EXPECT_THAT(part(user.line("show license all"), "uck9", "License Count"),
              HasSubstr("EULA not accepted"));
}

TEST_P(IosLicence, TakesAnEvaluationOnlyWithItsAgreement) {
  std::optional<Typist> at(console());
  Typist& user = *at;
  user.line("configure terminal");
  EXPECT_THAT(user.line(kBoot), EndsWith("ACCEPT? [yes/no]: "));
  EXPECT_THAT(user.line("perhaps"), EndsWith("ACCEPT? [yes/no]: "));
  user.line("no");
  EXPECT_THAT(device_->config().render(), Not(HasSubstr("license boot")));
  EXPECT_THAT(user.lines({kBoot, "yes"}),
              HasSubstr("% use 'write' command to make license boot config take effect on next "
                        "boot\r\n"));
  EXPECT_THAT(device_->config().render(), HasSubstr(std::string(kBoot) + "\n"));
  user.lines({"end", "write memory"});
  EXPECT_THAT(part(user.line("show license all"), "securityk9", "License Count"),
              HasSubstr("License State: Active, Not in Use, EULA accepted\r\n"));
  device_->power_cycle();
  at.reset();
  Typist& after = at.emplace(console());
  clock_.advance(std::chrono::hours(25));
  const std::string all = part(after.line("show license all"), "securityk9", "License Priority");
  EXPECT_THAT(all, HasSubstr("License State: Active, In Use\r\n"));
  EXPECT_THAT(all, HasSubstr("Period left: 8  weeks 2  days\r\n"));
  EXPECT_THAT(after.line("show version"),
              HasSubstr("security      securityk9    EvalRightToUse securityk9\r\n"));
  // Accepted once is accepted; a package that is switched off stops at the next start.
  EXPECT_THAT(after.lines({"configure terminal", std::string("no ") + kBoot, kBoot}),
              Not(HasSubstr("ACCEPT?")));
  after.lines({std::string(kBoot) + " disable", "end", "write memory"});
  device_->power_cycle();
  at.reset();
  EXPECT_THAT(console().line("show version"),
              HasSubstr("security      None          None           None\r\n"));
}

TEST_P(IosLicence, AsksForTheAgreementOfAnEvaluationInAFileAndOnceForAll) {
  Typist user = console();
  EXPECT_THAT(user.line("license install tftp://192.0.2.1/eval.lic"),
              EndsWith("ACCEPT? [yes/no]: "));
  EXPECT_THAT(user.line("no"), HasSubstr("1/1 licenses were failed to install"));
  user.line("configure terminal");
  EXPECT_THAT(user.line("license accept end user agreement"), EndsWith("ACCEPT? [yes/no]: "));
  user.lines({"yes", "end"});
  EXPECT_THAT(device_->config().render(), HasSubstr("license accept end user agreement\n"));
  EXPECT_THAT(user.line("license install tftp://192.0.2.1/eval.lic"), HasSubstr("Successful"));
}

TEST_P(IosLicence, KeepsInstalledLicencesAndFilesBetweenRuns) {
  Typist user = console();
  user.line("license install flash0:own.lic");
  const std::string state = device_->saved_state();
  auto other = made(clock_);
  const auto restored = other->restore_state(state);
  ASSERT_TRUE(restored) << restored.error().message;
  EXPECT_EQ(other->licences().entry("datak9").running, IosLicences::Kind::kPermanent);
  EXPECT_EQ(other->saved_state(), state);
  // One from before there were licences.
  EXPECT_TRUE(other->restore_state("linewarden-lab-ios 1\nkeys 0\nhostname r2\n"));
  EXPECT_FALSE(other->restore_state("linewarden-lab-ios 1\nlicence what none open 0\nkeys 0\n"));
}

TEST_P(IosLicence, IsOfEachReleaseWhatItHas) {
  device_ = made(clock_, "cisco_ios", "12.4");
  EXPECT_THAT(console().line("show license"), HasSubstr("Invalid input"));
  device_ = made(clock_, "cisco_xe", "16.x");
  Typist sixteen = console();
  EXPECT_THAT(sixteen.line("show license all"), HasSubstr("Smart Licensing is ENABLED"));
  EXPECT_THAT(sixteen.line("license install flash0:own.lic"), HasSubstr("Invalid input"));
  sixteen.line("configure terminal");
  EXPECT_THAT(sixteen.line("license boot level securityk9"), EndsWith("ACCEPT? (yes/[no]): "));
  sixteen.line("");
  EXPECT_THAT(device_->config().render(), Not(HasSubstr("license boot")));
}

}  // namespace
}  // namespace lw::lab
