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
      {"show mode", 15, &AsaSession::show_mode, AsaWhere::kModes},
      {"show firewall", 15, &AsaSession::show_firewall, AsaWhere::kModes},
      {"show context", 15, &AsaSession::show_context, AsaWhere::kMultiple},
      {"show admin-context", 15, &AsaSession::show_admin_context, AsaWhere::kMultiple},
      {"changeto {system|context WORD}", 15, &AsaSession::exec_changeto, AsaWhere::kMultiple},
      {"show running-config [all]", 15, &AsaSession::show_running},
      {"show running-config [all] LINE", 15, &AsaSession::show_running_part},
      {"show startup-config", 15, &AsaSession::show_startup},
      {"show inventory", 15, &AsaSession::show_inventory, AsaWhere::kModes},
      {"show failover", 15, &AsaSession::show_failover},
      {"show failover state", 15, &AsaSession::show_failover_state, AsaWhere::kModes},
      {"{failover active|no failover active}", 15, &AsaSession::exec_failover, AsaWhere::kModes},
      {"write standby", 15, &AsaSession::write_standby, AsaWhere::kModes},
      {"activation-key WORD WORD WORD WORD [WORD]", 15, &AsaSession::exec_activation_key},
      {"show activation-key [detail]", 15, &AsaSession::show_activation_key},
      {"show auto-update", 15, &AsaSession::show_auto_update},
      {"show asp table socket", 15, &AsaSession::show_sockets},
      {"show ssh [sessions]", 15, &AsaSession::show_ssh},
      {"show {http|telnet|nameif|ip|route|names|hostname|domain-name|access-list} [LINE]", 15,
       &AsaSession::show_lines, AsaWhere::kPix6},
      {"terminal pager [lines] <0-2147483647>", 15, &AsaSession::exec_pager, AsaWhere::kModes},
      {"{no terminal pager|terminal no pager}", 15, &AsaSession::exec_pager, AsaWhere::kModes},
      {"terminal {monitor|no monitor}", 15, &AsaSession::exec_nothing},
      {"configure terminal", 15, &AsaSession::exec_configure},
      {"write [{memory|terminal|erase}]", 15, &AsaSession::exec_write, AsaWhere::kModes},
      {"write {memory|terminal|erase}", 15, &AsaSession::exec_write, AsaWhere::kPix6},
      {"write memory all", 15, &AsaSession::exec_write, AsaWhere::kMultiple},
      {"copy [/noconfirm] running-config startup-config", 15, &AsaSession::exec_copy_save,
       AsaWhere::kModes},
      {"copy [/noconfirm] running-config WORD", 15, &AsaSession::exec_copy_run, AsaWhere::kModes},
      {"copy [/noconfirm] WORD {running-config|startup-config}", 15, &AsaSession::exec_copy_file,
       AsaWhere::kModes},
      {"copy [/noconfirm] tftp: {running-config|startup-config|disk0:}", 15,
       &AsaSession::exec_copy_tftp, AsaWhere::kModes},
      {"delete [/noconfirm] WORD", 15, &AsaSession::exec_delete, AsaWhere::kModes},
      {"dir [{disk0:|flash:|WORD}]", 15, &AsaSession::show_directory, AsaWhere::kModes},
      {"show {disk0:|flash:}", 15, &AsaSession::show_directory, AsaWhere::kModes},
      {"reload [noconfirm]", 15, &AsaSession::exec_reload},
  };
  return kRules;
}

const CommandTable& AsaSession::exec_table() const {
  const auto build = [](int privilege, AsaWhere own) {
    CommandTable table;
    int number = 0;
    for (const ExecRule& rule : AsaExecRules::rules()) {
      // A firewall with several contexts has modes, too.
      const bool here = rule.where == AsaWhere::kAnywhere || rule.where == own ||
                        (rule.where == AsaWhere::kModes && own == AsaWhere::kMultiple);
      if (here && rule.privilege <= privilege) table.add(rule.syntax, number);
      ++number;
    }
    return table;
  };
  constexpr AsaWhere kKinds[] = {AsaWhere::kModes, AsaWhere::kMultiple, AsaWhere::kPix6};
  static const CommandTable kUser[] = {build(1, kKinds[0]), build(1, kKinds[1]),
                                       build(1, kKinds[2])};
  static const CommandTable kFull[] = {build(15, kKinds[0]), build(15, kKinds[1]),
                                       build(15, kKinds[2])};
  const std::size_t kind = !device_.release().has(AsaFeature::kModes) ? 2
                           : device_.multiple()                       ? 1
                                                                      : 0;
  return (privilege_ >= 15 ? kFull : kUser)[kind];
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
      if (known && known->accepts(Secret(password))) {
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
  print(fmt::format("Building configuration...\nCryptochecksum: {} \n", cryptochecksum(text)));
  if (device_.release().has(AsaFeature::kModes)) {
    print(fmt::format("\n{} bytes copied in 0.80 secs\n", text.size()));
  }
  print("[OK]\n");
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
