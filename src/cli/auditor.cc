#include "cli/auditor.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "cli/setting_options.h"
#include "configtext/source_lines.h"

namespace lw::cli {
namespace {

constexpr std::size_t kBinaryLook = 8192;

FileReport& end(FileReport& report, FileReport::Outcome outcome, std::string reason,
                std::string hint = {}) {
  report.outcome = outcome;
  report.reason = std::move(reason);
  report.hint = std::move(hint);
  return report;
}

// A zero byte is in no text but UTF-16, which announces itself.
bool is_binary(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return false;
  return text.substr(0, kBinaryLook).find('\0') != std::string_view::npos;
}

}  // namespace

bool FileReport::not_ready() const {
  return std::ranges::any_of(findings, [](const procedure::Finding& finding) {
    return finding.status == procedure::Status::kNotReady;
  });
}

Auditor::Auditor(platform::Registry registry, procedure::Library library, Settings settings)
    : registry_(std::move(registry)),
      library_(std::move(library)),
      settings_(std::move(settings)) {}

FileReport Auditor::audit(const FoundFile& file) const {
  auto text = read_file(file.path, settings_.largest_file);
  if (text) return audit(file, *std::move(text));
  FileReport report;
  report.file = file.path;
  return end(report, FileReport::Outcome::kFailed, text.error().message, text.error().hint);
}

FileReport Auditor::audit(const FoundFile& file, std::string text) const {
  FileReport report;
  report.file = file.path;
  if (trim(text).empty()) return end(report, FileReport::Outcome::kFailed, "the file is empty");
  if (is_binary(text)) {
    return end(report, FileReport::Outcome::kFailed, "the file is binary, not text");
  }
  procedure::Target target;
  if (!find_platform(report, target, file, text)) return report;

  const auto dialect = configtext::parse_dialect(target.platform->dialect);
  if (!dialect) {
    return end(report, FileReport::Outcome::kFailed,
               fmt::format("platform {} has a dialect that is not known: {}", target.platform->name,
                           target.platform->dialect));
  }
  const auto document = configtext::Document::read(std::move(text), *dialect);
  if (const auto hostname = document.hostname()) report.hostname = *hostname;
  report.notes.assign(document.notes().begin(), document.notes().end());
  ask(report, target, document);
  // What follows the cut is not known: the answers so far are given, but not counted.
  if (report.outcome == FileReport::Outcome::kAudited && !report.notes.empty()) {
    const auto& note = report.notes.front();
    end(report, FileReport::Outcome::kFailed,
        fmt::format("line {}: {}: the file looks cut off", note.line, note.text));
  }
  return report;
}

bool Auditor::find_platform(FileReport& report, procedure::Target& target, const FoundFile& file,
                            std::string_view text) const {
  const std::string converted = configtext::utf8_from_utf16(text);
  const auto recognised = registry_.recognise_config(converted.empty() ? text : converted);
  if (settings_.platform != nullptr) {
    target.platform = settings_.platform;
  } else if (recognised) {
    auto found = registry_.find(recognised->platform);
    if (!found) {
      end(report, FileReport::Outcome::kFailed, std::move(found).error().message);
      return false;
    }
    target.platform = *std::move(found);
  } else {
    const auto version = registry_.recognise_version(text);
    const std::string reason =
        version ? fmt::format("not a configuration but the output of \"show version\" ({})",
                              version->platform)
                : "not recognised as a configuration of a known platform";
    const bool direct = file.named == Named::kDirectly;
    end(report, direct ? FileReport::Outcome::kFailed : FileReport::Outcome::kSkipped, reason,
        direct && !version ? "if it is one, name its platform with --platform" : "");
    return false;
  }
  report.platform = target.platform->name;
  if (recognised && recognised->platform == report.platform) {
    report.os_version = recognised->version;
    report.model = recognised->model;
    target.os_version = recognised->version;
  }
  return true;
}

void Auditor::ask(FileReport& report, const procedure::Target& target,
                  const configtext::Document& document) const {
  const bool all = settings_.asked.empty();
  for (const auto& each : all ? library_.all() : settings_.asked) {
    if (!procedure::applies(*each, target)) {
      if (!all) report.findings.emplace_back().procedure = each->id;
      continue;
    }
    auto finding = procedure::audit(*each, target, values_for(*each, settings_.values), document);
    if (!finding) {
      const bool wrong_value = finding.error().code == ErrorCode::kInvalidArgument;
      end(report, wrong_value ? FileReport::Outcome::kRefused : FileReport::Outcome::kFailed,
          fmt::format("{}: {}", each->id, finding.error().message), finding.error().hint);
      return;
    }
    report.findings.push_back(*std::move(finding));
  }
  report.hazards = procedure::hazards(document);
}

}  // namespace lw::cli
