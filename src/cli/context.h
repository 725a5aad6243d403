// What every command gets: the options before or behind its name that all commands share, and the
// output. Made by main(), lives as long as the command.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "cli/output.h"
#include "store/location.h"

namespace lw::cli {

struct SharedOptions {
  std::filesystem::path data;  // the folder of the key, the pins, the journal and, usually, the
                               // store
  store::Location store;       // where the inventory is
  std::optional<std::string> platforms;   // folder with more or other platforms
  std::optional<std::string> procedures;  // folder with more or other procedures
};

struct Context {
  SharedOptions options;
  Output output;
  // Set by the command that was chosen.
  std::function<Result<ExitStatus>(Context&)> run;
};

}  // namespace lw::cli
