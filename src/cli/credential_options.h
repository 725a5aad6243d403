// Where a command gets passwords from: environment variables, files, or the terminal. Never from
// its arguments, which every process of the machine can read.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "store/inventory.h"

namespace CLI {
class App;
}

namespace lw::cli {

struct CredentialOptions {
  std::optional<std::string> username;
  std::string password_env;
  std::string password_file;
  bool ask_password = false;
  std::string enable_env;
  std::string enable_file;
  bool ask_enable = false;
};

void add_credential_options(CLI::App& command, CredentialOptions& options);

// `known` with what the options give in its place. kInvalidArgument for a variable that is not set
// or a file that can't be read.
[[nodiscard]] Result<store::DeviceCredentials> read_credentials(const CredentialOptions& options,
                                                                store::DeviceCredentials known);

// A line from the terminal, without echo. kInvalidArgument when there is no terminal.
[[nodiscard]] Result<Secret> ask_secret(const std::string& question);

}  // namespace lw::cli
