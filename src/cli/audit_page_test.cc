#include "cli/audit_page.h"

#include <gtest/gtest.h>

#include <string>

namespace lw::cli {
namespace {

FileReport hostile() {
  const std::string attack = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>";
  FileReport report;
  report.file = "a" + attack + ".cfg";
  report.platform = "cisco_ios";
  report.hostname = attack;
  procedure::Finding finding;
  finding.procedure = "ios-ssh";
  finding.status = procedure::Status::kNotReady;
  finding.evidence = {{3, "banner motd " + attack}};
  finding.missing = {"line with " + attack};
  report.findings = {finding};
  report.hazards = {{4, "banner-prompt", attack}};
  report.notes = {{5, attack}};
  return report;
}

TEST(AuditPage, EscapesWhatHtmlTakesForMarkup) {
  EXPECT_EQ(escape_html("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&#39;");
  EXPECT_EQ(escape_html("\x1b[2J"), "\\x1b[2J");
  EXPECT_EQ(escape_html("\xff"), "\\xff");
}

TEST(AuditPage, LetsNoConfigurationSpeakHtml) {
  AuditPage page;
  AuditCounts counts;
  FileReport failed;
  failed.file = "<script>f</script>";
  failed.outcome = FileReport::Outcome::kFailed;
  failed.reason = "<script>r</script>";
  for (const auto& report : {hostile(), failed}) {
    page.add(report);
    counts.add(report);
  }
  const std::string html = page.finish(counts, "today");
  EXPECT_EQ(html.find("<script>"), std::string::npos);
  EXPECT_EQ(html.find("<img"), std::string::npos);
  EXPECT_NE(html.find("&lt;script&gt;"), std::string::npos);
}

TEST(AuditPage, AsksForNothingFromOutside) {
  AuditPage page;
  AuditCounts counts;
  counts.add(hostile());
  page.add(hostile());
  const std::string html = page.finish(counts, "today");
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  for (const char* reference : {"http://", "https://", "<link", "@import", "url("}) {
    EXPECT_EQ(html.find(reference), std::string::npos) << reference;
  }
}

TEST(AuditPage, ShowsTheNumbersOfTheChartAsText) {
  AuditPage page;
  AuditCounts counts;
  counts.add(hostile());
  EXPECT_NE(page.finish(counts, "today").find("0 of 1 (0 %)"), std::string::npos);
}

}  // namespace
}  // namespace lw::cli
