// linewarden archive export: the archive as a git repository.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "archive/git_stream.h"
#include "cli/archive_access.h"
#include "cli/archive_commands.h"
#include "cli/git_process.h"
#include "cli/json_answer.h"

namespace lw::cli {
namespace {

struct ExportOptions {
  std::string folder;
  std::string branch = "main";
  bool with_secrets = false;
};

Result<archive::GitExport> plan(const GitRepository& repository, const ExportOptions& options) {
  archive::GitExport plan;
  plan.branch = options.branch;
  plan.secrets = options.with_secrets ? archive::Secrets::kKept : archive::Secrets::kCutOut;
  if (!repository.ask({"check-ref-format", "--branch", options.branch})) {
    return failure(ErrorCode::kInvalidArgument, "git takes no branch of this name");
  }
  plan.branch_exists =
      repository.ask({"rev-parse", "--verify", "--quiet", "refs/heads/" + options.branch})
          .has_value();
  const auto before = repository.ask(
      {"cat-file", "blob", fmt::format("{}:{}", archive::kExportedRef, archive::kExportedFile)});
  if (before) {
    LW_ASSIGN(plan.before, archive::parse_exported(*before));
  }
  return plan;
}

Result<ExitStatus> export_to_git(Context& context, const ExportOptions& options) {
  LW_ASSIGN(auto access, open_archive(context));
  LW_ASSIGN(const auto all, access.versions().list());
  LW_ASSIGN(const auto repository, GitRepository::open(options.folder));
  LW_ASSIGN(const auto planned, plan(repository, options));
  LW_ASSIGN(auto import, repository.import());
  LW_ASSIGN(const auto counts,
            archive::write_git_stream(
                access.versions(), all, access.configurations.rules_of(), planned,
                [&](std::string_view bytes) { return import.write(bytes); },
                [&](std::size_t done, std::size_t devices) {
                  context.output.progress(fmt::format("{} of {} devices", done, devices));
                }));
  context.output.progress("git writes its files");
  LW_TRY(import.finish());
  if (context.output.json()) {
    context.output.line(to_string(nlohmann::ordered_json{{"folder", json_text(options.folder)},
                                                         {"branch", json_text(options.branch)},
                                                         {"commits", counts.commits},
                                                         {"devices", counts.devices},
                                                         {"secrets", options.with_secrets}}));
    return ExitStatus::kYes;
  }
  context.output.line(counts.commits == 0
                          ? fmt::format("{}: nothing new", options.folder)
                          : fmt::format("{}: {} version{} of {} device{} on branch {}",
                                        options.folder, counts.commits,
                                        counts.commits == 1 ? "" : "s", counts.devices,
                                        counts.devices == 1 ? "" : "s", options.branch));
  if (counts.commits > 0 && repository.has_work_tree()) {
    context.output.message("the files beside .git are as they were: git checkout brings them up");
  }
  return ExitStatus::kYes;
}

}  // namespace

void add_archive_export(CLI::App& archive, Context& context) {
  CLI::App* command = archive.add_subcommand("export", "All versions as a git repository");
  const auto options = std::make_shared<ExportOptions>();
  command->add_option("--git", options->folder, "The repository; made (bare) when there is none")
      ->type_name("DIR")
      ->required();
  command->add_option("--branch", options->branch, "Branch to add to")->capture_default_str();
  command->add_flag("--with-secrets", options->with_secrets,
                    "Write passwords and keys, too: whoever reads the repository has them");
  command->footer(
      "A file a device (NAME.cfg), a commit a version, in the order of time, by who brought it. "
      "An\n"
      "export to the same repository adds what is new since.\n"
      "Examples:\n"
      "  linewarden archive export --git configs.git\n"
      "  git --git-dir=configs.git log --patch -- r1.cfg");
  command->callback([options, &context] {
    context.run = [options](Context& c) { return export_to_git(c, *options); };
  });
}

}  // namespace lw::cli
