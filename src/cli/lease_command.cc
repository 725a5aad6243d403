// linewarden lease list|break: who configures which device at the moment.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/json_answer.h"
#include "cli/table.h"
#include "store/inventory.h"

namespace lw::cli {
namespace {

std::int64_t seconds_of(std::chrono::milliseconds left) {
  return std::chrono::ceil<std::chrono::seconds>(left).count();
}

Result<ExitStatus> list(Context& context) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  LW_ASSIGN(const auto held, store::Leases(inventory.database()).list());
  if (context.output.json()) {
    auto json = nlohmann::ordered_json::array();
    for (const auto& one : held) {
      json.push_back({{"device", json_text(one.device)},
                      {"holder", json_text(one.holder)},
                      {"token", one.token},
                      {"seconds_left", seconds_of(one.left)}});
    }
    context.output.line(to_string(json));
  } else if (held.empty()) {
    context.output.line("No device is being configured.");
  } else {
    Table table({"device", "configured by", "runs for"});
    for (const auto& one : held) {
      table.add({one.device, one.holder, fmt::format("{} s", seconds_of(one.left))});
    }
    for (const auto& line : table.lines(context.output.width())) context.output.line(line);
  }
  return ExitStatus::kYes;
}

Result<ExitStatus> take_away(Context& context, const std::string& device) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  LW_TRY(store::Leases(inventory.database()).take_away(device));
  if (context.output.json()) {
    context.output.line(to_string({{"device", json_text(device)}, {"taken_away", true}}));
  } else {
    context.output.line(fmt::format(
        "Whoever configures {} sends no further line; it is free when the lease has run out: "
        "linewarden lease list",
        device));
  }
  return ExitStatus::kYes;
}

}  // namespace

void add_lease(CLI::App& app, Context& context) {
  CLI::App* lease =
      app.add_subcommand("lease", "Who configures which device: one writer a device at a time");
  lease->require_subcommand(1);
  CLI::App* command = lease->add_subcommand("list", "List the devices that are being configured");
  command->callback([&context] { context.run = [](Context& c) { return list(c); }; });
  command = lease->add_subcommand(
      "break",
      "Stop whoever configures a device before the next line; never needed after a crash: "
      "a lease that nobody renews ends within half a minute");
  const auto device = std::make_shared<std::string>();
  command->add_option("NAME", *device, "Device in the inventory")->required();
  command->footer("Example:\n  linewarden lease break branch-12");
  command->callback(
      [device, &context] { context.run = [device](Context& c) { return take_away(c, *device); }; });
}

}  // namespace lw::cli
