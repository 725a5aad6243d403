// linewarden limit [site|aaa NAME N]: how many sessions may be open at once.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/json_answer.h"
#include "cli/table.h"
#include "store/inventory.h"

namespace lw::cli {
namespace {

struct LimitOptions {
  store::SessionLimit limit;
  bool change = false;
};

Result<ExitStatus> limit(Context& context, const LimitOptions& options) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  if (options.change) LW_TRY(inventory.set_session_limit(options.limit));
  LW_ASSIGN(const auto limits, inventory.session_limits());
  auto json = nlohmann::ordered_json::array();
  Table table({"of", "name", "devices at once"});
  for (const store::SessionLimit& one : limits) {
    json.push_back({{"kind", one.kind}, {"name", one.name}, {"sessions", one.sessions}});
    table.add({one.kind, one.name, std::to_string(one.sessions)});
  }
  if (context.output.json()) {
    context.output.line(to_string(json));
  } else if (limits.empty()) {
    context.output.line("There are no limits for sites or AAA servers.");
  } else {
    for (const auto& line : table.lines(context.output.width())) context.output.line(line);
  }
  return ExitStatus::kYes;
}

}  // namespace

void add_limit(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "limit", "How many devices of a site, or of an AAA server, are talked to at once");
  const auto options = std::make_shared<LimitOptions>();
  auto* kind = command->add_option("KIND", options->limit.kind, "site or aaa");
  auto* name = command->add_option("NAME", options->limit.name, "Of the site or AAA server");
  auto* most = command->add_option("N", options->limit.sessions, "Devices at once; 0: no limit");
  kind->needs(name)->needs(most);
  command->footer(
      "A device belongs to a site and asks an AAA server by linewarden device set NAME --site S "
      "--aaa "
      "A;\n"
      "how many sessions one device gets is set by linewarden device set NAME --sessions N.\n"
      "Examples:\n"
      "  linewarden limit\n"
      "  linewarden limit site berlin 5\n"
      "  linewarden limit aaa tacacs-1 0");
  command->callback([options, kind, &context] {
    options->change = kind->count() > 0;
    context.run = [options](Context& c) { return limit(c, *options); };
  });
}

}  // namespace lw::cli
