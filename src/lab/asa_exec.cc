// The firewall's exec commands.
#include <fmt/format.h>

#include "base/text.h"
#include "lab/answers.h"
#include "lab/asa_exec_rules.h"
#include "lab/password_hash.h"

namespace lw::lab {
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
      {"show context", 15, &AsaSession::show_context, true},
      {"show admin-context", 15, &AsaSession::show_admin_context, true},
      {"changeto {system|context WORD}", 15, &AsaSession::exec_changeto, true},
      {"show running-config [all]", 15, &AsaSession::show_running},
      {"show running-config [all] LINE", 15, &AsaSession::show_running_part},
      {"show startup-config", 15, &AsaSession::show_startup},
      {"show inventory", 15, &AsaSession::show_inventory},
      {"show failover", 15, &AsaSession::show_failover},
      {"show asp table socket", 15, &AsaSession::show_sockets},
      {"show ssh [sessions]", 15, &AsaSession::show_ssh},
      {"terminal pager [lines] <0-2147483647>", 15, &AsaSession::exec_pager},
      {"{no terminal pager|terminal no pager}", 15, &AsaSession::exec_pager},
      {"terminal {monitor|no monitor}", 15, &AsaSession::exec_nothing},
      {"configure terminal", 15, &AsaSession::exec_configure},
      {"write [{memory|terminal|erase}]", 15, &AsaSession::exec_write},
      {"write memory all", 15, &AsaSession::exec_write, true},
      {"copy [/noconfirm] running-config startup-config", 15, &AsaSession::exec_copy_save},
      {"copy [/noconfirm] running-config WORD", 15, &AsaSession::exec_copy_run},
      {"copy [/noconfirm] WORD {running-config|startup-config}", 15, &AsaSession::exec_copy_file},
      {"copy [/noconfirm] tftp: {running-config|startup-config|disk0:}", 15,
       &AsaSession::exec_copy_tftp},
      {"delete [/noconfirm] WORD", 15, &AsaSession::exec_delete},
      {"dir [{disk0:|flash:|WORD}]", 15, &AsaSession::show_directory},
      {"show {disk0:|flash:}", 15, &AsaSession::show_directory},
      {"reload [noconfirm]", 15, &AsaSession::exec_reload},
  };
  return kRules;
}

const CommandTable& AsaSession::exec_table() const {
  const auto build = [](int privilege, bool multiple) {
    CommandTable table;
    int number = 0;
    for (const ExecRule& rule : AsaExecRules::rules()) {
      const bool there = rule.privilege <= privilege && (multiple || !rule.only_multiple);
      if (there) table.add(rule.syntax, number);
      ++number;
    }
    return table;
  };
  static const CommandTable kUser[] = {build(1, false), build(1, true)};
  static const CommandTable kFull[] = {build(15, false), build(15, true)};
  return (privilege_ >= 15 ? kFull : kUser)[device_.multiple() ? 1 : 0];
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
      const auto known = config().user(user);
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

void AsaSession::exec_pager(const Match& match) {
  screen().lines = static_cast<std::size_t>(parse_decimal(match.words.back()).value_or(0));
}

void AsaSession::exec_changeto(const Match& match) {
  const std::string& name = match.words.back();
  if (device_.find_context(name) == nullptr || (match.words.size() > 2 && name == "system")) {
    print(fmt::format("ERROR: '{}' is not valid\n", name));
    return;
  }
  context_ = name;
  cursor_.reset();
}

void AsaSession::save() {
  device_.save(here());
  const std::string& text = here().startup;
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
  } else if (match.words.back() == "all") {
    device_.save_all();
    save();
  } else {
    save();
  }
}

void AsaSession::exec_erase(const Match&) {
  ask_key("Erase configuration in flash memory? [confirm]", [this](char key) {
    if (!confirms(key)) return;
    here().startup.clear();
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
  } else if (!device_.multiple()) {
    ask("System config has been modified. Save? [Y]es/[N]o: ", Echo::kPlain,
        [this, proceed](const std::string& answer) {
          if (says_yes(answer)) save();
          proceed();
        });
  } else {
    ask(fmt::format("{} config has been modified. Save? [Y]es/[N]o/[S]ave all/[C]ancel: ",
                    device_.admin().name),
        Echo::kPlain, [this, proceed](const std::string& answer) {
          const std::string lower = to_lower(trim(answer));
          if (lower.starts_with('c')) return;
          if (lower.starts_with('s')) device_.save_all();
          if (says_yes(answer)) device_.save(device_.admin());
          proceed();
        });
  }
}

}  // namespace lw::lab
