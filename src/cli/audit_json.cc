#include "cli/audit_json.h"

#include <nlohmann/json.hpp>

#include "cli/json_answer.h"

namespace lw::cli {
namespace {

using nlohmann::ordered_json;

ordered_json to_json(const procedure::Finding& finding) {
  ordered_json evidence = ordered_json::array();
  for (const auto& each : finding.evidence) {
    evidence.push_back({{"line", each.line}, {"text", json_text(each.text)}});
  }
  ordered_json missing = ordered_json::array();
  for (const auto& each : finding.missing) missing.push_back(json_text(each));
  return {{"id", finding.procedure},
          {"status", name(finding.status)},
          {"evidence", std::move(evidence)},
          {"missing", std::move(missing)}};
}

}  // namespace

std::string audit_json(const FileReport& report) {
  ordered_json procedures = ordered_json::array();
  for (const auto& finding : report.findings) procedures.push_back(to_json(finding));
  ordered_json hazards = ordered_json::array();
  for (const auto& hazard : report.hazards) {
    hazards.push_back(
        {{"line", hazard.line}, {"rule", hazard.rule}, {"text", json_text(hazard.text)}});
  }
  ordered_json notes = ordered_json::array();
  for (const auto& note : report.notes) {
    notes.push_back({{"line", note.line}, {"text", json_text(note.text)}});
  }
  ordered_json answer{{"file", json_text(report.file)},
                      {"platform", json_text_or_null(report.platform)},
                      {"hostname", json_text_or_null(report.hostname)},
                      {"os_version", json_text_or_null(report.os_version)},
                      {"model", json_text_or_null(report.model)},
                      {"procedures", std::move(procedures)},
                      {"hazards", std::move(hazards)},
                      {"notes", std::move(notes)}};
  if (report.outcome == FileReport::Outcome::kSkipped) {
    answer["skipped"] = json_text(report.reason);
  } else if (report.outcome != FileReport::Outcome::kAudited) {
    answer["error"] = json_text(report.reason);
  }
  return to_string(answer);
}

}  // namespace lw::cli
