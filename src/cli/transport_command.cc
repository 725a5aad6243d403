// linewarden transport default [PLATFORM [TRANSPORT]]: what manages each type of device.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/json_answer.h"
#include "cli/table.h"
#include "device/transport_policy.h"
#include "platform/platform.h"
#include "store/inventory.h"

namespace lw::cli {
namespace {

using platform::Platform;
using platform::TransportRule;

struct TransportOptions {
  std::string platform;
  std::string transport;
  std::string versions;
  bool reset = false;
};

using Families = std::vector<std::shared_ptr<const Platform>>;

// The rules that the options name; kNotFound lists those of the platform.
Result<std::vector<const TransportRule*>> rules_of(const Platform& family,
                                                   const std::string& versions) {
  std::vector<const TransportRule*> rules;
  std::vector<std::string> labels;
  for (const TransportRule& rule : family.transports) {
    labels.push_back(rule.versions);
    if (versions.empty() || versions == rule.versions) rules.push_back(&rule);
  }
  if (rules.empty()) {
    return failure(ErrorCode::kNotFound,
                   fmt::format("{} has no versions \"{}\"", family.name, versions),
                   fmt::format("it has {}", fmt::join(labels, ", ")));
  }
  return rules;
}

// Where the transport can be used by some versions only, it becomes the default of those.
Result<void> change(Context& context, store::Inventory& inventory, const Platform& family,
                    const TransportOptions& options) {
  LW_ASSIGN(const auto rules, rules_of(family, options.versions));
  if (options.reset) {
    for (const TransportRule* rule : rules) {
      LW_TRY(inventory.clear_transport_default(family.name, rule->versions));
    }
    return {};
  }
  LW_ASSIGN(const auto transport, device::parse_transport(options.transport));
  std::optional<Error> refused;
  bool changed = false;
  for (const TransportRule* rule : rules) {
    if (auto allowed = device::check_allowed(family, *rule, transport); !allowed) {
      refused = std::move(allowed).error();
      continue;
    }
    const std::string word(name(transport));
    LW_TRY(word == rule->standard
               ? inventory.clear_transport_default(family.name, rule->versions)
               : inventory.set_transport_default({family.name, rule->versions, word}));
    changed = true;
  }
  if (refused && !changed) return std::unexpected(*std::move(refused));
  if (refused) context.output.message("not changed everywhere: " + refused->message);
  return {};
}

Result<void> show(Output& output, const Families& families, const device::TransportPolicy& policy) {
  auto json = nlohmann::ordered_json::array();
  Table table({"platform", "versions", "default", "can be managed over"});
  for (const auto& family : families) {
    for (const TransportRule& rule : family->transports) {
      LW_ASSIGN(const auto standard, policy.standard(*family, rule));
      const bool changed = policy.is_changed(*family, rule);
      json.push_back({{"platform", family->name},
                      {"versions", rule.versions},
                      {"transport", name(standard)},
                      {"changed", changed},
                      {"allowed", rule.allowed}});
      table.add({family->name, rule.versions,
                 std::string(name(standard)) + (changed ? " (changed)" : ""),
                 device::allowed_list(rule)});
    }
  }
  if (output.json()) {
    output.line(to_string(json));
    return {};
  }
  for (const auto& line : table.lines(output.width())) output.line(line);
  return {};
}

Result<ExitStatus> transport_default(Context& context, const TransportOptions& options) {
  LW_ASSIGN(const auto registry, platform::Registry::load(context.options.platforms));
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  Families families = registry.all();
  if (!options.platform.empty()) {
    LW_ASSIGN(auto family, registry.find(options.platform));
    if (!options.transport.empty() || options.reset) {
      LW_TRY(change(context, inventory, *family, options));
    }
    families = {std::move(family)};
  }
  LW_ASSIGN(const auto policy, device::TransportPolicy::load(inventory));
  LW_TRY(show(context.output, families, policy));
  return ExitStatus::kYes;
}

}  // namespace

void add_transport(CLI::App& app, Context& context) {
  CLI::App* transport =
      app.add_subcommand("transport", "How types of devices are managed, and their defaults");
  transport->require_subcommand(1);
  const auto options = std::make_shared<TransportOptions>();
  CLI::App* command = transport->add_subcommand(
      "default", "Show or change the default transport per type and version");
  command->add_option("PLATFORM", options->platform, "Family, such as cisco_ios");
  auto* wanted =
      command->add_option("TRANSPORT", options->transport,
                          "The new default: https, ssh, telnet, http, console, tms, file");
  command
      ->add_option("--versions", options->versions,
                   "Only these of the family's versions, as the table calls them")
      ->type_name("V");
  command->add_flag("--reset", options->reset, "Back to the platform's own default")
      ->excludes(wanted);
  command->footer(
      "A device that is set to a transport of its own (linewarden device set NAME --transport T) "
      "keeps it.\n"
      "Examples:\n"
      "  linewarden transport default\n"
      "  linewarden transport default cisco_ios ssh --versions 12.3+\n"
      "  linewarden transport default cisco_ios --reset");
  command->callback([options, &context] {
    context.run = [options](Context& c) { return transport_default(c, *options); };
  });
}

}  // namespace lw::cli
