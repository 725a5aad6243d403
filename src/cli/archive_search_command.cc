// linewarden archive search: lines of all configurations, in all versions.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "archive/search.h"
#include "base/text.h"
#include "cli/archive_access.h"
#include "cli/archive_commands.h"
#include "cli/json_answer.h"
#include "cli/table.h"
#include "cli/time_text.h"

namespace lw::cli {
namespace {

struct SearchOptions {
  std::string text;
  bool pattern = false;
  bool any_case = false;
  std::vector<std::string> devices;
  bool latest = false;
  std::size_t limit = 1000;
};

// "3", "3-7", "3-" of what stands there still.
std::string versions_text(const archive::Finding& finding) {
  if (finding.in_latest) return fmt::format("{}-", finding.from);
  if (finding.from == finding.to) return std::to_string(finding.from);
  return fmt::format("{}-{}", finding.from, finding.to);
}

void print(Output& output, const archive::SearchResult& result) {
  Table table({"device", "versions", "since", "line"});
  for (const archive::Finding& finding : result.findings) {
    table.add({finding.device_removed ? finding.device + " (removed)" : finding.device,
               versions_text(finding), time_text(finding.since),
               printable(finding.line, std::string_view::npos)});
  }
  if (!result.findings.empty()) {
    for (const auto& line : table.lines(output.width())) output.line(line);
  }
  if (result.findings.size() < result.total) {
    output.message(fmt::format("the first {} of {} findings; --limit N shows more",
                               result.findings.size(), result.total));
  }
  output.message(fmt::format("{} finding{} in {} version{} of {} device{}", result.total,
                             result.total == 1 ? "" : "s", result.versions,
                             result.versions == 1 ? "" : "s", result.devices,
                             result.devices == 1 ? "" : "s"));
}

nlohmann::ordered_json to_json(const archive::SearchResult& result) {
  auto findings = nlohmann::ordered_json::array();
  for (const archive::Finding& finding : result.findings) {
    findings.push_back({{"device", finding.device},
                        {"from", finding.from},
                        {"to", finding.to},
                        {"since", time_text(finding.since)},
                        {"in_latest", finding.in_latest},
                        {"device_removed", finding.device_removed},
                        {"line", json_text(finding.line)}});
  }
  return {{"findings", std::move(findings)},
          {"total", result.total},
          {"devices", result.devices},
          {"versions", result.versions}};
}

Result<ExitStatus> search(Context& context, const SearchOptions& options) {
  LW_ASSIGN(const auto query,
            archive::Query::make(options.text,
                                 options.pattern ? archive::Form::kPattern : archive::Form::kWords,
                                 options.any_case ? archive::Case::kAny : archive::Case::kExact));
  LW_ASSIGN(auto access, open_archive(context));
  context.output.progress("looking through the archive");
  LW_ASSIGN(const auto result,
            archive::search(*access.segments, query, access.configurations.rules_of(),
                            {.devices = {options.devices.begin(), options.devices.end()},
                             .latest_only = options.latest,
                             .most = options.limit}));
  if (context.output.json()) {
    context.output.line(to_string(to_json(result)));
  } else {
    print(context.output, result);
  }
  return result.total > 0 ? ExitStatus::kYes : ExitStatus::kNo;
}

}  // namespace

void add_archive_search(CLI::App& archive, Context& context) {
  CLI::App* command = archive.add_subcommand(
      "search", "Lines of all configurations in all versions, of removed devices too");
  const auto options = std::make_shared<SearchOptions>();
  command->add_option("TEXT", options->text, "Words of a line, as they stand there")->required();
  command->add_flag("--regex", options->pattern, "TEXT is a pattern (RE2)");
  command->add_flag("--ignore-case,-i", options->any_case, "Capital letters or small ones");
  command->add_option("--device", options->devices, "Only of this device (again for each)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command->add_flag("--latest", options->latest, "Only in the latest version of each device");
  command->add_option("--limit", options->limit, "At most so many findings")
      ->type_name("N")
      ->capture_default_str();
  command->footer(
      "Lines are searched as they are shown, with <secret> in place of each secret: a search "
      "never\n"
      "tells whether a guess at one is right. \"3-\" are versions from 3 to the latest.\n"
      "Exit status: 0 found, 1 not found.\n"
      "Examples:\n"
      "  linewarden archive search \"ip http server\" --latest\n"
      "  linewarden archive search --regex \"^ntp server 10\\.\" --device r1 --device r2");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return search(c, *options); }; });
}

}  // namespace lw::cli
