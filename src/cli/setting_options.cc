#include "cli/setting_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <utility>

#include "base/file.h"
#include "base/text.h"

namespace lw::cli {
namespace {

using Procedures = std::vector<std::shared_ptr<const procedure::Procedure>>;
using NameAndValue = std::pair<std::string, std::string>;

constexpr std::size_t kLongestFile = 64 << 10;

Result<NameAndValue> split(const std::string& text, std::string_view option,
                           std::string_view what) {
  const auto at = text.find('=');
  if (at == 0 || at == std::string::npos) {
    // The text itself may be a secret: it is not repeated.
    return failure(
        ErrorCode::kInvalidArgument,
        fmt::format("{} takes NAME={}, and one was given without a name or \"=\"", option, what));
  }
  return NameAndValue{text.substr(0, at), text.substr(at + 1)};
}

Result<const procedure::Parameter*> find_parameter(const std::string& name,
                                                   const Procedures& procedures) {
  const procedure::Parameter* found = nullptr;
  std::set<std::string> known;
  for (const auto& procedure : procedures) {
    for (const auto& parameter : procedure->parameters) {
      known.insert(parameter.name);
      // Secret in one procedure is secret in all.
      if (parameter.name == name && (found == nullptr || parameter.secret)) found = &parameter;
    }
  }
  if (found != nullptr) return found;
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("there is no parameter \"{}\"", printable(name, 60)),
                 known.empty() ? std::string("this procedure takes no parameters")
                               : fmt::format("the parameters are {}", fmt::join(known, ", ")));
}

Result<void> keep(procedure::Values& values, NameAndValue setting) {
  if (values.contains(setting.first)) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("parameter \"{}\" is given twice", setting.first));
  }
  values.insert(std::move(setting));
  return {};
}

}  // namespace

void add_setting_options(CLI::App& command, SettingOptions& options) {
  const auto add = [&](const char* name, std::vector<std::string>& into, const char* text,
                       const char* help) {
    command.add_option(name, into, help)->option_text(text)->allow_extra_args(false);
  };
  add("--set", options.plain, "NAME=VALUE", "Value of a parameter (again for each)");
  add("--set-env", options.from_env, "NAME=VARIABLE",
      "Value of a parameter from an environment variable: for secrets");
  add("--set-file", options.from_file, "NAME=PATH",
      "Value of a parameter from the first line of a file: for secrets");
}

Result<procedure::Values> read_settings(const SettingOptions& options,
                                        const Procedures& procedures) {
  procedure::Values values;
  for (const auto& text : options.plain) {
    LW_ASSIGN(auto setting, split(text, "--set", "VALUE"));
    LW_ASSIGN(const auto* parameter, find_parameter(setting.first, procedures));
    if (parameter->secret) {
      return failure(
          ErrorCode::kInvalidArgument,
          fmt::format("parameter \"{0}\" is a secret, and others can read a command's arguments",
                      setting.first),
          fmt::format("use --set-env {0}=VARIABLE or --set-file {0}=PATH", setting.first));
    }
    LW_TRY(keep(values, std::move(setting)));
  }
  for (const auto& text : options.from_env) {
    LW_ASSIGN(auto setting, split(text, "--set-env", "VARIABLE"));
    LW_TRY(find_parameter(setting.first, procedures));
    const char* value = std::getenv(setting.second.c_str());
    if (value == nullptr) {
      return failure(ErrorCode::kInvalidArgument,
                     fmt::format("parameter \"{}\": there is no environment variable \"{}\"",
                                 setting.first, printable(setting.second, 60)));
    }
    setting.second = value;
    LW_TRY(keep(values, std::move(setting)));
  }
  for (const auto& text : options.from_file) {
    LW_ASSIGN(auto setting, split(text, "--set-file", "PATH"));
    LW_TRY(find_parameter(setting.first, procedures));
    LW_ASSIGN(const auto content, read_file(setting.second, kLongestFile));
    const auto lines = split_lines(content);
    setting.second = lines.empty() ? std::string() : std::string(lines.front());
    LW_TRY(keep(values, std::move(setting)));
  }
  return values;
}

procedure::Values values_for(const procedure::Procedure& procedure,
                             const procedure::Values& values) {
  procedure::Values own;
  for (const auto& parameter : procedure.parameters) {
    if (const auto at = values.find(parameter.name); at != values.end()) own.insert(*at);
  }
  return own;
}

}  // namespace lw::cli
