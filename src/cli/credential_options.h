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
  std::string ssh_key_file;
  std::string ssh_key_passphrase_env;
};

// What the options gave; what they did not is absent.
struct GivenCredentials {
  std::optional<std::string> username;
  std::optional<Secret> password;
  std::optional<Secret> enable_password;
  std::optional<Secret> ssh_key;
  // `known` with what was given in its place.
  [[nodiscard]] store::DeviceCredentials over(store::DeviceCredentials known) const;
};

enum class EnablePassword { kNone, kMayBeGiven };
void add_credential_options(CLI::App& command, CredentialOptions& options,
                            EnablePassword enable = EnablePassword::kMayBeGiven);

// Asks on the terminal where that was wanted, once. kInvalidArgument for a variable that is not
// set, a file that can't be read, a key that is none or whose passphrase is wrong.
[[nodiscard]] Result<GivenCredentials> read_credentials(const CredentialOptions& options);

// A secret from the one that was given: an environment variable, the first line of a file, or the
// terminal; nullopt when none was.
[[nodiscard]] Result<std::optional<Secret>> read_secret(const std::string& variable,
                                                        const std::string& file, bool ask,
                                                        const std::string& question);

// A line from the terminal, without echo. kInvalidArgument when there is no terminal.
[[nodiscard]] Result<Secret> ask_secret(const std::string& question);

}  // namespace lw::cli
