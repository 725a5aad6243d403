// The switch's commands that do something. That they exist and what they ask is verified or
// inferred as facts 3.1 marks it; what they answer is inferred.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/answers.h"
#include "lab/catos_session.h"

namespace lw::lab {

std::span<const CatosSession::ExecRule> CatosExecRules::rules() {
  using Who = CatosSession::Who;
  static constexpr CatosSession::ExecRule kRules[] = {
      {"enable", Who::kAnyone, &CatosSession::exec_enable},
      {"disable", Who::kEnabled, &CatosSession::exec_disable},
      {"{exit|quit|logout}", Who::kAnyone, &CatosSession::exec_exit},
      {"help", Who::kAnyone, &CatosSession::exec_help},
      {"ping WORD", Who::kAnyone, &CatosSession::exec_ping},
      {"session <1-16>", Who::kAnyone, &CatosSession::exec_session},
      {"wait <0-30>", Who::kAnyone, &CatosSession::exec_nothing},
      {"show version", Who::kAnyone, &CatosSession::show_version},
      {"show module [<1-16>]", Who::kAnyone, &CatosSession::show_module},
      {"show system", Who::kAnyone, &CatosSession::show_system},
      {"show time", Who::kAnyone, &CatosSession::show_time},
      {"show users", Who::kAnyone, &CatosSession::show_users},
      {"show banner", Who::kAnyone, &CatosSession::show_banner},
      {"show interface", Who::kAnyone, &CatosSession::show_interface},
      {"show ip permit", Who::kAnyone, &CatosSession::show_permit},
      {"show config mode", Who::kAnyone, &CatosSession::show_mode},
      {"show localusers", Who::kEnabled, &CatosSession::show_local_users},
      {"show authentication", Who::kEnabled, &CatosSession::show_authentication},
      {"show crypto key", Who::kEnabled, &CatosSession::show_keys},
      {"show config [all]", Who::kEnabled, &CatosSession::show_config},
      {"set length <0-512>", Who::kAnyone, &CatosSession::exec_length},
      {"set password", Who::kEnabled, &CatosSession::exec_password},
      {"set enablepass", Who::kEnabled, &CatosSession::exec_password},
      {"set banner motd LINE", Who::kEnabled, &CatosSession::exec_banner},
      {"set crypto key rsa <512-2048> [force]", Who::kEnabled, &CatosSession::exec_make_keys},
      {"set time LINE", Who::kEnabled, &CatosSession::show_time},
      {"clear crypto key rsa", Who::kEnabled, &CatosSession::exec_clear_keys},
      {"clear config all", Who::kEnabled, &CatosSession::exec_clear_all},
      {"write memory", Who::kEnabled, &CatosSession::exec_write},
      {"write terminal [all]", Who::kEnabled, &CatosSession::show_config},
      {"copy tftp flash", Who::kEnabled, &CatosSession::exec_copy},
      {"reset [{system|<1-16>}]", Who::kEnabled, &CatosSession::exec_reset},
  };
  return kRules;
}

const CommandTable& CatosSession::exec_table() const {
  const auto build = [](Who who) {
    CommandTable table;
    int number = 0;
    for (const ExecRule& rule : CatosExecRules::rules()) {
      if (who == Who::kEnabled || rule.who == Who::kAnyone) table.add(rule.syntax, number);
      ++number;
    }
    return table;
  };
  static const CommandTable kAnyone = build(Who::kAnyone);
  static const CommandTable kEnabled = build(Who::kEnabled);
  return enabled_ ? kEnabled : kAnyone;
}

void CatosSession::exec_nothing(const Match&) {}

void CatosSession::exec_enable(const Match& match) {
  if (enabled_) return;
  ask("\r\nEnter password: ", Echo::kNone, [this, match](const std::string& typed) {
    const CatosConfig& config = device_.config();
    if (config.check_password("enablepass", Secret(typed))) {
      failures_ = 0;
      enabled_ = true;
      return;
    }
    print("Sorry, incorrect password\n");
    if (++failures_ < config.attempts("enable", kind())) {
      exec_enable(match);
      return;
    }
    failures_ = 0;
    print("Sorry\n");
  });
}

void CatosSession::exec_disable(const Match&) { enabled_ = false; }

void CatosSession::exec_exit(const Match&) {
  print("Session Disconnected...\n");
  if (arrival_.transport != Transport::kConsole) {
    finish();
    return;
  }
  enabled_ = false;
  logged_in_ = false;
  user_.clear();
  ask("", Echo::kNone, [this](const std::string&) { greet(); });
}

void CatosSession::exec_help(const Match&) { print(help_for("")); }

// Of this session only; "default" behind it makes it a setting.
void CatosSession::exec_length(const Match& match) {
  screen().lines = static_cast<std::size_t>(parse_decimal(match.words.back()).value_or(24));
  print(fmt::format("Screen length for this session set to {}.\n", screen().lines));
}

void CatosSession::exec_password(const Match& match) {
  const std::string& setting = match.words.back();
  ask("Enter old password: ", Echo::kNone, [this, setting](const std::string& typed) {
    if (device_.config().check_password(setting, Secret(typed))) {
      ask_new_password(setting);
    } else {
      print("Sorry, incorrect password\n");
    }
  });
}

void CatosSession::ask_new_password(const std::string& setting) {
  ask("Enter new password: ", Echo::kNone, [this, setting](const std::string& first) {
    ask("Retype new password: ", Echo::kNone, [this, setting, first](const std::string& second) {
      constexpr std::size_t kLongest = 30;
      if (first != second) {
        print("Passwords do not match. Password unchanged.\n");
        return;
      }
      if (first.size() > kLongest) {
        print("Invalid password: it is too long. Password unchanged.\n");
        return;
      }
      device_.config().set_password(setting, Secret(first));
      device_.changed();
      print("Password changed.\n");
    });
  });
}

void CatosSession::exec_banner(const Match& match) {
  const std::string& text = match.words.back();
  const bool caret = text.starts_with("^C");
  banner_ = Banner{text.substr(0, caret ? 2 : 1)};
  const std::string rest = text.substr(banner_->mark.size());
  if (!rest.empty()) take_banner(rest);
}

void CatosSession::exec_make_keys(const Match& match) {
  const bool forced = match.words.back() == "force";
  if (device_.host_keys() && !forced) {
    print("RSA keys already exist. Use \"force\" to replace them.\n");
    return;
  }
  print("Generating RSA keys.... [OK]\n");
  device_.generate_keys(static_cast<int>(parse_decimal(match.words[4]).value_or(1024)));
}

void CatosSession::exec_clear_keys(const Match&) {
  ask_yes("Do you really want to clear RSA keys (y/n) [n]? ", [this] {
    device_.zeroize_keys();
    print("RSA keys have been cleared.\n");
  });
}

void CatosSession::exec_clear_all(const Match&) {
  print(
      "This command will clear all configuration in NVRAM.\n"
      "This command will cause ifIndex to be reassigned on the next system startup.\n");
  ask_yes("Do you want to continue (y/n) [n]? ", [this] {
    device_.clear_all();
    print(".......\n..................\nSystem configuration cleared.\n");
  });
}

void CatosSession::ask_yes(std::string question, std::function<void()> then) {
  ask(std::move(question), Echo::kPlain, [then](const std::string& answer) {
    if (says_yes(answer)) then();
  });
}

void CatosSession::exec_write(const Match&) {
  if (!device_.config().in_text_mode()) {
    print("Command not applicable: the configuration mode is binary.\n");
    return;
  }
  device_.save();
  print("Upload configuration to NVRAM\n....\nConfiguration has been copied successfully.\n");
}

// The order of the questions is verified. Nobody serves TFTP here.
void CatosSession::exec_copy(const Match&) {
  ask("IP address or name of remote host []? ", Echo::kPlain, [this](const std::string& host) {
    ask("Name of file to copy from []? ", Echo::kPlain, [this, host](const std::string& file) {
      ask("Flash device [bootflash]? ", Echo::kPlain, [this, host, file](const std::string&) {
        ask(fmt::format("Name of file to copy to [{}]? ", printable(file)), Echo::kPlain,
            [this, host](const std::string&) {
              ask_yes("4202868 bytes available on device bootflash, proceed (y/n) [n]? ", [this,
                                                                                           host] {
                print(fmt::format("Failed to copy: no response from {}.\n", printable(trim(host))));
              });
            });
      });
    });
  });
}

void CatosSession::exec_reset(const Match& match) {
  const bool module = match.words.size() > 1 && match.words.back() != "system";
  const int slot = module ? static_cast<int>(parse_decimal(match.words.back()).value_or(0)) : 1;
  if (slot != 1 && device_.chassis().at(slot) == nullptr) {
    print(fmt::format("Module {} is not installed.\n", slot));
    return;
  }
  if (slot != 1) {
    print(fmt::format("This command will reset module {}.\n", slot));
    // The module reboots into what it had saved, which its own console can do as well: here it is
    // only announced.
    ask_yes("Do you want to continue (y/n) [n]? ", [this, slot] {
      print(fmt::format("Resetting module {}... This may take a few minutes.\n", slot));
    });
    return;
  }
  print("This command will reset the system.\n");
  ask_yes("Do you want to continue (y/n) [n]? ", [this] {
    device_.log("%SYS-5-SYS_RESET:System reset from " + std::string(kind()));
    device_.reset();
  });
}

void CatosSession::exec_session(const Match& match) {
  const int slot = static_cast<int>(parse_decimal(match.words.back()).value_or(0));
  if (slot == 1 || device_.chassis().at(slot) == nullptr) {
    print(slot == 1 ? "Module 1 does not support sessions.\n"
                    : fmt::format("Module {} is not installed.\n", slot));
    return;
  }
  constexpr std::string_view kEscape = "\x1d";  // Ctrl-]
  auto nested = device_.chassis().open(slot, kEscape);
  if (!nested) {
    print(fmt::format("Trying Module-{}...\nConnection refused.\n", slot));
    return;
  }
  print(fmt::format("Trying Module-{0}...\nConnected to Module-{0}.\nEscape character is '^]'.\n",
                    slot));
  attach(*std::move(nested));
}

// Nothing answers on the simulated network.
void CatosSession::exec_ping(const Match& match) {
  const std::string host = printable(match.words.back());
  if (!is_ipv4_address(match.words.back())) {
    print(fmt::format("Invalid IP address or host name: {}\n", host));
    return;
  }
  print(fmt::format("no answer from {}\n", host));
}

}  // namespace lw::lab
