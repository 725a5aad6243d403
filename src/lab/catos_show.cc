// What the switch shows about itself.
#include <fmt/format.h>

#include "base/text.h"
#include "lab/catos_session.h"

namespace lw::lab {
namespace {

constexpr std::string_view kSerial = "021230524";

// What stands in front of a crypto image's version is verified by its first line alone.
constexpr std::string_view kExportWarning =
    "\n\nWARNING: This product contains cryptographic features and is subject to United\n"
    "States and local country laws. This switch is simulated: no image of the vendor\n"
    "is running here.\n\n";

// Which switch it is: one with a firewall module is a 6500.
std::string_view model(const CatosDevice& device) {
  return device.chassis().empty() ? "WS-C5500" : "WS-C6509";
}

std::string_view supervisor(const CatosDevice& device) {
  return device.chassis().empty() ? "WS-X5550" : "WS-X6K-SUP2-2GE";
}

std::string duration(WallTime::duration up) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(up).count();
  const auto part = [](long count, std::string_view unit) {
    return fmt::format("{} {}{}", count, unit,
                       count == 1 || (count == 0 && unit == "day") ? "" : "s");
  };
  return fmt::format("{}, {}, {}", part(minutes / 1440, "day"), part(minutes / 60 % 24, "hour"),
                     part(minutes % 60, "minute"));
}

}  // namespace

// After a captured one of 6.4(10); "N day, N hours, N minutes" is its form.
void CatosSession::show_version(const Match&) {
  const std::string& version = device_.release().version;
  const std::string mcp = device_.chassis().empty() ? fmt::format("McpSW: {} ", version) : "";
  print(kExportWarning);
  print(fmt::format(
      "{0} Software, Version {1}NmpSW: {2}\n"
      "Copyright (c) 1995-2004 by Cisco Systems\n"
      "NMP S/W compiled on Apr 16 2004, 16:46:19\n"
      "MCP S/W compiled on Apr 16 2004, 15:16:24\n\n"
      "System Bootstrap Version: 5.1(1)\n\n"
      "Hardware Version: 1.2  Model: {0}  Serial #: {3}\n\n"
      "Mod Port Model               Serial #    Versions\n"
      "--- ---- ------------------- ----------- --------------------------------------\n"
      "1   2    {4:<19} {3:<11} Hw : 1.2\n"
      "                                     Fw : 5.1(1)\n"
      "                                     Sw : {2}\n",
      model(device_), mcp, version, kSerial, supervisor(device_)));
  for (int slot = 2; slot <= kLastSlot; ++slot) {
    const Device* module = device_.chassis().at(slot);
    if (module == nullptr) continue;
    const ModuleCard card = module->module_card().value_or(ModuleCard{});
    print(fmt::format("{:<3} {:<4} {:<19} {:<11} Hw : {}\n{:37}Fw : {}\n{:37}Sw : {}\n", slot,
                      card.ports, card.model, card.serial, card.hardware, "", card.firmware, "",
                      card.software));
  }
  print(
      fmt::format("\n       DRAM                    FLASH                   NVRAM\n"
                  "Module Total   Used    Free    Total   Used    Free    Total Used  Free\n"
                  "------ ------- ------- ------- ------- ------- ------- ----- ----- -----\n"
                  "1       32768K  19219K  13549K   8192K   4089K   4103K  512K  186K  326K\n\n"
                  "Uptime is {}\n",
                  duration(device_.now() - device_.booted())));
}

void CatosSession::show_module(const Match& match) {
  const long only = match.words.size() > 2 ? parse_decimal(match.words[2]).value_or(0) : 0;
  if (only > 1 && device_.chassis().at(static_cast<int>(only)) == nullptr) {
    print(fmt::format("Module {} is not installed.\n", only));
    return;
  }
  const Chassis::Tables tables = device_.chassis().catos_tables();
  print(
      fmt::format("Mod Slot Ports Module-Type               Model               Sub Status\n"
                  "--- ---- ----- ------------------------- ------------------- --- --------\n"
                  "1   1    2     1000BaseX Supervisor      {:<19} no  ok\n{}\n",
                  supervisor(device_), tables.modules));
  print(
      fmt::format("Mod Module-Name          Serial-Num\n"
                  "--- -------------------- --------------------\n"
                  "1                        00{}\n{}\n",
                  kSerial, tables.status));
  print(
      fmt::format("Mod MAC-Address(es)                        Hw     Fw         Sw\n"
                  "--- -------------------------------------- ------ ---------- -----------------\n"
                  "1   02-00-5e-00-01-00 to 02-00-5e-00-01-ff 1.2    5.1(1)     {}\n{}",
                  device_.release().version, tables.addresses));
}

// Dots while it collects; what stands around the settings is verified of "all".
void CatosSession::show_config(const Match& match) {
  const bool all = match.words.back() == "all";
  if (!all) {
    print(
        "This command shows non-default configurations only.\n"
        "Use 'show config all' to show both default and non-default configurations.\n");
  }
  print(
      "\n.............\n.................\n.................\n...............\n\n\n..\n\nbegin\n");
  print(device_.config().render(all ? CatosShown::kAll : CatosShown::kNonDefault,
                                fmt::format("#time: {} \n!\n#version {}\n",
                                            catos_time(device_.now()), device_.release().version)));
  print("end\n");
}

void CatosSession::show_system(const Match&) {
  const CatosConfig& config = device_.config();
  print(
      fmt::format("PS1-Status PS2-Status\n---------- ----------\nok         none\n\n"
                  "Fan-Status Temp-Alarm Sys-Status Uptime d,h:m:s Logout\n"
                  "---------- ---------- ---------- -------------- ---------\n"
                  "ok         off        ok         {:<14} {} min\n\n"
                  "System Name              System Location          System Contact\n"
                  "------------------------ ------------------------ ------------------------\n"
                  "{:<24} {:<24} {}\n",
                  duration(device_.now() - device_.booted()), config.value("logout"),
                  config.value("system name"), config.value("system location"),
                  config.value("system contact")));
}

void CatosSession::show_time(const Match&) { print(catos_time(device_.now()) + "\n"); }

void CatosSession::show_users(const Match&) {
  print(
      "  Session  User             Location\n"
      "  -------- ---------------- -------------------------\n");
  for (const CatosSession* session : device_.sessions()) {
    const bool console = session->arrival().transport == Transport::kConsole;
    print(fmt::format("{} {:<8} {:<16} {}\n", session == this ? '*' : ' ',
                      name(session->arrival().transport), session->user(),
                      console ? "" : session->arrival().source_address));
  }
}

void CatosSession::show_local_users(const Match&) {
  print("Username          Privilege Level\n---------         -------------\n");
  const std::string all = device_.config().render(CatosShown::kAll);
  for (const std::string_view line : split_lines(all)) {
    const std::vector<std::string_view> words = split_words(line);
    if (words.size() == 7 && words[1] == "localuser") {
      print(fmt::format("{:<17} {}\n", words[3], words[6]));
    }
  }
}

void CatosSession::show_permit(const Match&) {
  const CatosConfig& config = device_.config();
  for (const std::string_view service : {"telnet", "ssh", "snmp"}) {
    print(fmt::format("{} permit list feature {}.\n", service,
                      config.restricts(service) ? "enabled" : "disabled"));
  }
  print(
      "Permit List      Mask             Access-Type\n---------------- ---------------- "
      "-----------\n");
  const std::string all = config.render(CatosShown::kAll);
  for (const std::string_view line : split_lines(all)) {
    const std::vector<std::string_view> words = split_words(line);
    if (words.size() == 6 && line.starts_with("set ip permit")) {
      print(fmt::format("{:<16} {:<16} {}\n", words[3], words[4], words[5]));
    }
  }
}

void CatosSession::show_authentication(const Match&) {
  const CatosConfig& config = device_.config();
  for (const std::string_view what : {"login", "enable"}) {
    print(fmt::format("{} Authentication:  Console Session   Telnet Session    Http Session\n",
                      what == "login" ? "Login " : "Enable"));
    print("---------------------  ----------------  ----------------  ----------------\n");
    for (const std::string_view by : {"tacacs", "radius", "kerberos", "local"}) {
      std::string row = fmt::format("{:<23}", fmt::format("{}", by));
      for (const std::string_view kind : {"console", "telnet", "http"}) {
        row += fmt::format("{:<18}", config.authenticates(what, by, kind) ? "enabled" : "disabled");
      }
      print(fmt::format("{}\n", trim(row)));
    }
    print("\n");
  }
}

void CatosSession::show_keys(const Match&) {
  const auto keys = device_.host_keys();
  print(keys ? fmt::format("RSA keys with {} bits were generated.\n", keys->modulus)
             : std::string("RSA keys do not exist.\n"));
}

void CatosSession::show_mode(const Match&) {
  const bool text = device_.config().in_text_mode();
  print(fmt::format("System configuration mode set to {}.\n", text ? "text" : "binary"));
}

void CatosSession::show_banner(const Match&) {
  print(fmt::format("MOTD banner:\n{}\n", device_.config().banner()));
}

void CatosSession::show_interface(const Match&) {
  print(fmt::format("sc0: flags=63<UP,BROADCAST,RUNNING>\n        vlan 1 inet {}\n",
                    device_.config().value("interface sc0")));
}

}  // namespace lw::lab
