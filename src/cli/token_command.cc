// linewarden token keys|write: what is done on a token server.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/context.h"
#include "cli/credential_options.h"
#include "cli/json_answer.h"
#include "cli/local_file.h"
#include "cli/record_answer.h"
#include "token/delivery.h"
#include "token/token_image.h"

namespace lw::cli {
namespace {

struct KeyOptions {
  std::string public_file;
  std::string private_file;
};

struct WriteOptions {
  std::string file;
  std::string private_key;
  std::string folder;
  std::optional<std::string> device;
  std::size_t size = token::kUsualTokenBytes;
  std::string pin_env;
  std::string pin_file;
  bool replace = false;
};

Result<ExitStatus> make_keys(Context& context, const KeyOptions& options) {
  // A private key that is written over can't be had again, and neither can what was sealed for it.
  for (const std::string& file : {options.private_file, options.public_file}) {
    auto fresh = check_new_file(file, Overwrite::kNo);
    if (fresh) continue;
    fresh.error().hint = "give another name; keys are never written over";
    return std::unexpected(std::move(fresh).error());
  }
  LW_ASSIGN(const auto keys, token::make_keys());
  LW_TRY(write_file(options.private_file, token::private_key_text(keys).reveal(),
                    FileAccess::kOwnerOnly));
  LW_TRY(write_file(options.public_file, token::public_key_text(keys.public_key),
                    FileAccess::kEverybodyReads));
  print_record(context.output, {{"key", token::key_id(keys.public_key)},
                                {"public", json_text(options.public_file)},
                                {"private", json_text(options.private_file)}});
  return ExitStatus::kYes;
}

Result<token::Delivery> open_delivery(const WriteOptions& options) {
  LW_ASSIGN(const auto keys, token::read_private_key(options.private_key));
  LW_ASSIGN(const std::string file, read_input(options.file, token::kMostSealedBytes));
  auto delivery = token::open(file, keys);
  if (!delivery) return std::unexpected(std::move(delivery).error().with_context(options.file));
  if (options.device && *options.device != delivery->device) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("{} is for {}, not for {}", options.file,
                               printable(delivery->device), printable(*options.device)),
                   "take the other device's file");
  }
  return delivery;
}

Result<Secret> read_pin(const WriteOptions& options) {
  LW_ASSIGN(auto pin, read_secret(options.pin_env, options.pin_file, false, ""));
  if (!pin) {
    return failure(ErrorCode::kInvalidArgument, "the token's PIN is not given",
                   "--pin-env VAR or --pin-file FILE");
  }
  LW_TRY(token::check_pin(*pin));
  return *std::move(pin);
}

Result<ExitStatus> write(Context& context, const WriteOptions& options) {
  LW_ASSIGN(const Secret pin, read_pin(options));
  LW_ASSIGN(const auto delivery, open_delivery(options));
  LW_TRY(token::write_token_image(options.folder, delivery, pin, options.size,
                                  options.replace ? token::Replace::kYes : token::Replace::kNo));
  if (pin.equals(Secret(std::string(token::kDefaultPin)))) {
    context.output.message(
        "the PIN is the one that tokens come with: every router, and whoever finds the token, "
        "opens it");
  }
  print_record(
      context.output,
      {{"device", json_text(delivery.device)},
       {"purpose", token::name(delivery.purpose)},
       {"made", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                            fmt::gmtime(std::chrono::system_clock::to_time_t(delivery.made)))},
       {"image", json_text(options.folder)},
       {"file", token::kBootConfigFile},
       {"bytes", delivery.config.size()},
       {"size", options.size}});
  return ExitStatus::kYes;
}

}  // namespace

void add_token(CLI::App& app, Context& context) {
  CLI::App* group = app.add_subcommand(
      "token", "On a token management server: its keys, and tokens from which routers boot");
  group->require_subcommand(1);

  CLI::App* command = group->add_subcommand("keys", "Make the token server's key pair");
  const auto keys = std::make_shared<KeyOptions>();
  command
      ->add_option("--public", keys->public_file,
                   "File for the public key: for linewarden server add … --public-key")
      ->type_name("FILE")
      ->required();
  command
      ->add_option("--private", keys->private_file,
                   "File for the private key, for its owner alone: it stays on the token server")
      ->type_name("FILE")
      ->required();
  command->footer("Example:\n  linewarden token keys --public tms.pub --private ~/.tms.key");
  command->callback(
      [keys, &context] { context.run = [keys](Context& c) { return make_keys(c, *keys); }; });

  command =
      group->add_subcommand("write", "Make a token image of a file that deploy --to tms sent");
  const auto options = std::make_shared<WriteOptions>();
  command->add_option("FILE", options->file, "The uploaded file; - for standard input")->required();
  command->add_option("--key", options->private_key, "The token server's private key")
      ->type_name("PRIVATE")
      ->required();
  command->add_option("--to", options->folder, "The image: a folder, which is made")
      ->type_name("FOLDER")
      ->required();
  command->add_option("--device", options->device, "Refuse a file for any other device")
      ->type_name("NAME");
  command->add_option("--size", options->size, "Bytes that the token holds")
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::Range(std::size_t{1}, token::kMostTokenBytes));
  command->add_option("--pin-env", options->pin_env, "Environment variable that holds the PIN")
      ->type_name("VAR");
  command->add_option("--pin-file", options->pin_file, "File whose first line is the PIN")
      ->type_name("FILE")
      ->excludes("--pin-env");
  command->add_flag("--replace", options->replace, "Replace a token image, with all files on it");
  command->footer(
      "The configuration becomes the token's boot configuration, the file CCCD, which only the PIN "
      "opens.\n"
      "What is in an image: docs/tokens.md\n"
      "Example:\n"
      "  linewarden token write branch-13_full.cfg.lwt --key ~/.tms.key --device branch-13 --to "
      "branch-13.token --pin-env PIN");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return write(c, *options); }; });
}

}  // namespace lw::cli
