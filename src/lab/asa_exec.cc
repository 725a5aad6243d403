// The firewall's exec commands.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/text.h"
#include "lab/asa_exec_rules.h"
#include "lab/password_hash.h"

namespace lw::lab {
namespace {

constexpr std::string_view kSerial = "JMX0000L0AB";

bool says_yes(const std::string& answer) {
  const std::string lower = to_lower(trim(answer));
  return !lower.empty() && std::string_view("yes").starts_with(lower);
}

bool confirms(char key) { return key == '\r' || key == 'y' || key == 'Y'; }

std::string asa_time(WallTime when) {
  const std::tm parts = fmt::gmtime(std::chrono::system_clock::to_time_t(when));
  return fmt::format("{:%H:%M:%S}.000 UTC {:%a %b} {} {:%Y}", parts, parts, parts.tm_mday, parts);
}

}  // namespace

std::span<const AsaSession::ExecRule> AsaExecRules::rules() {
  static constexpr AsaSession::ExecRule kRules[] = {
      {"enable", 1, &AsaSession::exec_enable},
      {"disable", 1, &AsaSession::exec_disable},
      {"login", 1, &AsaSession::exec_login},
      {"{exit|quit|logout}", 1, &AsaSession::exec_exit},
      {"show version", 1, &AsaSession::show_version},
      {"show curpriv", 1, &AsaSession::show_curpriv},
      {"show pager", 1, &AsaSession::show_pager},
      {"show clock", 1, &AsaSession::show_clock},
      {"show mode", 15, &AsaSession::show_mode},
      {"show running-config [all]", 15, &AsaSession::show_running},
      {"show running-config LINE", 15, &AsaSession::show_running_part},
      {"show startup-config", 15, &AsaSession::show_startup},
      {"show inventory", 15, &AsaSession::show_inventory},
      {"show failover", 15, &AsaSession::show_failover},
      {"show ssh [sessions]", 15, &AsaSession::show_ssh},
      {"terminal pager [lines] <0-2147483647>", 15, &AsaSession::exec_pager},
      {"{no terminal pager|terminal no pager}", 15, &AsaSession::exec_pager},
      {"terminal {monitor|no monitor}", 15, &AsaSession::exec_nothing},
      {"configure terminal", 15, &AsaSession::exec_configure},
      {"write [{memory|terminal|erase}]", 15, &AsaSession::exec_write},
      {"copy [/noconfirm] running-config startup-config", 15, &AsaSession::exec_copy},
      {"reload [noconfirm]", 15, &AsaSession::exec_reload},
  };
  return kRules;
}

const CommandTable& AsaSession::exec_table() const {
  const auto build = [](int privilege) {
    CommandTable table;
    int number = 0;
    for (const ExecRule& rule : AsaExecRules::rules()) {
      if (rule.privilege <= privilege) table.add(rule.syntax, number);
      ++number;
    }
    return table;
  };
  static const CommandTable kUser = build(1);
  static const CommandTable kFull = build(15);
  return privilege_ >= 15 ? kFull : kUser;
}

void AsaSession::exec_nothing(const Match&) {}

void AsaSession::exec_enable(const Match&) {
  if (privilege_ < 15) ask_enable();
}

void AsaSession::exec_disable(const Match&) {
  privilege_ = 1;
  cursor_.reset();
}

void AsaSession::exec_login(const Match&) {
  ask("Username: ", Echo::kPlain, [this](const std::string& typed) {
    const std::string user(trim(typed));
    ask("Password: ", Echo::kStars, [this, user](const std::string& password) {
      const auto known = device_.config().user(user);
      if (known && password_matches(Secret(password), "pbkdf2", known->password)) {
        user_ = user;
        privilege_ = known->privilege;
      } else {
        print("Login incorrect\n");
      }
    });
  });
}

void AsaSession::exec_exit(const Match&) {
  print("\nLogoff\n\n");
  if (arrival_.transport != Transport::kConsole) {
    finish();
    return;
  }
  privilege_ = 1;
  user_.clear();
  print("Type help or '?' for a list of available commands.\n");
}

void AsaSession::exec_configure(const Match&) {
  if (cursor_) return;
  cursor_ = AsaCursor{};
  const AsaConfig& config = device_.config();
  if (reporting_asked_ || config.has("call-home reporting anonymous") ||
      config.has("no call-home reporting anonymous")) {
    return;
  }
  ask_anonymous_reporting();
}

// ASA oddity, verified: from 8.2(2) on the first configuration session shows its prompt first and
// asks then; a reader that stops at the prompt is out of step from there on.
void AsaSession::ask_anonymous_reporting() {
  reporting_asked_ = true;
  print(prompt());
  print(
      "\n\n***************************** NOTICE *****************************\n\n"
      "Help to improve the ASA platform by enabling anonymous reporting,\n"
      "a function that this simulated firewall only pretends to have.\n"
      "Nothing leaves this machine, whatever the answer is.\n"
      "To learn about the function of a real one, see\n"
      "http://www.cisco.com/go/smartcall\n\n");
  ask("Would you like to enable anonymous error reporting to help improve\r\n"
      "the product? [Y]es, [N]o, [A]sk later: ",
      Echo::kPlain, [this](const std::string& answer) {
        const std::string lower = to_lower(trim(answer));
        AsaCursor global;
        if (lower == "y" || lower == "yes") {
          print(
              "\nEnabling anonymous reporting.\n"
              "Adding \"call-home reporting anonymous\" to running configuration...\n");
          (void)device_.config().apply(global, "call-home reporting anonymous");
        } else if (lower == "n" || lower == "no") {
          print(
              "\nIn the future, if you would like to enable this feature,\n"
              "issue the command \"call-home reporting anonymous\".\n\n"
              "Please remember to save your configuration.\n\n");
          (void)device_.config().apply(global, "no call-home reporting anonymous");
        } else if (lower != "a" && lower != "ask later") {
          ask_anonymous_reporting();
        }
      });
}

void AsaSession::exec_pager(const Match& match) {
  screen().lines = static_cast<std::size_t>(parse_decimal(match.words.back()).value_or(0));
}

void AsaSession::save() {
  device_.save();
  const std::string text = device_.startup();
  print(
      fmt::format("Building configuration...\nCryptochecksum: {} \n\n"
                  "{} bytes copied in 0.80 secs\n[OK]\n",
                  cryptochecksum(text), text.size()));
}

void AsaSession::exec_write(const Match& match) {
  const std::string what = match.words.size() > 1 ? match.words[1] : "memory";
  if (what == "terminal") {
    show_running(match);
  } else if (what == "erase") {
    exec_erase(match);
  } else {
    save();
  }
}

void AsaSession::exec_copy(const Match& match) {
  if (match.words[1] == "/noconfirm") {
    save();
    return;
  }
  ask("\r\nSource filename [running-config]? ", Echo::kPlain, [this](const std::string& name) {
    if (trim(name).empty() || trim(name) == "running-config") {
      save();
    } else {
      print(fmt::format("%Error opening system:{} (No such file or directory)\n",
                        printable(trim(name))));
    }
  });
}

void AsaSession::exec_erase(const Match&) {
  ask_key("Erase configuration in flash memory? [confirm]", [this](char key) {
    if (!confirms(key)) return;
    device_.erase_startup();
    print("[OK]\n");
  });
}

void AsaSession::exec_reload(const Match& match) {
  const auto go = [this] {
    print(
        "\n\n***\n*** --- START GRACEFUL SHUTDOWN ---\nShutting down isakmp\n"
        "Shutting down File system\n\n\n***\n*** --- SHUTDOWN NOW ---\n");
    device_.reload();
  };
  const auto proceed = [this, go] {
    ask_key("Proceed with reload? [confirm]", [go](char key) {
      if (confirms(key)) go();
    });
  };
  if (match.words.back() == "noconfirm") {
    go();
  } else if (!device_.modified()) {
    proceed();
  } else {
    ask("System config has been modified. Save? [Y]es/[N]o: ", Echo::kPlain,
        [this, proceed](const std::string& answer) {
          if (says_yes(answer)) save();
          proceed();
        });
  }
}

void AsaSession::generate_keys(int modulus, bool unasked) {
  const auto make = [this, modulus] {
    print(
        "INFO: The name for the keys will be: <Default-RSA-Key>\n"
        "Keypair generation process begin. Please wait...\n");
    device_.generate_keys(modulus);
  };
  if (!device_.host_keys() || unasked) {
    make();
    return;
  }
  print("WARNING: You have a RSA keypair already defined named <Default-RSA-Key>.\n\n");
  ask("Do you really want to replace them? [yes/no]: ", Echo::kPlain,
      [make](const std::string& answer) {
        if (says_yes(answer)) make();
      });
}

void AsaSession::zeroize_keys(bool unasked) {
  if (!device_.host_keys() || unasked) {
    device_.zeroize_keys();
    return;
  }
  print(
      "WARNING: All RSA keys will be removed.\n"
      "WARNING: All device digital certificates issued using these keys will also be removed.\n\n");
  ask("Do you really want to remove these keys? [yes/no]: ", Echo::kPlain,
      [this](const std::string& answer) {
        if (says_yes(answer)) device_.zeroize_keys();
      });
}

void AsaSession::show_version(const Match&) {
  const auto up = std::chrono::duration_cast<std::chrono::hours>(device_.now() - device_.booted());
  print(fmt::format(
      "\nCisco Adaptive Security Appliance Software Version 9.8(2) \n"
      "Firepower Extensible Operating System Version 2.2(2.52)\n"
      "Device Manager Version 7.8(2)\n\n"
      "Compiled on Sun 27-Aug-17 13:06 PDT by lab\n"
      "System image file is \"disk0:/asa982-smp-k8.bin\"\n"
      "Config file at boot was \"startup-config\"\n\n"
      "{} up {} days {} hours\n\n"
      "Hardware:   ASA5515, 8192 MB RAM, CPU Clarkdale 3058 MHz, 1 CPU (4 cores)\n"
      "Internal ATA Compact Flash, 8192MB\n\n"
      " 0: Int: Internal-Data0/0     : address is 0200.5e00.5310, irq 11\n"
      " 1: Ext: GigabitEthernet0/0   : address is 0200.5e00.5311, irq 10\n"
      " 2: Ext: Management0/0        : address is 0200.5e00.5312, irq 0\n\n"
      "Licensed features for this platform:\n"
      "Maximum Physical Interfaces       : Unlimited      perpetual\n"
      "Maximum VLANs                     : 100            perpetual\n"
      "Inside Hosts                      : Unlimited      perpetual\n"
      "Failover                          : Active/Active  perpetual\n"
      "Encryption-DES                    : Enabled        perpetual\n"
      "Encryption-3DES-AES               : Enabled        perpetual\n"
      "Security Contexts                 : 2              perpetual\n"
      "AnyConnect Premium Peers          : 2              perpetual\n"
      "Other VPN Peers                   : 250            perpetual\n"
      "Botnet Traffic Filter             : Disabled       perpetual\n\n"
      "This platform has an ASA 5515 Security Plus license.\n\n"
      "Serial Number: {}\n"
      "Running Permanent Activation Key: 0x00000000 0x00000000 0x00000000 0x00000000 0x00000000 \n"
      "Configuration register is 0x1\n"
      "{}\n",
      device_.config().hostname(), up.count() / 24, up.count() % 24, kSerial,
      device_.modified() ? "Configuration last modified by enable_15 at " + asa_time(device_.now())
                         : "Configuration has not been modified since last system restart."));
}

void AsaSession::show_running(const Match&) {
  print(fmt::format(": Saved\n\n: \n: Serial Number: {}\n: Hardware:   ASA5515, 8192 MB RAM\n:\n{}",
                    kSerial, device_.config().render()));
}

void AsaSession::show_running_part(const Match& match) {
  print(device_.config().render_part(match.words.back()));
}

void AsaSession::show_startup(const Match&) {
  if (device_.startup().empty()) {
    print("No Configuration\n");
    return;
  }
  print(fmt::format(": Saved\n: Written by enable_15 at {}\n!\n{}", asa_time(device_.booted()),
                    device_.startup()));
}

void AsaSession::show_curpriv(const Match&) {
  const std::string user = user_.empty() ? fmt::format("enable_{}", privilege_) : user_;
  print(fmt::format("Username : {}\nCurrent privilege level : {}\nCurrent Mode/s : {}{}\n", user,
                    privilege_, privilege_ > 1 ? "P_PRIV" : "P_UNPR", cursor_ ? " P_CONF" : ""));
}

void AsaSession::show_mode(const Match&) { print("Security context mode: single \n"); }

void AsaSession::show_pager(const Match&) {
  print(screen().lines == 0 ? std::string("no pager\n")
                            : fmt::format("pager lines {}\n", screen().lines));
}

void AsaSession::show_clock(const Match&) { print(asa_time(device_.now()) + "\n"); }

void AsaSession::show_inventory(const Match&) {
  print(
      fmt::format("Name: \"Chassis\", DESCR: \"ASA 5515-X with SW, 6 GE Data, 1 GE Mgmt, AC\"\n"
                  "PID: ASA5515           , VID: V01     , SN: {}\n\n",
                  kSerial));
}

void AsaSession::show_failover(const Match&) {
  print("Failover Off \nFailover unit Secondary\nFailover LAN Interface: not Configured\n");
}

void AsaSession::show_ssh(const Match&) {
  const std::string timeout = device_.config().value("ssh timeout");
  print(fmt::format("Timeout: {} minutes\nVersions allowed: 1 and 2\n{}",
                    timeout.empty() ? "5" : timeout, [&] {
                      std::string rows;
                      for (const ConfigSection& section : device_.config().store().sections()) {
                        const auto words = split_words(section.text);
                        if (words.size() == 4 && words[0] == "ssh") {
                          rows += fmt::format("{} {} {}\n", words[1], words[2], words[3]);
                        }
                      }
                      return rows;
                    }()));
}

}  // namespace lw::lab
