// What the firewall shows about itself.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/text.h"
#include "lab/asa_session.h"
#include "lab/fwsm.h"

namespace lw::lab {

std::string_view asa_model(const AsaRelease& release) {
  return release.is_pix() ? "PIX-515E" : release.is_fwsm() ? kFwsmModel : "ASA5515";
}

std::string asa_time(WallTime when) {
  const std::tm parts = fmt::gmtime(std::chrono::system_clock::to_time_t(when));
  return fmt::format("{:%H:%M:%S}.000 UTC {:%a %b} {} {:%Y}", parts, parts, parts.tm_mday, parts);
}

void AsaSession::show_running(const Match&) {
  if (!device_.release().has(AsaFeature::kModes)) {
    print(fmt::format(": Saved\n:\n{}", config().render()));
    return;
  }
  print(fmt::format(": Saved\n\n: \n: Serial Number: {}\n: Hardware:   {}, 8192 MB RAM\n:\n{}",
                    device_.serial(), asa_model(device_.release()),
                    device_.localized(config().render())));
}

void AsaSession::show_running_part(const Match& match) {
  const std::string& words = match.words.back();
  const bool all = match.words[2] == "all";
  print(device_.localized(config().render_part(words)));
  // "all" shows what is there by default too (verified for these lines only).
  if (!all || !begins_with_words("http server", words)) return;
  for (const std::string& client : config().basic_auth_clients()) {
    const std::string line = "http server basic-auth-client " + client;
    if (!config().has(line)) print(line + "\n");
  }
}

void AsaSession::show_startup(const Match&) {
  if (here().startup.empty()) {
    print("No Configuration\n");
    return;
  }
  print(fmt::format(": Saved\n: Written by enable_15 at {}\n!\n{}", asa_time(device_.booted()),
                    device_.localized(here().startup)));
}

void AsaSession::show_curpriv(const Match&) {
  const std::string user = user_.empty() ? fmt::format("enable_{}", privilege_) : user_;
  print(fmt::format("Username : {}\nCurrent privilege level : {}\nCurrent Mode/s : {}{}\n", user,
                    privilege_, privilege_ > 1 ? "P_PRIV" : "P_UNPR", cursor_ ? " P_CONF" : ""));
}

void AsaSession::show_mode(const Match&) {
  print(fmt::format("Security context mode: {} \n", device_.multiple() ? "multiple" : "single"));
}

// Inferred.
void AsaSession::show_firewall(const Match&) {
  print(fmt::format("Firewall mode: {}\n",
                    config().has("firewall transparent") ? "Transparent" : "Router"));
}

void AsaSession::show_context(const Match&) {
  print("Context Name      Class                Interfaces           Mode         URL\n");
  // A context sees itself alone, unless it is the admin context (inferred).
  std::size_t count = 0;
  for (const auto& context : device_.contexts()) {
    const bool admin = context.get() == &device_.admin();
    const bool sees_all = &here() == &device_.base() || &here() == &device_.admin();
    if (!sees_all && context.get() != &here()) continue;
    const ConfigSection* section = device_.base().config.store().find("context " + context->name);
    const auto values = [&](std::string_view words) {
      std::vector<std::string> found;
      for (const std::string& line : section->lines) {
        if (begins_with_words(line, words)) found.push_back(line.substr(words.size() + 1));
      }
      return found;
    };
    const std::vector<std::string> interfaces = values("allocate-interface");
    const std::vector<std::string> urls = values("config-url");
    print(fmt::format("{}{:<17}{:<21}{:<21}{:<13}{}\n", admin ? '*' : ' ', context->name, "default",
                      interfaces.empty() ? "" : interfaces.front(), "Routed",
                      urls.empty() ? "" : urls.front()));
    for (std::size_t i = 1; i < interfaces.size(); ++i) {
      print(fmt::format("{:39}{}\n", "", interfaces[i]));
    }
    ++count;
  }
  print(fmt::format("\nTotal active Security Contexts: {}\n", count));
}

// The form is inferred.
void AsaSession::show_admin_context(const Match&) {
  const std::string& name = device_.admin().name;
  std::string url;
  if (const ConfigSection* section = device_.base().config.store().find("context " + name)) {
    for (const std::string& line : section->lines) {
      if (begins_with_words(line, "config-url")) url = line.substr(11);
    }
  }
  print(fmt::format("Admin: {} {}\n", name, url));
}

void AsaSession::show_pager(const Match&) {
  print(screen().lines == 0 ? std::string("no pager\n")
                            : fmt::format("pager lines {}\n", screen().lines));
}

void AsaSession::show_clock(const Match&) { print(asa_time(device_.clock()) + "\n"); }

// Of PIX 6: a command's name shows its lines.
void AsaSession::show_lines(const Match& match) { print(config().render_part(match.words[1])); }

void AsaSession::show_inventory(const Match&) {
  if (device_.release().is_fwsm()) {
    print("ERROR: % Invalid input detected at '^' marker.\n");
    return;
  }
  print(
      fmt::format("Name: \"Chassis\", DESCR: \"ASA 5515-X with SW, 6 GE Data, 1 GE Mgmt, AC\"\n"
                  "PID: ASA5515           , VID: V01     , SN: {}\n\n",
                  device_.serial()));
}

// The form is inferred, and so is that web clients of the management server are "SSL" in it. Other
// sockets are left out.
void AsaSession::show_sockets(const Match&) {
  print("\nProtocol  Socket    State      Local Address         Foreign Address\n");
  const auto door = device_.web_door();
  if (!door || !door->https) return;
  unsigned socket = 0x5b38;
  const auto row = [&](std::string_view state, std::string_view peer) {
    print(fmt::format("SSL       {:08x}  {:<9}  {:<20}  {}\n", socket, state,
                      fmt::format("127.0.0.1:{}", *door->https), peer));
    socket += 0x28;
  };
  row("LISTEN", "0.0.0.0:*");
  for (const std::string& client : *device_.web_clients()) row("ESTAB", client);
}

void AsaSession::show_ssh(const Match&) {
  const std::string timeout = config().value("ssh timeout");
  print(fmt::format("Timeout: {} minutes\nVersions allowed: 1 and 2\n{}",
                    timeout.empty() ? "5" : timeout, [&] {
                      std::string rows;
                      for (const ConfigSection& section : config().store().sections()) {
                        const auto words = split_words(section.text);
                        if (words.size() == 4 && words[0] == "ssh") {
                          rows += fmt::format("{} {} {}\n", words[1], words[2], words[3]);
                        }
                      }
                      return rows;
                    }()));
}

}  // namespace lw::lab
