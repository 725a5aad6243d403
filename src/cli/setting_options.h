// The values of a procedure's parameters as the command line gives them: --set, --set-env,
// --set-file.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "procedure/procedure.h"

namespace CLI {
class App;
}

namespace lw::cli {

struct SettingOptions {
  std::vector<std::string> plain;      // name=value
  std::vector<std::string> from_env;   // name=VARIABLE
  std::vector<std::string> from_file;  // name=PATH
};

void add_setting_options(CLI::App& command, SettingOptions& options);

// Refuses a name that none of the procedures has, a name that is given twice, and a secret given
// with --set: every process of the machine can read the arguments of a command.
[[nodiscard]] Result<procedure::Values> read_settings(
    const SettingOptions& options,
    const std::vector<std::shared_ptr<const procedure::Procedure>>& procedures);

// Those values that are for this procedure.
[[nodiscard]] procedure::Values values_for(const procedure::Procedure& procedure,
                                           const procedure::Values& values);

}  // namespace lw::cli
