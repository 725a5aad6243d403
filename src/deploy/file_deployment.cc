#include "deploy/file_deployment.h"

#include <algorithm>

#include "base/file.h"

namespace lw::deploy {
namespace {

Result<void> check(const FileTarget& target, const std::vector<std::string>& lines,
                   session::ConfigFileKind kind, const std::filesystem::path& folder,
                   FileOutcome& outcome) {
  LW_ASSIGN(const std::string name, session::config_file_name(target.device, kind));
  outcome.file = folder / name;
  LW_ASSIGN(outcome.text, session::config_file_text(*target.platform, lines));
  std::error_code ignored;
  if (std::filesystem::exists(outcome.file, ignored)) {
    // One that can't be compared is taken for another.
    const auto before = read_file(outcome.file, outcome.text.size());
    outcome.replaces = !before || *before != outcome.text;
  }
  return {};
}

void take(FileOutcome& outcome, Error error) {
  outcome.error = std::move(error).with_context(outcome.device);
}

}  // namespace

std::vector<FileOutcome> check_files(const std::vector<FileTarget>& targets,
                                     const std::vector<std::string>& lines,
                                     session::ConfigFileKind kind,
                                     const std::filesystem::path& folder) {
  std::vector<FileOutcome> outcomes;
  outcomes.reserve(targets.size());
  for (const FileTarget& target : targets) {
    FileOutcome& outcome = outcomes.emplace_back();
    outcome.device = target.device;
    auto checked = check(target, lines, kind, folder, outcome);
    if (!checked) take(outcome, std::move(checked).error());
  }
  return outcomes;
}

std::vector<FileOutcome> deploy_to_files(const std::vector<FileTarget>& targets,
                                         const std::vector<std::string>& lines,
                                         session::ConfigFileKind kind,
                                         const std::filesystem::path& folder) {
  auto outcomes = check_files(targets, lines, kind, folder);
  if (std::ranges::any_of(outcomes, [](const auto& one) { return one.error.has_value(); })) {
    return outcomes;
  }
  for (std::size_t i = 0; i < targets.size(); ++i) {
    auto written =
        session::write_config_file(folder, targets[i].device, kind, lines, *targets[i].platform);
    outcomes[i].written = written.has_value();
    if (!written) take(outcomes[i], std::move(written).error());
  }
  return outcomes;
}

}  // namespace lw::deploy
