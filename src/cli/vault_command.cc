// linewarden vault rotate: a new key for the sealed credentials.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/credential_options.h"
#include "cli/json_answer.h"
#include "store/rotation.h"
#include "store/vault_key.h"

namespace lw::cli {
namespace {

struct VaultOptions {
  std::string new_key_env;
  std::string new_key_file;
};

Result<ExitStatus> rotate(Context& context, const VaultOptions& options) {
  LW_ASSIGN(const auto text, read_secret(options.new_key_env, options.new_key_file, false, ""));
  std::optional<Secret> key;
  if (text) {
    LW_ASSIGN(key, store::read_key(*text, options.new_key_env.empty()
                                              ? options.new_key_file
                                              : "the variable " + options.new_key_env));
  }
  LW_ASSIGN(const auto done, store::rotate_key(context.options.store, key));
  if (context.output.json()) {
    context.output.line(to_string({{"values", done.values}, {"key_file", done.file}}));
    return ExitStatus::kYes;
  }
  context.output.line(fmt::format("{} values are sealed with the new key.", done.values));
  context.output.line(done.file
                          ? "It is in vault.key now; backups of the store need the old one still."
                          : "Give the new key instead of the old one from now on; backups of the "
                            "store need the old one still.");
  return ExitStatus::kYes;
}

}  // namespace

void add_vault(CLI::App& app, Context& context) {
  CLI::App* vault = app.add_subcommand("vault", "The key of the sealed credentials");
  vault->require_subcommand(1);
  vault->footer(
      "The key is taken from the environment variable LINEWARDEN_VAULT_KEY (64 hexadecimal "
      "digits), else from the systemd credential linewarden-vault-key, else from vault.key in the "
      "data folder. It is never in the store.");
  const auto options = std::make_shared<VaultOptions>();
  CLI::App* command =
      vault->add_subcommand("rotate", "Seal everything anew with a new key, all of it or nothing");
  command
      ->add_option("--new-key-env", options->new_key_env,
                   "Environment variable with the new key; without one, vault.key gets a random "
                   "one")
      ->type_name("VAR");
  command->add_option("--new-key-file", options->new_key_file, "File with the new key")
      ->type_name("FILE");
  command->footer(
      "Examples:\n"
      "  linewarden vault rotate\n"
      "  NEW=$(openssl rand -hex 32) linewarden vault rotate --new-key-env NEW");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return rotate(c, *options); }; });
}

}  // namespace lw::cli
