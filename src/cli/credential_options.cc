#include "cli/credential_options.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "base/file.h"
#include "base/text.h"
#include "net/private_key.h"

namespace lw::cli {
namespace {

constexpr std::size_t kLargestPasswordFile = 4096;
constexpr std::size_t kLargestKeyFile = 64 * 1024;

// Switches the terminal's echo off, and on again when it goes.
class NoEcho {
 public:
  explicit NoEcho(int terminal) : terminal_(terminal) {
    ::tcgetattr(terminal_, &before_);
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(terminal_, TCSAFLUSH, &silent);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;
  ~NoEcho() { ::tcsetattr(terminal_, TCSAFLUSH, &before_); }

 private:
  int terminal_;
  termios before_{};
};

Result<Secret> from_environment(const std::string& variable) {
  const char* value = std::getenv(variable.c_str());
  if (value == nullptr) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("the environment variable {} is not set", printable(variable)),
                   fmt::format("read -rs {0}; export {0}", printable(variable)));
  }
  return Secret(value);
}

Result<Secret> from_file(const std::string& path) {
  LW_ASSIGN(std::string text, read_file(path, kLargestPasswordFile));
  return Secret(text.substr(0, text.find_first_of("\r\n")));
}

}  // namespace

Result<std::optional<Secret>> read_secret(const std::string& variable, const std::string& path,
                                          bool ask, const std::string& question) {
  if (!variable.empty()) {
    LW_ASSIGN(Secret secret, from_environment(variable));
    return secret;
  }
  if (!path.empty()) {
    LW_ASSIGN(Secret secret, from_file(path));
    return secret;
  }
  if (ask) {
    LW_ASSIGN(Secret secret, ask_secret(question));
    return secret;
  }
  return std::nullopt;
}

void add_credential_options(CLI::App& command, CredentialOptions& options, EnablePassword enable) {
  const std::string group = "Login";
  command.add_option("--username", options.username, "User name")->type_name("USER")->group(group);
  auto* env = command
                  .add_option("--password-env", options.password_env,
                              "Environment variable that holds the password")
                  ->type_name("VAR")
                  ->group(group);
  auto* file = command
                   .add_option("--password-file", options.password_file,
                               "File whose first line is the password")
                   ->type_name("FILE")
                   ->group(group);
  auto* ask =
      command
          .add_flag("--ask-password", options.ask_password, "Ask for the password on the terminal")
          ->group(group);
  env->excludes(file)->excludes(ask);
  file->excludes(ask);
  command
      .add_option("--ssh-key", options.ssh_key_file,
                  "File with a private key (PEM or OpenSSH); kept sealed in the inventory")
      ->type_name("FILE")
      ->group(group);
  command
      .add_option("--ssh-key-passphrase-env", options.ssh_key_passphrase_env,
                  "Environment variable that holds the key's passphrase")
      ->type_name("VAR")
      ->group(group);
  if (enable == EnablePassword::kNone) return;
  auto* enable_env = command
                         .add_option("--enable-password-env", options.enable_env,
                                     "Environment variable that holds the enable password")
                         ->type_name("VAR")
                         ->group(group);
  auto* enable_file = command
                          .add_option("--enable-password-file", options.enable_file,
                                      "File whose first line is the enable password")
                          ->type_name("FILE")
                          ->group(group);
  auto* ask_enable = command
                         .add_flag("--ask-enable-password", options.ask_enable,
                                   "Ask for the enable password on the terminal")
                         ->group(group);
  enable_env->excludes(enable_file)->excludes(ask_enable);
  enable_file->excludes(ask_enable);
}

Result<GivenCredentials> read_credentials(const CredentialOptions& options) {
  GivenCredentials given;
  given.username = options.username;
  LW_ASSIGN(given.password, read_secret(options.password_env, options.password_file,
                                        options.ask_password, "Password: "));
  LW_ASSIGN(given.enable_password, read_secret(options.enable_env, options.enable_file,
                                               options.ask_enable, "Enable password: "));
  if (options.ssh_key_file.empty()) return given;
  LW_ASSIGN(auto key, read_file(options.ssh_key_file, kLargestKeyFile));
  LW_ASSIGN(auto passphrase, read_secret(options.ssh_key_passphrase_env, "", false, ""));
  LW_ASSIGN(given.ssh_key, net::read_private_key(Secret(std::move(key)), passphrase));
  return given;
}

store::DeviceCredentials GivenCredentials::over(store::DeviceCredentials known) const {
  if (username) known.username = *username;
  if (password) known.password = *password;
  if (enable_password) known.enable_password = *enable_password;
  if (ssh_key) known.ssh_key = *ssh_key;
  return known;
}

Result<Secret> ask_secret(const std::string& question) {
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (terminal < 0) {
    return failure(ErrorCode::kInvalidArgument, "there is no terminal to ask for a password on",
                   "use --password-env or --password-file");
  }
  std::string typed;
  {
    const NoEcho silent(terminal);
    (void)!::write(terminal, question.data(), question.size());
    char c = 0;
    while (::read(terminal, &c, 1) == 1 && c != '\n' && typed.size() < kLargestPasswordFile)
      typed += c;
    (void)!::write(terminal, "\n", 1);
  }
  ::close(terminal);
  return Secret(std::move(typed));
}

}  // namespace lw::cli
