#include <fmt/chrono.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/file.h"
#include "cli/audit_counts.h"
#include "cli/audit_json.h"
#include "cli/audit_page.h"
#include "cli/audit_table.h"
#include "cli/auditor.h"
#include "cli/commands.h"
#include "cli/context.h"
#include "cli/file_walk.h"
#include "cli/in_order.h"
#include "cli/setting_options.h"

namespace lw::cli {
namespace {

constexpr const char* kFooter = R"(
In folders, files that are no configurations are skipped with a line that says so; a file that is
named itself and is not recognised is an error. Without --for, every procedure is asked that applies
to the device's platform.
Exit status: 0 everything audited is ready; 1 something is not ready; 2 bad usage, or a file that
could not be read or audited (the others are audited all the same), or nothing to audit.

Examples:
  linewarden audit r1.cfg
  linewarden audit configs/ --for ios-ssh --for ios-https
  linewarden audit configs/ --html report.html
  linewarden --json audit configs/ | jq '.[] | select(.error)'
  linewarden audit r1.cfg --for ios-ssh --set hostname=r1 --verbose)";

struct Options {
  std::vector<std::string> paths;
  std::string platform;
  std::vector<std::string> procedures;
  SettingOptions settings;
  std::size_t jobs = std::clamp(std::thread::hardware_concurrency(), 1U, 64U);
  std::size_t largest_file = 64 << 20;
  std::string html;
  bool verbose = false;
};

// Takes the reports as they come and gives each to all who want it.
class Audience {
 public:
  Audience(Output& output, const Options& options, std::vector<std::string> columns)
      : output_(output),
        table_(output, std::move(columns), options.verbose ? Detail::kEvidence : Detail::kMarks) {
    if (!options.html.empty()) page_.emplace();
    if (output_.json()) output_.write("[");
  }

  void add(const FileReport& report) {
    counts_.add(report);
    if (page_) page_->add(report);
    explain(report);
    if (output_.json()) {
      output_.write(first_ ? "\n" : ",\n");
      output_.write(audit_json(report));
      first_ = false;
    } else {
      table_.add(report);
    }
  }

  void fault(const Error& error) {
    ++counts_.failed;
    output_.fail(error);
  }

  [[nodiscard]] const AuditCounts& counts() const { return counts_; }

  Result<void> finish(const std::string& html_file) {
    if (output_.json()) {
      output_.line(first_ ? "]" : "\n]");
    } else {
      table_.finish(counts_);
    }
    if (!page_) return {};
    const std::string made = fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(std::time(nullptr)));
    return write_file(html_file, page_->finish(counts_, made), FileAccess::kEverybodyReads);
  }

 private:
  void explain(const FileReport& report) {
    if (report.outcome == FileReport::Outcome::kSkipped) {
      output_.message(fmt::format("{}: skipped: {}", report.file, report.reason));
    } else if (report.outcome != FileReport::Outcome::kAudited) {
      output_.fail({ErrorCode::kInvalidArgument,
                    report.reason.find(report.file) == std::string::npos
                        ? fmt::format("{}: {}", report.file, report.reason)
                        : report.reason,
                    report.hint});
    }
  }

  Output& output_;
  AuditTable table_;
  std::optional<AuditPage> page_;
  AuditCounts counts_;
  bool first_ = true;
};

Result<Auditor::Settings> settings_of(const Options& options, const platform::Registry& registry,
                                      const procedure::Library& library) {
  Auditor::Settings settings{
      .platform = nullptr, .asked = {}, .values = {}, .largest_file = options.largest_file};
  if (!options.platform.empty()) {
    LW_ASSIGN(settings.platform, registry.find(options.platform));
  }
  for (const auto& id : options.procedures) {
    LW_ASSIGN(auto found, library.find(id));
    if (std::ranges::find(settings.asked, found) == settings.asked.end()) {
      settings.asked.push_back(std::move(found));
    }
  }
  LW_ASSIGN(
      settings.values,
      read_settings(options.settings, settings.asked.empty() ? library.all() : settings.asked));
  return settings;
}

ExitStatus status_of(const AuditCounts& counts) {
  if (counts.failed > 0 || counts.audited == 0) return ExitStatus::kUsage;
  return counts.ready == counts.audited ? ExitStatus::kYes : ExitStatus::kNo;
}

Result<ExitStatus> run(Context& context, const Options& options) {
  LW_ASSIGN(auto registry, platform::Registry::load(context.options.platforms));
  LW_ASSIGN(auto library, procedure::Library::load(context.options.procedures));
  LW_ASSIGN(auto settings, settings_of(options, registry, library));
  std::vector<std::string> columns;
  for (const auto& each : settings.asked.empty() ? library.all() : settings.asked) {
    columns.push_back(each->id);
  }
  const Auditor auditor(std::move(registry), std::move(library), std::move(settings));

  const Walk found = walk(options.paths);
  Audience audience(context.output, options, std::move(columns));
  for (const auto& fault : found.faults) audience.fault(fault);

  in_order(
      found.files.size(), options.jobs,
      [&](std::size_t index) { return auditor.audit(found.files[index]); },
      [&](std::size_t index, FileReport report) {
        audience.add(report);
        if (report.outcome == FileReport::Outcome::kRefused) return false;
        context.output.progress(fmt::format("{} of {} files", index + 1, found.files.size()));
        return true;
      });
  LW_TRY(audience.finish(options.html));
  if (audience.counts().audited == 0 && audience.counts().failed == 0) {
    context.output.fail({ErrorCode::kInvalidArgument, "there is no configuration to audit", {}});
  }
  return status_of(audience.counts());
}

}  // namespace

void add_audit(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("audit", "Says which procedures configurations are ready for");
  command->footer(kFooter);
  auto options = std::make_shared<Options>();
  command->add_option("path", options->paths, "Files, or folders with files, to audit")
      ->required()
      ->option_text("PATH ...");
  command->add_option("--platform", options->platform,
                      "Take every file for a configuration of this platform");
  command->add_option("--for", options->procedures, "Ask for this procedure (again for each)")
      ->option_text("PROCEDURE")
      ->allow_extra_args(false);
  add_setting_options(*command, options->settings);
  command->add_option("--jobs", options->jobs, "Files to work on at once")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command
      ->add_option("--max-file-size", options->largest_file,
                   "Larger files are refused, in bytes or as 100MB")
      ->transform(CLI::AsSizeValue(false));
  command->add_option("--html", options->html, "Write a page with charts and the evidence")
      ->option_text("FILE");
  command->add_flag("--verbose,-v", options->verbose, "Show evidence and what is missing");
  command->callback([&context, options] {
    context.run = [options](Context& chosen) { return run(chosen, *options); };
  });
}

}  // namespace lw::cli
