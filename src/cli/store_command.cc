// linewarden store show|migrate|backup|restore|copy: where the inventory is, and moving it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/json_answer.h"
#include "cli/table.h"
#include "store/maintenance.h"

namespace lw::cli {
namespace {

struct StoreOptions {
  std::string place;  // a file or a URL
  bool no_backup = false;
};

constexpr std::string_view kKeyIsNotInIt =
    "the key of its credentials is not in it: keep vault.key, too, in another place";

void print_copied(Context& context, const store::Copied& copied, std::string_view where) {
  if (context.output.json()) {
    nlohmann::ordered_json tables = nlohmann::ordered_json::object();
    for (const auto& table : copied.tables) tables[table.name] = table.rows;
    context.output.line(to_string({{"to", json_text(where)}, {"rows", tables}}));
    return;
  }
  Table table({"table", "rows"});
  for (const auto& each : copied.tables) table.add({each.name, std::to_string(each.rows)});
  for (const auto& line : table.lines(context.output.width())) context.output.line(line);
  context.output.line(fmt::format("Copied to {}, and compared.", where));
}

store::CopyProgress progress_of(Context& context) {
  return [&context](std::string_view table, std::int64_t rows) {
    context.output.progress(fmt::format("{}: {} rows", table, rows));
  };
}

Result<ExitStatus> show(Context& context, const StoreOptions&) {
  LW_ASSIGN(const auto state, store::look_at(context.options.store));
  if (context.output.json()) {
    nlohmann::ordered_json tables = nlohmann::ordered_json::object();
    for (const auto& table : state.tables) tables[table.name] = table.rows;
    context.output.line(to_string({{"store", json_text(state.name)},
                                   {"kind", json_text(state.kind)},
                                   {"schema", state.schema},
                                   {"newest_schema", state.newest},
                                   {"rows", tables}}));
  } else {
    context.output.line(fmt::format("{} ({}), schema {} of {}", state.name, state.kind,
                                    state.schema, state.newest));
    Table table({"table", "rows"});
    for (const auto& each : state.tables) table.add({each.name, std::to_string(each.rows)});
    for (const auto& line : table.lines(context.output.width())) context.output.line(line);
  }
  return state.schema == state.newest ? ExitStatus::kYes : ExitStatus::kNo;
}

Result<ExitStatus> migrate(Context& context, const StoreOptions& options) {
  LW_ASSIGN(const auto done, store::migrate_store(context.options.store, !options.no_backup));
  if (context.output.json()) {
    context.output.line(to_string({{"from", done.from},
                                   {"to", done.to},
                                   {"backup", json_text_or_null(done.backup.string())}}));
  } else if (done.from == done.to) {
    context.output.line(fmt::format("The store has schema {} already.", done.to));
  } else {
    context.output.line(fmt::format("The store went from schema {} to {}.", done.from, done.to));
    if (!done.backup.empty()) {
      context.output.line(fmt::format("As it was before: {}", done.backup.string()));
    }
  }
  return ExitStatus::kYes;
}

Result<ExitStatus> backup(Context& context, const StoreOptions& options) {
  LW_ASSIGN(const auto copied,
            store::back_up(context.options.store, options.place, progress_of(context)));
  print_copied(context, copied, options.place);
  context.output.message(kKeyIsNotInIt);
  return ExitStatus::kYes;
}

Result<ExitStatus> restore(Context& context, const StoreOptions& options) {
  LW_ASSIGN(const auto copied,
            store::restore(context.options.store, options.place, progress_of(context)));
  print_copied(context, copied, copied.to);
  return ExitStatus::kYes;
}

Result<ExitStatus> copy(Context& context, const StoreOptions& options) {
  LW_ASSIGN(const auto copied,
            store::copy_to(context.options.store, options.place, progress_of(context)));
  print_copied(context, copied, copied.to);
  return ExitStatus::kYes;
}

}  // namespace

void add_store(CLI::App& app, Context& context) {
  CLI::App* store = app.add_subcommand("store", "Where the inventory is kept, and moving it");
  store->require_subcommand(1);
  const auto options = std::make_shared<StoreOptions>();
  const auto verb = [&](const std::string& word, const std::string& help,
                        Result<ExitStatus> (*run)(Context&, const StoreOptions&)) {
    CLI::App* command = store->add_subcommand(word, help);
    command->callback([options, run, &context] {
      context.run = [options, run](Context& c) { return run(c, *options); };
    });
    return command;
  };
  CLI::App* command = verb("show", "Where the store is, its version, how many rows it has", show);
  command->footer(
      "Exit status: 1 when it must be migrated first.\n"
      "Example:\n  linewarden --store postgres://lw@db.example/linewarden store show");

  command = verb("migrate",
                 "Bring a store of an older program up to date: all of it or nothing; a file is "
                 "backed up beside itself first",
                 migrate);
  command->add_flag("--no-backup", options->no_backup, "No copy of the file before");
  command->footer("Example:\n  linewarden store migrate");

  command = verb("backup", "Copy the store into a file, and compare", backup);
  command->add_option("FILE", options->place, "A new file")->required();
  command->footer("Example:\n  linewarden store backup /backup/linewarden-monday.db");

  command = verb("restore", "Copy a backup into the store, which must be empty", restore);
  command->add_option("FILE", options->place, "A backup")->required()->check(CLI::ExistingFile);
  command->footer(
      "Example:\n  linewarden --data /srv/linewarden store restore /backup/linewarden-monday.db\n"
      "The key of the old store must be there: /srv/linewarden/vault.key, or "
      "LINEWARDEN_VAULT_KEY.");

  command = verb("copy", "Copy the store into another, empty one, and compare", copy);
  command
      ->add_option("--to", options->place,
                   "postgres://user@host/database, or a new file; the key stays as it is")
      ->required()
      ->type_name("URL|FILE");
  command->footer(
      "Examples:\n"
      "  linewarden store copy --to postgres://lw@db.example/linewarden\n"
      "  linewarden --store postgres://lw@db.example/linewarden store copy --to "
      "~/.local/share/linewarden/linewarden.db");
}

}  // namespace lw::cli
