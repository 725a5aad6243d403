#include "cli/audit_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <span>

#include "base/embedded_file.h"
#include "base/text.h"
#include "cli/audit_chart.h"

namespace lw {
std::span<const EmbeddedFile> audit_page_files();
}

namespace lw::cli {
namespace {

constexpr std::size_t kLongestText = 300;
constexpr std::size_t kMostEvidence = 5;  // a finding; what is missing is always shown whole

std::string_view asset(std::string_view name) {
  const auto files = audit_page_files();
  const auto at = std::ranges::find(files, name, &EmbeddedFile::name);
  return at == files.end() ? std::string_view{} : at->text;
}

// Lets the page's own style and script run and no other: text from a device can't know it.
std::string make_nonce() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

std::string_view words(procedure::Status status) {
  switch (status) {
    case procedure::Status::kReady:
      return "ready";
    case procedure::Status::kNotReady:
      return "not ready";
    case procedure::Status::kNotApplicable:
      break;
  }
  return "does not apply";
}

std::string_view css_class(procedure::Status status) {
  return status == procedure::Status::kReady      ? "y"
         : status == procedure::Status::kNotReady ? "n"
                                                  : "a";
}

std::string finding_html(const procedure::Finding& finding) {
  std::string html = fmt::format("<h4><b class={}>{}</b> {}</h4><ul>", css_class(finding.status),
                                 words(finding.status), escape_html(finding.procedure));
  for (const auto& missing : finding.missing) {
    html += fmt::format("<li><i>missing:</i> {}", escape_html(missing));
  }
  std::size_t shown = 0;
  for (const auto& evidence : finding.evidence) {
    if (shown++ == kMostEvidence) {
      html += fmt::format("<li>and {} more", finding.evidence.size() - kMostEvidence);
      break;
    }
    html += "<li>";
    if (evidence.line > 0) html += fmt::format("line {}: ", evidence.line);
    html += fmt::format("<code>{}</code>", escape_html(evidence.text));
  }
  return html + "</ul>";
}

std::string tile(std::size_t count, std::string_view label, std::string_view kind) {
  return fmt::format("<li class={}><b>{}</b> {}</li>", kind, count, label);
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string html;
  for (const char c : printable(text, kLongestText)) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

void AuditPage::add(const FileReport& report) {
  const std::string file = escape_html(report.file);
  if (report.outcome != FileReport::Outcome::kAudited) {
    others_ += fmt::format("<li><code>{}</code>: {}</li>\n", file, escape_html(report.reason));
    return;
  }
  std::size_t ready = 0;
  std::size_t not_ready = 0;
  std::string details;
  std::string missing;
  for (const auto& finding : report.findings) {
    details += finding_html(finding);
    if (finding.status == procedure::Status::kReady) ++ready;
    if (finding.status != procedure::Status::kNotReady) continue;
    ++not_ready;
    missing += (missing.empty() ? "" : ", ") + escape_html(finding.procedure);
  }
  for (const auto& hazard : report.hazards) {
    details += fmt::format("<p><b class=h>hazard</b> {}, line {}: <code>{}</code></p>",
                           escape_html(hazard.rule), hazard.line, escape_html(hazard.text));
  }
  rows_ += fmt::format(
      "<tr data-s={}><th scope=row>{}<td>{}<td><b class={}>{} of {} ready</b>{}"
      "<details><summary>{}</summary>{}</details><td>{}\n",
      not_ready == 0 ? "ready" : "not",
      report.hostname.empty() ? "(no name)" : escape_html(report.hostname),
      escape_html(report.platform), not_ready == 0 ? "y" : "n", ready, ready + not_ready,
      report.hazards.empty() ? ""
                             : fmt::format(" <b class=h>{} hazard{}</b>", report.hazards.size(),
                                           report.hazards.size() == 1 ? "" : "s"),
      missing.empty() ? "evidence" : "not ready: " + missing, details, file);
}

std::string AuditPage::finish(const AuditCounts& counts, std::string_view made) const {
  const std::string nonce = make_nonce();
  std::string page = fmt::format(
      "<!doctype html>\n<html lang=en><head><meta charset=utf-8>\n"
      "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; "
      "style-src 'nonce-{0}'; script-src 'nonce-{0}'; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n"
      "<title>Readiness of {1} devices</title>\n<style nonce={0}>{2}</style></head>\n<body>\n"
      "<header><h1>Readiness for management</h1><p>Linewarden audit, {3}</p></header>\n<main>\n",
      nonce, counts.audited, asset("audit.css"), escape_html(made));
  page += "<ul class=tiles>";
  page += tile(counts.audited, "devices audited", "t");
  page += tile(counts.ready, "ready for everything asked", "t");
  page += tile(counts.audited - counts.ready, "not ready", "t");
  page += tile(counts.hazards, "hazards in banners and prompts", "t");
  page += tile(counts.failed, "files that could not be audited", "t");
  page += tile(counts.skipped, "files that are no configurations", "t");
  page += "</ul>\n<div class=charts>";
  page += readiness_chart("Readiness by procedure", "devices", counts.by_procedure);
  page += readiness_chart("Readiness by family", "checks", counts.by_platform);
  page +=
      "</div>\n<section><h2>Devices</h2>\n"
      "<p class=filter hidden><label>Find <input type=search id=q placeholder=\"name, platform, "
      "procedure, text\"></label> <label>Show <select id=s><option value=\"\">all"
      "<option value=not>not ready<option value=ready>ready</select></label> "
      "<output id=c></output></p>\n"
      "<table><thead><tr><th scope=col>Device<th scope=col>Platform<th scope=col>Readiness"
      "<th scope=col>File</thead><tbody id=d>\n";
  page += rows_;
  page += "</tbody></table></section>\n";
  if (!others_.empty()) {
    page += "<section><h2>Files that were not audited</h2><ul>\n" + others_ + "</ul></section>\n";
  }
  page += fmt::format("</main>\n<script nonce={}>{}</script>\n</body></html>\n", nonce,
                      asset("audit.js"));
  return page;
}

}  // namespace lw::cli
