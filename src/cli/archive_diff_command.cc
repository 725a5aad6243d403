// linewarden archive diff: two versions of one configuration, or two devices' configurations.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "archive/comparison.h"
#include "base/text.h"
#include "cli/archive_access.h"
#include "cli/archive_commands.h"
#include "cli/json_answer.h"
#include "cli/time_text.h"

namespace lw::cli {
namespace {

struct DiffOptions {
  std::vector<std::string> names;
  bool noise = false;
};

struct Compared {
  std::string device;
  archive::VersionText text;
};

bool is_number(const std::string& word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

// Which two versions the words mean.
Result<std::pair<VersionName, VersionName>> sides(ArchiveAccess& access,
                                                  const std::vector<std::string>& words) {
  LW_ASSIGN(VersionName left, parse_version_name(words.front()));
  VersionName right{left.device, {}};
  if (words.size() == 1) {
    LW_ASSIGN(const auto series, access.versions().find(left.device));
    if (!left.number && series.versions == 1) {
      return failure(
          ErrorCode::kNotFound,
          fmt::format("{} has one version: there is nothing to compare it with", left.device));
    }
    if (!left.number) left.number = series.versions - 1;
    return std::pair(left, right);
  }
  if (!is_number(words[1])) {
    LW_ASSIGN(right, parse_version_name(words[1]));
    if (words.size() == 2) return std::pair(left, right);
  } else if (!left.number) {
    LW_ASSIGN(left.number, parse_version_number(words[1]));
    if (words.size() == 2) return std::pair(left, right);
    LW_ASSIGN(right.number, parse_version_number(words[2]));
    return std::pair(left, right);
  }
  return failure(ErrorCode::kInvalidArgument, "what is to be compared is not clear",
                 "say NAME [A [B]] with numbers of versions, or two of NAME or NAME@VERSION");
}

Result<Compared> find(ArchiveAccess& access, const VersionName& name) {
  LW_ASSIGN(const auto series, access.versions().find(name.device));
  LW_ASSIGN(auto text, access.versions().version(series, name.number.value_or(series.versions)));
  return Compared{series.device, std::move(text)};
}

nlohmann::ordered_json side_json(const Compared& side) {
  nlohmann::ordered_json json{{"device", side.device}};
  json.update(version_json(side.text.of));
  return json;
}

nlohmann::ordered_json to_json(const Compared& left, const Compared& right,
                               const archive::Comparison& comparison) {
  using Kind = archive::ComparedLine::Kind;
  auto hunks = nlohmann::ordered_json::array();
  for (const archive::Hunk& hunk : comparison.hunks) {
    auto lines = nlohmann::ordered_json::array();
    for (const archive::ComparedLine& line : hunk.lines) {
      lines.push_back({{"kind", line.kind == Kind::kSame      ? "same"
                                : line.kind == Kind::kRemoved ? "removed"
                                                              : "added"},
                       {"text", json_text(line.text)},
                       {"secret_differs", line.secret_differs}});
    }
    hunks.push_back({{"left_line", hunk.left_line},
                     {"left_count", hunk.left_count},
                     {"right_line", hunk.right_line},
                     {"right_count", hunk.right_count},
                     {"block", json_text_or_null(hunk.block)},
                     {"lines", std::move(lines)}});
  }
  return {{"left", side_json(left)},
          {"right", side_json(right)},
          {"different", !comparison.hunks.empty()},
          {"removed", comparison.removed},
          {"added", comparison.added},
          {"noise_lines", comparison.noise},
          {"hunks", std::move(hunks)}};
}

std::string title(const Compared& side) {
  return fmt::format("{} version {}, {}", side.device, side.text.of.number,
                     time_text(side.text.of.version.at));
}

void print(Output& output, const Compared& left, const Compared& right,
           const archive::Comparison& comparison) {
  using Kind = archive::ComparedLine::Kind;
  if (!comparison.hunks.empty()) {
    output.line(output.paint(Tone::kStrong, "--- " + title(left)));
    output.line(output.paint(Tone::kStrong, "+++ " + title(right)));
  }
  for (const archive::Hunk& hunk : comparison.hunks) {
    const std::string place = fmt::format("@@ -{},{} +{},{} @@", hunk.left_line, hunk.left_count,
                                          hunk.right_line, hunk.right_count);
    output.line(output.paint(Tone::kFaint,
                             hunk.block.empty() ? place : place + " " + printable(hunk.block)));
    for (const archive::ComparedLine& line : hunk.lines) {
      const std::string text = printable(line.text, std::string_view::npos) +
                               (line.secret_differs ? "  (the secret differs)" : "");
      if (line.kind == Kind::kSame) output.line(" " + text);
      if (line.kind == Kind::kRemoved) output.line(output.paint(Tone::kBad, "-" + text));
      if (line.kind == Kind::kAdded) output.line(output.paint(Tone::kGood, "+" + text));
    }
  }
  if (comparison.noise > 0) {
    output.message(fmt::format(
        "{} changed line{} that say{} nothing (time stamps and the like) left out; "
        "--noise shows them",
        comparison.noise, comparison.noise == 1 ? "" : "s", comparison.noise == 1 ? "s" : ""));
  }
}

Result<ExitStatus> diff(Context& context, const DiffOptions& options) {
  LW_ASSIGN(auto access, open_archive(context));
  LW_ASSIGN(const auto names, sides(access, options.names));
  LW_ASSIGN(const auto left, find(access, names.first));
  LW_ASSIGN(const auto right, find(access, names.second));
  const archive::Rules left_rules = access.rules(left.text.of.platform);
  const archive::Rules right_rules = access.rules(right.text.of.platform);
  const auto comparison =
      archive::compare({left.text.text, left_rules}, {right.text.text, right_rules},
                       options.noise ? archive::Noise::kShown : archive::Noise::kLeftOut);
  if (context.output.json()) {
    context.output.line(to_string(to_json(left, right, comparison)));
  } else {
    print(context.output, left, right, comparison);
  }
  return comparison.hunks.empty() ? ExitStatus::kYes : ExitStatus::kNo;
}

}  // namespace

void add_archive_diff(CLI::App& archive, Context& context) {
  CLI::App* command =
      archive.add_subcommand("diff", "What is different between two versions, or two devices");
  const auto options = std::make_shared<DiffOptions>();
  command->add_option("NAME", options->names, "Device [VERSION [VERSION]], or two devices")
      ->required()
      ->expected(1, 3)
      ->option_text("NAME [A] [B] | NAME1[@A] NAME2[@B]");
  command->add_flag("--noise", options->noise,
                    "Show changed time stamps and the like, too; without it they are counted");
  command->footer(
      "NAME alone: the latest version beside the one before it. NAME A: the latest beside version "
      "A.\n"
      "Secrets are shown as <secret>; a line of which only the secret differs says so.\n"
      "Exit status: 0 no difference, 1 differences.\n"
      "Examples:\n"
      "  linewarden archive diff r1\n"
      "  linewarden archive diff r1 3 5\n"
      "  linewarden archive diff r1 r2\n"
      "  linewarden archive diff r1@3 r2@7 --noise");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return diff(c, *options); }; });
}

}  // namespace lw::cli
