// linewarden pin list|import|export|remove: the host keys and certificates that are accepted.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/json_answer.h"
#include "cli/local_file.h"
#include "cli/pin_users.h"
#include "cli/table.h"
#include "net/peer_pins.h"

namespace lw::cli {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20;
constexpr std::uint16_t kSshPort = 22;

struct PinOptions {
  std::vector<std::string> names;
  std::string file = "-";
  std::string endpoint;
  bool force = false;
};

// The inventory, whose folder holds the pins, and the pins.
struct Pins {
  Pins(store::Inventory opened, const std::filesystem::path& data)
      : inventory(std::move(opened)), pins(data / "host_keys") {}

  static Result<std::unique_ptr<Pins>> open(const Context& context) {
    LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
    return std::make_unique<Pins>(std::move(inventory), context.options.data);
  }

  store::Inventory inventory;
  net::PeerPins pins;
};

std::vector<std::string> names_at(
    const std::map<std::string, std::vector<std::string>, std::less<>>& group,
    const std::string& endpoint) {
  const auto found = group.find(endpoint);
  return found == group.end() ? std::vector<std::string>{} : found->second;
}

std::string joined(std::vector<std::string> names, const std::vector<std::string>& more) {
  names.insert(names.end(), more.begin(), more.end());
  return fmt::format("{}", fmt::join(names, ", "));
}

Result<ExitStatus> list(Context& context, const PinOptions& options) {
  LW_ASSIGN(const auto known, Pins::open(context));
  LW_ASSIGN(const PinUsers users, find_pin_users(known->inventory));
  LW_ASSIGN(auto pins, known->pins.list());
  if (!options.names.empty()) {
    std::vector<std::string> wanted;
    for (const std::string& name : options.names) {
      LW_ASSIGN(const auto endpoints, endpoints_of(users, name));
      wanted.insert(wanted.end(), endpoints.begin(), endpoints.end());
    }
    std::erase_if(pins, [&](const net::PeerPin& pin) {
      return std::ranges::find(wanted, pin.endpoint) == wanted.end();
    });
  }
  Table table({"endpoint", "algorithm", "fingerprint", "since", "of"});
  auto json = nlohmann::ordered_json::array();
  for (const net::PeerPin& pin : pins) {
    const auto devices = names_at(users.devices, pin.endpoint);
    const auto servers = names_at(users.servers, pin.endpoint);
    json.push_back({{"endpoint", json_text(pin.endpoint)},
                    {"algorithm", json_text(pin.key.algorithm)},
                    {"fingerprint", json_text(pin.key.fingerprint)},
                    {"date", json_text_or_null(pin.date)},
                    {"devices", devices},
                    {"servers", servers}});
    table.add(
        {pin.endpoint, pin.key.algorithm, pin.key.fingerprint, pin.date, joined(devices, servers)});
  }
  if (context.output.json()) {
    context.output.line(to_string(json));
  } else if (pins.empty()) {
    context.output.line("Nothing is pinned; the first login pins what the device shows");
  } else {
    for (const auto& line : table.lines(context.output.width())) context.output.line(line);
  }
  return ExitStatus::kYes;
}

Result<ExitStatus> import(Context& context, const PinOptions& options) {
  LW_ASSIGN(const auto known, Pins::open(context));
  LW_ASSIGN(const std::string text, read_input(options.file, kMostBytes));
  LW_ASSIGN(const auto outcome, known->pins.import_lines(text));
  if (context.output.json()) {
    auto refused = nlohmann::ordered_json::array();
    for (const auto& one : outcome.refused) {
      refused.push_back({{"line", one.line}, {"error", json_error(one.error)}});
    }
    context.output.line(to_string(
        {{"pinned", outcome.pinned}, {"known", outcome.known}, {"refused", std::move(refused)}}));
  } else {
    context.output.line(fmt::format("{} pinned, {} known already, {} refused", outcome.pinned,
                                    outcome.known, outcome.refused.size()));
  }
  for (const auto& one : outcome.refused) {
    context.output.fail(Error(one.error).with_context(fmt::format("line {}", one.line)));
  }
  return outcome.refused.empty() ? ExitStatus::kYes : ExitStatus::kNo;
}

Result<ExitStatus> export_pins(Context& context, const PinOptions& options) {
  LW_ASSIGN(const auto known, Pins::open(context));
  LW_ASSIGN(const std::string text, known->pins.export_lines());
  const auto count = std::ranges::count(text, '\n');
  const bool to_output = options.file == "-";
  if (!to_output) {
    LW_TRY(write_new_file(options.file, text, options.force ? Overwrite::kYes : Overwrite::kNo));
  }
  if (context.output.json()) {
    nlohmann::ordered_json json{{"file", to_output ? nullptr : json_text(options.file)},
                                {"pins", count}};
    if (to_output) json["text"] = json_text(text);
    context.output.line(to_string(json));
  } else if (to_output) {
    context.output.write(text);
  } else {
    context.output.line(fmt::format("{} pins are in {}", count, options.file));
  }
  return ExitStatus::kYes;
}

// What the argument means that is pinned: a name of the inventory, else an endpoint.
Result<std::vector<net::Endpoint>> pinned_at(Pins& known, const std::string& argument) {
  LW_ASSIGN(const PinUsers users, find_pin_users(known.inventory));
  std::vector<net::Endpoint> candidates;
  if (const auto named = endpoints_of(users, argument)) {
    for (const std::string& one : *named) {
      LW_ASSIGN(candidates.emplace_back(), net::parse_endpoint(one, kSshPort));
    }
  } else {
    LW_ASSIGN(candidates.emplace_back(), net::parse_endpoint(argument, kSshPort));
  }
  std::vector<net::Endpoint> pinned;
  for (net::Endpoint& one : candidates) {
    LW_ASSIGN(const auto pin, known.pins.find(one));
    if (pin) pinned.push_back(std::move(one));
  }
  if (!pinned.empty()) return pinned;
  return failure(ErrorCode::kNotFound, fmt::format("nothing is pinned for {}", argument),
                 "linewarden pin list shows what is");
}

Result<ExitStatus> remove(Context& context, const PinOptions& options) {
  LW_ASSIGN(const auto known, Pins::open(context));
  LW_ASSIGN(const auto pinned, pinned_at(*known, options.endpoint));
  auto removed = nlohmann::ordered_json::array();
  for (const net::Endpoint& endpoint : pinned) {
    LW_TRY(known->pins.forget(endpoint));
    removed.push_back(json_text(to_string(endpoint)));
    if (context.output.json()) continue;
    context.output.line(fmt::format(
        "what was pinned for {} is forgotten; what it shows next is pinned", to_string(endpoint)));
  }
  if (context.output.json()) context.output.line(to_string({{"removed", std::move(removed)}}));
  return ExitStatus::kYes;
}

}  // namespace

void add_pin(CLI::App& app, Context& context) {
  CLI::App* pin =
      app.add_subcommand("pin", "Host keys and certificates that are accepted, and no others");
  pin->require_subcommand(1);
  const auto options = std::make_shared<PinOptions>();
  const auto verb = [&](const std::string& word, const std::string& help, const char* footer,
                        Result<ExitStatus> (*run)(Context&, const PinOptions&)) {
    CLI::App* command = pin->add_subcommand(word, help);
    command->footer(footer);
    command->callback([options, run, &context] {
      context.run = [options, run](Context& c) { return run(c, *options); };
    });
    return command;
  };
  verb("list", "List what is pinned, and for which devices and servers",
       "Examples:\n  linewarden pin list\n  linewarden --json pin list branch-12", list)
      ->add_option("NAME", options->names, "Devices or servers; all that is pinned when not given");
  verb("import", "Pin keys from a file: lines as export writes them, or OpenSSH's known_hosts",
       "A line that names another key than the pinned one is refused, and so are hashed names of "
       "known_hosts, which nobody\ncan read.\n"
       "Exit status: 0 all lines were taken, 1 some were refused.\n"
       "Examples:\n  linewarden pin import ~/.ssh/known_hosts\n"
       "  ssh-keyscan 192.0.2.12 | linewarden pin import -",
       import)
      ->add_option("FILE", options->file, "The file; - for standard input")
      ->required();
  CLI::App* command =
      verb("export", "Write what is pinned, as import takes it",
           "Examples:\n  linewarden pin export pins.txt\n  linewarden pin export", export_pins);
  command->add_option("FILE", options->file, "The file; standard output when not given, or -");
  command->add_flag("--force", options->force, "Replace the file when it is there");
  verb("remove", "Forget what is pinned, so that the next key or certificate is accepted",
       "Examples:\n  linewarden pin remove 192.0.2.12:22\n  linewarden pin remove branch-12",
       remove)
      ->add_option("ENDPOINT|NAME", options->endpoint,
                   "HOST:PORT, or a device or server: all that is pinned for it")
      ->required();
}

}  // namespace lw::cli
