// A firewall of a failover pair as a user meets it: what the standby unit answers, which unit is
// active, the prompt that tells.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/asa_session.h"

namespace lw::lab {
namespace {

std::string_view unit_name(AsaUnit unit) {
  return unit == AsaUnit::kPrimary ? "Primary" : "Secondary";
}

// What of a unit's addresses a user sees: the active one has the first of the line, the other the
// one behind "standby".
std::string address_of(const ConfigSection& interface, bool active) {
  for (const std::string& line : interface.lines) {
    if (!begins_with_words(line, "ip address")) continue;
    const std::vector<std::string_view> words = split_words(line);
    if (active && words.size() > 2) return std::string(words[2]);
    if (words.size() > 5 && words[4] == "standby") return std::string(words[5]);
  }
  return "0.0.0.0";
}

std::string interface_name(const ConfigSection& section) {
  for (const std::string& line : section.lines) {
    if (begins_with_words(line, "nameif")) return line.substr(7);
  }
  return {};
}

}  // namespace

// Verified: without the licence every failover command says so, "show failover" too.
bool AsaSession::lacks_failover(std::string_view line) const {
  const std::string_view typed = trim(line);
  const bool failover =
      begins_with_words(typed, "failover") || begins_with_words(typed, "no failover");
  return failover && device_.licence().failover == AsaLicence::Failover::kNone;
}

// Of the lines in configuration mode those that switch something; whether `line` was one.
bool AsaSession::configure_failover(std::string_view line) {
  if (cursor_->paste) return false;
  if (lacks_failover(line)) {
    print("ERROR: Command requires failover license\n");
    return true;
  }
  const std::string_view typed = trim(line);
  if (typed == "failover active" || typed == "no failover active") {
    exec_failover({.words = {std::string(first_words(typed, 1))}});
    return true;
  }
  const bool on = typed == "failover";
  if (device_.pair() == nullptr || (!on && typed != "no failover")) return false;
  if (!on && device_.on_standby()) return false;
  device_.pair()->enable(on, device_.now());
  return true;
}

// Verified: the warning. That the unit then takes no line is how this one keeps its
// configuration the mate's; a real one takes it, and the pair is no longer in step [inferred].
void AsaSession::warn_standby() {
  print(
      "\t**** WARNING ****\n"
      "\tConfiguration Replication is NOT performed from Standby unit to Active unit.\n"
      "\tConfigurations are no longer synchronized.\n");
}

bool AsaSession::refuse_on_standby(std::string_view line) {
  if (!device_.on_standby() || trim(line).empty()) return false;
  const AsaMode& global = config().mode(AsaCursor{});
  const Match match = global.table->match(line);
  if (match.kind == Match::Kind::kMatched) {
    const AsaAction action = global.rules[static_cast<std::size_t>(match.command)].action;
    if (action == AsaAction::kExit || action == AsaAction::kEnd) {
      cursor_.reset();
      return true;
    }
  }
  warn_standby();
  return true;
}

void AsaSession::exec_failover(const Match& match) {
  AsaPair* pair = device_.pair();
  if (device_.licence().failover == AsaLicence::Failover::kNone) {
    print("ERROR: Command requires failover license\n");
  } else if (pair == nullptr || !pair->enabled()) {
    print("ERROR: Failover is not enabled\n");
  } else if (match.words.front() == "failover") {
    pair->make_active(device_.unit(), device_.now());
  } else if (const AsaDevice* mate = pair->mate(device_)) {
    pair->make_active(mate->unit(), device_.now());
  }
}

void AsaSession::write_standby(const Match&) {
  if (device_.licence().failover == AsaLicence::Failover::kNone) {
    print("ERROR: Command requires failover license\n");
  } else if (device_.on_standby()) {
    warn_standby();
  } else if (device_.pair() == nullptr || !device_.pair()->enabled()) {
    print("ERROR: Failover is not enabled\n");
  } else {
    print("Building configuration...\n[OK]\n");
    device_.pair()->replicate(device_.now());
  }
}

std::string AsaSession::host_of_failover(const AsaDevice& device, std::string_view title) const {
  const AsaPair& pair = *device_.pair();
  const bool active = pair.is_active(device);
  const std::string& version = device_.release().version;
  std::string text = fmt::format(
      "\t{} host: {} - {} \n"
      "\t\tActive time: {} (sec)\n"
      "\t\tslot 0: {} hw/sw rev (1.0/{}) status (Up Sys)\n",
      title, unit_name(device.unit()), active ? "Active" : "Standby Ready",
      pair.active_time(device.unit(), device_.now()).count(), asa_model(device_.release()),
      version);
  for (const ConfigSection& section : config().store().sections()) {
    const std::string name = interface_name(section);
    if (!section.text.starts_with("interface ") || name.empty()) continue;
    text += fmt::format("\t\t  Interface {} ({}): Normal (Monitored)\n", name,
                        address_of(section, active));
  }
  return text;
}

// After captured ones.
void AsaSession::show_failover(const Match&) {
  if (device_.licence().failover == AsaLicence::Failover::kNone) {
    print("ERROR: Command requires failover license\n");
    return;
  }
  const AsaPair* pair = device_.pair();
  if (pair == nullptr) {
    print("Failover Off \nFailover unit Secondary\nFailover LAN Interface: not Configured\n");
    return;
  }
  const AsaDevice* mate = pair->mate(device_);
  const bool on = pair->enabled() && mate != nullptr;
  print(
      fmt::format("Failover {} \nFailover unit {}\n"
                  "Failover LAN Interface: folink GigabitEthernet0/3 ({})\n",
                  on ? "On" : "Off", unit_name(device_.unit()), on ? "up" : "down"));
  if (!on) return;
  const auto interfaces = std::ranges::count_if(
      config().store().sections(),
      [](const ConfigSection& section) { return !interface_name(section).empty(); });
  const std::string& version = device_.release().version;
  print(
      fmt::format("Reconnect timeout 0:00:00\n"
                  "Unit Poll frequency 1 seconds, holdtime 15 seconds\n"
                  "Interface Poll frequency 5 seconds, holdtime 25 seconds\n"
                  "Interface Policy 1\n"
                  "Monitored Interfaces {} of 114 maximum\n"
                  "MAC Address Move Notification Interval not set\n"
                  "Version: Ours {}, Mate {}\n"
                  "Serial Number: Ours {}, Mate {}\n"
                  "Last Failover at: {}\n",
                  interfaces, version, version, device_.serial(), mate->serial(),
                  asa_time(pair->last_failover())));
  print(host_of_failover(device_, "This"));
  print(host_of_failover(*mate, "Other"));
  print("\nStateful Failover Logical Update Statistics\n\tLink : Unconfigured.\n");
}

// The form is inferred.
void AsaSession::show_failover_state(const Match& match) {
  const AsaPair* pair = device_.pair();
  const AsaDevice* mate = pair == nullptr ? nullptr : pair->mate(device_);
  if (mate == nullptr || !pair->enabled()) {
    show_failover(match);
    return;
  }
  const auto row = [&](std::string_view title, const AsaDevice& device) {
    print(fmt::format("{:<11}-   {}\n{:15}{:<15}None\n", title, unit_name(device.unit()), "",
                      pair->is_active(device) ? "Active" : "Standby Ready"));
  };
  print("\n               State          Last Failure Reason      Date/Time\n");
  row("This host", device_);
  row("Other host", *mate);
  print("\n====Configuration State===\n\tSync Done\n====Communication State===\n\tMac set\n");
}

// "prompt hostname priority state": fw/pri/act [verified]; what a unit without a mate shows is
// inferred. Empty: the usual prompt.
std::string AsaSession::named_prompt() const {
  const std::string wanted = device_.base().config.value("prompt");
  std::string text;
  for (const std::string_view word : split_words(wanted)) {
    std::string part;
    const AsaPair* pair = device_.pair();
    if (word == "hostname") part = config().hostname();
    if (word == "domain") part = config().value("domain-name");
    if (word == "context" && config().space() == AsaSpace::kContext) part = here().name;
    if (word == "priority") {
      part = pair != nullptr && device_.unit() == AsaUnit::kPrimary ? "pri" : "sec";
    }
    if (word == "state") {
      part = pair == nullptr || pair->is_active(device_) ? "act" : "stby";
      if (pair == nullptr || !pair->enabled()) part += "NoFailover";
    }
    if (!part.empty()) text += (text.empty() ? "" : "/") + part;
  }
  return text;
}

}  // namespace lw::lab
