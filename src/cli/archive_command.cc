// linewarden archive list|show|add: the versions of configurations, one by one.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/archive_access.h"
#include "cli/archive_commands.h"
#include "cli/commands.h"
#include "cli/json_answer.h"
#include "cli/local_file.h"
#include "cli/table.h"
#include "cli/time_text.h"

namespace lw::cli {
namespace {

constexpr std::uint64_t kVersionsListed = 20;

struct ArchiveOptions {
  std::string name;
  std::optional<std::uint64_t> limit;
  std::optional<std::string> version;
  std::optional<std::string> at;
  std::string file;
  std::optional<std::string> platform;
  std::string why;
};

void print_table(Output& output, const Table& table) {
  for (const auto& line : table.lines(output.width())) output.line(line);
}

Result<ExitStatus> list_series(Context& context, ArchiveAccess& access,
                               const ArchiveOptions& options) {
  LW_ASSIGN(auto all, access.versions().list());
  const std::size_t total = all.size();
  if (options.limit && total > *options.limit) all.resize(*options.limit);
  auto json = nlohmann::ordered_json::array();
  Table table({"device", "versions", "first", "latest", "last seen", "platform", ""});
  for (const archive::Series& series : all) {
    json.push_back({{"device", series.device},
                    {"platform", series.platform},
                    {"versions", series.versions},
                    {"first_at", time_text(series.first_at)},
                    {"latest_at", time_text(series.latest_at)},
                    {"seen", time_text(series.seen)},
                    {"device_removed", series.device_removed}});
    table.add({series.device, std::to_string(series.versions), time_text(series.first_at),
               time_text(series.latest_at), time_text(series.seen), series.platform,
               series.device_removed ? "device removed" : ""});
  }
  if (context.output.json()) {
    context.output.line(to_string(json));
  } else if (all.empty()) {
    context.output.line("The archive is empty.");
  } else {
    print_table(context.output, table);
    if (all.size() < total) {
      context.output.message(fmt::format("{} of {} devices shown", all.size(), total));
    }
  }
  return ExitStatus::kYes;
}

Result<ExitStatus> list_versions(Context& context, ArchiveAccess& access,
                                 const ArchiveOptions& options) {
  LW_ASSIGN(const auto series, access.versions().find(options.name));
  LW_ASSIGN(const auto versions,
            access.versions().versions(series, options.limit.value_or(kVersionsListed)));
  nlohmann::ordered_json json{{"device", series.device},
                              {"device_removed", series.device_removed},
                              {"total", series.versions},
                              {"versions", nlohmann::ordered_json::array()}};
  Table table({"version", "since", "last seen", "seen", "noise only", "from"});
  for (const archive::NumberedVersion& one : versions) {
    json["versions"].push_back(version_json(one));
    table.add({std::to_string(one.number), time_text(one.version.at), time_text(one.version.seen),
               std::to_string(std::uint64_t{one.version.seen_again} + 1),
               one.version.noise_only > 0 ? std::to_string(one.version.noise_only) : "",
               source_text(one.version.source)});
  }
  if (context.output.json()) {
    context.output.line(to_string(json));
    return ExitStatus::kYes;
  }
  print_table(context.output, table);
  if (versions.size() < series.versions) {
    context.output.message(fmt::format("the newest {} of {} versions; --limit N shows more",
                                       versions.size(), series.versions));
  }
  if (series.device_removed) {
    context.output.message(fmt::format("{} is in the inventory no more", series.device));
  }
  return ExitStatus::kYes;
}

Result<ExitStatus> list(Context& context, const ArchiveOptions& options) {
  LW_ASSIGN(auto access, open_archive(context));
  return options.name.empty() ? list_series(context, access, options)
                              : list_versions(context, access, options);
}

// A banner may hold what moves a terminal's cursor: it is made visible there, and kept elsewhere.
void print_text(Output& output, std::string_view text) {
  if (output.width() == Output::kUnlimited) {
    output.write(text);
    if (!text.ends_with('\n')) output.line();
    return;
  }
  for (const std::string_view line : split_lines(text)) {
    output.line(printable(line, std::string_view::npos));
  }
}

Result<ExitStatus> show(Context& context, const ArchiveOptions& options) {
  LW_ASSIGN(auto access, open_archive(context));
  LW_ASSIGN(VersionName name, parse_version_name(options.name));
  LW_ASSIGN(const auto series, access.versions().find(name.device));
  if (options.version) {
    LW_ASSIGN(name.number, parse_version_number(*options.version));
  }
  if (options.at) {
    LW_ASSIGN(const auto time, parse_time(*options.at));
    LW_ASSIGN(name.number, access.versions().number_at(series, time));
  }
  LW_ASSIGN(const auto version,
            access.versions().version(series, name.number.value_or(series.versions)));
  const std::string text = shown_text(access, version);
  if (!context.output.json()) {
    print_text(context.output, text);
    return ExitStatus::kYes;
  }
  nlohmann::ordered_json json{{"device", series.device}, {"device_removed", series.device_removed}};
  json.update(version_json(version.of));
  json["latest"] = version.of.number == series.versions;
  json["text"] = json_text(text);
  context.output.line(to_string(json));
  return ExitStatus::kYes;
}

// Of a device of the inventory, or of one that was: a mistyped name makes no series.
Result<std::string> platform_for(ArchiveAccess& access, const ArchiveOptions& options,
                                 const std::string& text) {
  if (options.platform) {
    LW_ASSIGN(const auto chosen, access.registry.find(*options.platform));
    return chosen->name;
  }
  std::string platform;
  if (const auto device = access.inventory->find(options.name)) {
    platform = device->platform;
  } else if (const auto series = access.versions().find(options.name)) {
    platform = series->platform;
  } else {
    return std::unexpected(device.error());
  }
  const auto recognised = access.registry.recognise_config(text);
  if (!recognised || recognised->platform == platform) return platform;
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("{} is of platform {}, and this text is a configuration of {} (line "
                             "{}: {})",
                             options.name, platform, recognised->platform, recognised->line,
                             printable(recognised->evidence, 60)),
                 fmt::format("if it is this device's all the same, say --platform {}", platform));
}

Result<ExitStatus> add(Context& context, const ArchiveOptions& options) {
  LW_ASSIGN(auto access, open_archive(context));
  LW_ASSIGN(std::string text, read_input(options.file, archive::kMostTextBytes));
  LW_ASSIGN(const std::string platform, platform_for(access, options, text));
  auto at = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (options.at) {
    LW_ASSIGN(at, parse_time(*options.at));
  }
  if (options.platform) {
    if (const auto device = access.inventory->find(options.name); !device) {
      LW_TRY(access.versions().find(options.name));
    }
  }
  const archive::Source source{this_user(), options.why.empty() ? "added by hand" : options.why};
  LW_ASSIGN(const auto kept,
            access.configurations.put(options.name, platform, std::move(text), source, at));
  LW_ASSIGN(const auto series, access.versions().find(options.name));
  if (context.output.json()) {
    const char* word = kept == archive::Kept::kNewVersion  ? "new_version"
                       : kept == archive::Kept::kSeenAgain ? "seen_again"
                                                           : "noise_only";
    context.output.line(to_string(nlohmann::ordered_json{
        {"device", series.device}, {"version", series.versions}, {"kept", word}}));
    return ExitStatus::kYes;
  }
  switch (kept) {
    case archive::Kept::kNewVersion:
      context.output.line(fmt::format("{}: kept as version {}", series.device, series.versions));
      break;
    case archive::Kept::kSeenAgain:
      context.output.line(
          fmt::format("{}: the same as version {}", series.device, series.versions));
      break;
    case archive::Kept::kNoiseOnly:
      context.output.line(
          fmt::format("{}: the same as version {} but for lines that say nothing (time stamps)",
                      series.device, series.versions));
  }
  return ExitStatus::kYes;
}

}  // namespace

void add_archive(CLI::App& app, Context& context) {
  CLI::App* archive =
      app.add_subcommand("archive", "Every version of every device's configuration");
  archive->require_subcommand(1);
  archive->footer(
      "Secrets are kept, and shown as <secret>. What was kept stays when its device is removed.\n"
      "Examples:\n"
      "  linewarden archive list\n"
      "  linewarden archive diff r1\n"
      "  linewarden archive search \"ip http server\" --latest\n"
      "linewarden archive COMMAND --help tells more about each.");
  const auto options = std::make_shared<ArchiveOptions>();
  const auto verb = [&](const std::string& word, const std::string& help,
                        Result<ExitStatus> (*run)(Context&, const ArchiveOptions&)) {
    CLI::App* command = archive->add_subcommand(word, help);
    command->callback([options, run, &context] {
      context.run = [options, run](Context& c) { return run(c, *options); };
    });
    return command;
  };

  CLI::App* command = verb("list", "Whose configurations there are, or the versions of one", list);
  command->add_option("NAME", options->name, "Versions of this device, the newest first");
  command->add_option("--limit", options->limit, "At most so many (20 versions; all devices)")
      ->type_name("N");
  command->footer(
      "\"noise only\" counts how often a version was seen with other time stamps and the like.\n"
      "Examples:\n"
      "  linewarden archive list\n"
      "  linewarden archive list r1 --limit 100");

  command = verb("show", "A version of a device's configuration", show);
  command->add_option("NAME", options->name, "Device, or NAME@VERSION")->required();
  auto* number = command->add_option("--version", options->version, "This version, not the latest");
  number->type_name("N");
  command->add_option("--at", options->at, "The version that was in force then")
      ->type_name("TIME")
      ->excludes(number);
  command->footer(
      "Examples:\n"
      "  linewarden archive show r1\n"
      "  linewarden archive show r1 --version 3\n"
      "  linewarden archive show r1 --at \"2026-11-30 08:00\"");

  command = verb("add", "Keep a configuration from a file", add);
  command->add_option("NAME", options->name, "Device")->required();
  command->add_option("--file", options->file, "The configuration; - is standard input")
      ->type_name("F")
      ->required();
  command->add_option("--platform", options->platform, "It is text of this platform");
  command->add_option("--at", options->at, "When the device had it (now)")->type_name("TIME");
  command->add_option("--why", options->why, "A word for the list of versions")->type_name("TEXT");
  command->footer(
      "A text that the device's latest version has already, but for time stamps and the like, "
      "makes\n"
      "no version; the list counts it.\n"
      "Examples:\n"
      "  linewarden archive add r1 --file r1.cfg\n"
      "  linewarden archive add r1 --file old/r1.cfg --at 2025-06-01 --why \"from the old "
      "server\"");

  add_archive_diff(*archive, context);
  add_archive_search(*archive, context);
  add_archive_export(*archive, context);
}

}  // namespace lw::cli
