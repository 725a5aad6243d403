#include "cli/auditor.h"

#include <gtest/gtest.h>

#include <string>

namespace lw::cli {
namespace {

constexpr const char* kRouter =
    "version 15.2\nservice timestamps log datetime msec\nhostname r1\nip domain-name example.net\n"
    "interface GigabitEthernet0/0\n ip address 192.0.2.1 255.255.255.0\nline vty 0 4\n"
    " transport input telnet\nend\n";

Auditor make(Auditor::Settings settings = {}) {
  auto registry = platform::Registry::load();
  auto library = procedure::Library::load();
  EXPECT_TRUE(registry && library);
  return Auditor(*std::move(registry), *std::move(library), std::move(settings));
}

FileReport audit(std::string text, Named named = Named::kDirectly) {
  return make().audit({"f", named}, std::move(text));
}

TEST(Auditor, AsksEveryProcedureThatApplies) {
  const auto report = audit(kRouter);
  ASSERT_EQ(report.outcome, FileReport::Outcome::kAudited) << report.reason;
  EXPECT_EQ(report.platform, "cisco_ios");
  EXPECT_EQ(report.hostname, "r1");
  EXPECT_TRUE(report.not_ready());
  for (const auto& finding : report.findings) {
    EXPECT_NE(finding.status, procedure::Status::kNotApplicable) << finding.procedure;
  }
}

TEST(Auditor, ReportsAnAskedProcedureThatDoesNotApply) {
  Auditor::Settings settings;
  const auto library = procedure::Library::load();
  ASSERT_TRUE(library);
  settings.asked = {*library->find("asa-https")};
  const auto report = make(settings).audit({"f", Named::kDirectly}, kRouter);
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings.front().status, procedure::Status::kNotApplicable);
  EXPECT_FALSE(report.not_ready());
}

TEST(Auditor, SkipsAReadmeInAFolderButNotOneThatIsNamed) {
  const std::string text = "# Configurations\n\nThese are from the lab.\n";
  EXPECT_EQ(audit(text, Named::kInFolder).outcome, FileReport::Outcome::kSkipped);
  const auto named = audit(text);
  EXPECT_EQ(named.outcome, FileReport::Outcome::kFailed);
  EXPECT_NE(named.hint.find("--platform"), std::string::npos);
}

TEST(Auditor, NamesEmptyAndBinaryFiles) {
  for (const std::string& text : {std::string(), std::string(" \r\n\n"), std::string("a\0b", 3)}) {
    const auto report = audit(text, Named::kInFolder);
    EXPECT_EQ(report.outcome, FileReport::Outcome::kFailed);
    EXPECT_FALSE(report.reason.empty());
  }
}

TEST(Auditor, RefusesALargerFileThanAllowed) {
  Auditor::Settings settings;
  settings.largest_file = 10;
  const auto report = make(settings).audit({"/proc/self/cmdline", Named::kDirectly});
  EXPECT_EQ(report.outcome, FileReport::Outcome::kFailed);
}

TEST(Auditor, StopsAtAParameterOutsideItsRule) {
  Auditor::Settings settings;
  settings.values = {{"first_line", "5000"}};
  const auto report = make(settings).audit({"f", Named::kDirectly}, kRouter);
  EXPECT_EQ(report.outcome, FileReport::Outcome::kRefused) << report.reason;
}

}  // namespace
}  // namespace lw::cli
