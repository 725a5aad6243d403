// linewarden credentials add|list|show|set|remove|use: logins that many devices share.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/credential_options.h"
#include "cli/json_answer.h"
#include "cli/record_answer.h"
#include "cli/table.h"
#include "store/inventory.h"

namespace lw::cli {
namespace {

struct SetOptions {
  std::string name;
  std::optional<std::string> notes;
  std::vector<std::string> groups;
  bool by_default = false;
  CredentialOptions credentials;
};

Result<nlohmann::ordered_json> to_json(store::Inventory& inventory,
                                       const store::CredentialSet& set) {
  LW_ASSIGN(const auto credentials, inventory.set_credentials_of(set.name));
  LW_ASSIGN(const auto uses, inventory.credential_uses());
  LW_ASSIGN(const auto devices, inventory.count({.credential_set = set.name}));
  bool by_default = false;
  auto groups = nlohmann::ordered_json::array();
  for (const auto& use : uses) {
    if (use.set != set.name) continue;
    if (use.group.empty()) {
      by_default = true;
    } else {
      groups.push_back(use.group);
    }
  }
  return nlohmann::ordered_json{{"name", json_text(set.name)},
                                {"username", json_text_or_null(credentials.username)},
                                {"password_stored", !credentials.password.empty()},
                                {"enable_password_stored", credentials.enable_password.has_value()},
                                {"ssh_key_stored", !credentials.ssh_key.empty()},
                                {"default", by_default},
                                {"groups", groups},
                                {"devices", devices},
                                {"notes", json_text_or_null(set.notes)}};
}

Result<ExitStatus> print(Context& context, store::Inventory& inventory, const std::string& name) {
  LW_ASSIGN(const auto set, inventory.find_credential_set(name));
  LW_ASSIGN(const auto json, to_json(inventory, set));
  print_record(context.output, json);
  return ExitStatus::kYes;
}

Result<ExitStatus> add(Context& context, const SetOptions& options) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  LW_ASSIGN(const auto given, read_credentials(options.credentials));
  LW_TRY(inventory.add_credential_set({.name = options.name, .notes = options.notes.value_or("")},
                                      given.over({})));
  return print(context, inventory, options.name);
}

Result<ExitStatus> set(Context& context, const SetOptions& options) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  LW_ASSIGN(auto known, inventory.set_credentials_of(options.name));
  LW_ASSIGN(const auto given, read_credentials(options.credentials));
  if (options.notes) {
    LW_TRY(inventory.update_credential_set({.name = options.name, .notes = *options.notes}));
  }
  LW_TRY(inventory.replace_set_credentials(options.name, given.over(std::move(known))));
  return print(context, inventory, options.name);
}

Result<ExitStatus> show(Context& context, const SetOptions& options) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  return print(context, inventory, options.name);
}

Result<ExitStatus> list(Context& context, const SetOptions&) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  LW_ASSIGN(const auto sets, inventory.list_credential_sets());
  auto json = nlohmann::ordered_json::array();
  for (const auto& each : sets) {
    LW_ASSIGN(auto one, to_json(inventory, each));
    json.push_back(std::move(one));
  }
  if (context.output.json()) {
    context.output.line(to_string(json));
  } else if (json.empty()) {
    context.output.line(
        "There are no credential sets; add one: linewarden credentials add NAME --username U "
        "--password-env VAR");
  } else {
    Table table({"set", "username", "used by", "notes"});
    for (const auto& one : json) {
      std::vector<std::string> users;
      if (one["default"]) users.emplace_back("all devices without another");
      for (const auto& group : one["groups"]) users.push_back("group " + group.get<std::string>());
      if (one["devices"] != 0) users.push_back(one["devices"].dump() + " devices");
      table.add({cell_of(one["name"]), cell_of(one["username"]),
                 fmt::format("{}", fmt::join(users, ", ")), cell_of(one["notes"])});
    }
    for (const auto& line : table.lines(context.output.width())) context.output.line(line);
  }
  return ExitStatus::kYes;
}

Result<ExitStatus> remove(Context& context, const SetOptions& options) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  LW_TRY(inventory.remove_credential_set(options.name));
  print_removed(context.output, options.name);
  return ExitStatus::kYes;
}

Result<ExitStatus> use(Context& context, const SetOptions& options) {
  if (options.groups.empty() && !options.by_default) {
    return failure(ErrorCode::kInvalidArgument, "nothing is named that shall use the set",
                   "--group GROUP, or --default for every device without another login");
  }
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  for (const auto& group : options.groups) {
    LW_TRY(inventory.set_credential_use({.group = group, .set = options.name}));
  }
  if (options.by_default) LW_TRY(inventory.set_credential_use({.set = options.name}));
  if (!options.name.empty()) return print(context, inventory, options.name);
  return list(context, options);
}

}  // namespace

void add_credentials(CLI::App& app, Context& context) {
  CLI::App* credentials = app.add_subcommand(
      "credentials", "Credential sets: logins for many devices; passwords are never shown");
  credentials->require_subcommand(1);
  credentials->footer(
      "A device logs in with its own login, else with the set that it names, else with its "
      "groups' set, else with the default one.");
  const auto options = std::make_shared<SetOptions>();
  const auto verb = [&](const std::string& word, const std::string& help,
                        Result<ExitStatus> (*run)(Context&, const SetOptions&)) {
    CLI::App* command = credentials->add_subcommand(word, help);
    command->callback([options, run, &context] {
      context.run = [options, run](Context& c) { return run(c, *options); };
    });
    return command;
  };
  const auto named = [&](CLI::App* command) {
    command->add_option("NAME", options->name, "Name of the set")->required();
    return command;
  };
  const auto changing = [&](CLI::App* command) {
    command->add_option("--notes", options->notes, "Anything worth knowing")->type_name("TEXT");
    add_credential_options(*command, options->credentials);
  };
  CLI::App* command = named(verb("add", "Add a set", add));
  changing(command);
  command->footer(
      "Example:\n"
      "  read -rs PW; export PW\n"
      "  linewarden credentials add branches --username netops --password-env PW");
  command = named(verb("set", "Change a set; what is not named stays", set));
  changing(command);
  command->footer("Example:\n  linewarden credentials set branches --ask-password");
  verb("list", "List the sets, and who uses them", list);
  named(verb("show", "Show one set", show));
  named(verb("remove", "Remove a set that nothing uses", remove));
  command = verb("use", "Say who logs in with a set", use);
  command->add_option("NAME", options->name, "Name of the set; \"\" for none")->required();
  command->add_option("--group", options->groups, "Devices of this group; may be repeated")
      ->type_name("GROUP")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  command->add_flag("--default", options->by_default, "Every device without another login");
  command->footer(
      "Examples:\n"
      "  linewarden credentials use branches --group branch\n"
      "  linewarden credentials use core --default\n"
      "  linewarden credentials use \"\" --group branch");
}

}  // namespace lw::cli
