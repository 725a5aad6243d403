#include "cli/audit_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/table.h"

namespace lw::cli {
namespace {

constexpr std::size_t kDeviceWidth = 22;
constexpr std::size_t kPlatformWidth = 12;
constexpr std::size_t kLongestText = 400;

std::string count_of(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace

AuditTable::AuditTable(Output& output, std::vector<std::string> procedures, Detail detail)
    : output_(output),
      procedures_(std::move(procedures)),
      detail_(detail),
      cell_(output.symbols() ? 3 : 4) {}

// Words where the terminal shows no other characters: nothing depends on colour.
std::string AuditTable::mark(procedure::Status status) const {
  switch (status) {
    case procedure::Status::kReady:
      return output_.paint(Tone::kGood, fill(output_.symbols() ? "✓" : "yes", cell_));
    case procedure::Status::kNotReady:
      return output_.paint(Tone::kBad, fill(output_.symbols() ? "✗" : "NO", cell_));
    case procedure::Status::kNotApplicable:
      break;
  }
  return output_.paint(Tone::kFaint, fill(output_.symbols() ? "–" : "-", cell_));
}

std::string AuditTable::cells(const FileReport& report) const {
  std::string cells;
  for (const auto& id : procedures_) {
    const auto at = std::ranges::find(report.findings, id, &procedure::Finding::procedure);
    cells += mark(at == report.findings.end() ? procedure::Status::kNotApplicable : at->status);
  }
  return cells;
}

void AuditTable::print_heading() {
  heading_printed_ = true;
  std::string key;
  for (std::size_t i = 0; i < procedures_.size(); ++i) {
    key += fmt::format("{}={} ", i + 1, procedures_[i]);
  }
  const std::size_t width = output_.width() == Output::kUnlimited ? 100 : output_.width();
  for (const auto& line : wrap(key, width)) output_.line(line);
  output_.line(output_.symbols() ? "✓ ready   ✗ not ready   – does not apply"
                                 : "yes: ready   NO: not ready   -: does not apply");
  output_.line();
  std::string heading =
      fill("DEVICE", kDeviceWidth) + "  " + fill("PLATFORM", kPlatformWidth) + "  ";
  for (std::size_t i = 0; i < procedures_.size(); ++i)
    heading += fill(fmt::to_string(i + 1), cell_);
  output_.line(output_.paint(Tone::kStrong, heading + " FILE"));
}

void AuditTable::add(const FileReport& report) {
  if (report.outcome != FileReport::Outcome::kAudited) return;
  if (!heading_printed_) print_heading();
  std::string row =
      fill(printable(report.hostname.empty() ? "(no name)" : report.hostname), kDeviceWidth) +
      "  " + fill(report.platform, kPlatformWidth) + "  " + cells(report);
  const std::size_t used = kDeviceWidth + kPlatformWidth + 4 + procedures_.size() * cell_ + 1;
  const std::string file = printable(report.file, kLongestText);
  // The end of a path tells more than its beginning, but only what fits is of use.
  if (output_.width() == Output::kUnlimited || used + columns(file) <= output_.width()) {
    row += " " + file;
  } else if (used + 8 <= output_.width()) {
    row += " " + fit(file, output_.width() - used);
  }
  output_.line(row);
  if (detail_ == Detail::kEvidence) print_details(report);
}

void AuditTable::print_details(const FileReport& report) {
  for (const auto& finding : report.findings) {
    output_.line(fmt::format("    {} {}", mark(finding.status), finding.procedure));
    for (const auto& missing : finding.missing) {
      output_.line("          missing: " + printable(missing, kLongestText));
    }
    for (const auto& evidence : finding.evidence) {
      const std::string where =
          evidence.line == 0 ? std::string() : fmt::format("line {}: ", evidence.line);
      output_.line("          " + where + printable(evidence.text, kLongestText));
    }
  }
  for (const auto& hazard : report.hazards) {
    output_.line(fmt::format("    hazard  line {}: {}: {}", hazard.line, hazard.rule,
                             printable(hazard.text, kLongestText)));
  }
  output_.line();
}

void AuditTable::finish(const AuditCounts& counts) {
  if (counts.audited > 0) {
    output_.line();
    Table table({"PROCEDURE", "READY", "NOT READY", "READY IN PERCENT"});
    for (const auto& id : procedures_) {
      const auto at = counts.by_procedure.find(id);
      if (at == counts.by_procedure.end()) continue;
      const auto& count = at->second;
      const std::size_t asked = count.ready + count.not_ready;
      if (asked == 0) continue;
      table.add({id, fmt::to_string(count.ready), fmt::to_string(count.not_ready),
                 fmt::to_string(count.ready * 100 / asked)});
    }
    for (const auto& line : table.lines(output_.width())) output_.line(line);
    output_.line();
  }
  std::string summary = fmt::format("{} audited, {} ready for everything asked",
                                    count_of(counts.audited, "device", "devices"), counts.ready);
  if (counts.hazards > 0) summary += ", " + count_of(counts.hazards, "hazard", "hazards");
  if (counts.skipped > 0) {
    summary += ", " + count_of(counts.skipped, "file", "files") + " skipped (no configurations)";
  }
  if (counts.failed > 0) {
    summary += ", " + count_of(counts.failed, "file", "files") + " could not be audited";
  }
  output_.line(summary + ".");
}

}  // namespace lw::cli
