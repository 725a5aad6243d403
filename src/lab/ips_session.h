// One user at a simulated sensor's terminal: login with the forced change of the factory password,
// exec and configuration mode, services edited in a copy until they are applied, the setup
// dialogue. Lives no longer than its device.
#pragma once

#include <memory>

#include "lab/cli_session.h"
#include "lab/command_table.h"
#include "lab/ips_device.h"
#include "lab/ips_editor.h"
#include "lab/ips_setup.h"

namespace lw::lab {

class IpsSession final : public CliSession {
 public:
  IpsSession(IpsDevice& device, Arrival arrival, std::size_t forced_columns);
  IpsSession(const IpsSession&) = delete;
  IpsSession& operator=(const IpsSession&) = delete;
  ~IpsSession() override;

  // The greeting, up to the first prompt or question.
  void begin();
  // A sensor's sessions do not end for want of keystrokes [I].
  [[nodiscard]] std::optional<WallTime> idle_deadline() const override { return std::nullopt; }
  void idle_expired() override {}
  void hang_up();
  [[nodiscard]] const Arrival& arrival() const { return arrival_; }
  [[nodiscard]] const std::optional<IpsAccount>& account() const { return account_; }

  struct Rule {
    std::string_view syntax;
    IpsRole role;  // the lowest that may
    void (IpsSession::*run)(const Match&);
  };

 protected:
  [[nodiscard]] std::string prompt() const override;
  void on_line(const std::string& line) override;
  // What these keys do beside leaving a question is unknown: nothing here.
  void on_end_key(const std::string&) override {}
  // Who leaves a question of the login is back at its beginning.
  [[nodiscard]] bool may_drop_question() const override { return true; }
  [[nodiscard]] std::string help_for(std::string_view line) const override;
  [[nodiscard]] std::optional<std::string> completed(std::string_view line) const override;
  // A sensor shows no log messages on its terminals (inferred): one is an empty line.
  [[nodiscard]] std::string log_sample() const override { return ""; }
  void on_activity() override {}

 private:
  friend struct IpsExecRules;
  friend struct IpsConfigureRules;

  [[nodiscard]] const CommandTable& table() const;
  [[nodiscard]] const std::string& user() const { return account_->name; }
  void complain(const Match& match);
  void say(const IpsOutcome& outcome);

  // ips_login.cc
  void greet();
  void ask_password(std::string user);
  void refuse_login();
  void let_in(IpsAccount account);
  void ask_aged_password(const IpsAccount& account);
  void logged_in(IpsAccount account);

  // ips_exec.cc
  void exec_configure(const Match& match);
  void exec_setup(const Match& match);
  void ask_setup();
  [[nodiscard]] bool save_setup();
  void finish_setup();
  void exec_reset(const Match& match);
  void exec_copy_licence(const Match& match);
  void exec_erase_licence(const Match& match);
  void exec_length(const Match& match);
  void exec_exit(const Match& match);

  // ips_configure.cc
  void enter_service(const Match& match);
  void leave_configure(const Match& match);
  void edit(const Match& match);
  void leave_service();
  void add_user(const Match& match);
  void remove_user(const Match& match);
  void change_privilege(const Match& match);
  void change_password(const Match& match);
  void unlock_user(const Match& match);
  void ask_new_password(std::string prefix, std::function<void(const Secret&)> use);
  void store_password(const std::string& user, const Secret& password);
  void replace_accounts(IpsNode accounts);

  // ips_show.cc
  void show_version(const Match& match);
  void show_configuration(const Match& match);
  void show_settings();
  void show_clock(const Match& match);
  void show_users(const Match& match);
  void show_privilege(const Match& match);
  void show_web_statistics(const Match& match);
  void show_sdee_statistics(const Match& match);

  IpsDevice& device_;
  Arrival arrival_;
  std::optional<IpsAccount> account_;  // as it was at the login
  bool configuring_ = false;
  std::optional<IpsEditor> editor_;
  std::unique_ptr<IpsSetup> setup_;
  int failures_ = 0;
};

struct IpsExecRules {
  [[nodiscard]] static std::span<const IpsSession::Rule> rules();
};
struct IpsConfigureRules {
  [[nodiscard]] static std::span<const IpsSession::Rule> rules();
};

// "10:05:35 UTC Wed Nov 25 2026" in the sensor's time zone.
[[nodiscard]] std::string ips_time_text(const IpsDevice& device, WallTime time);
// All services that differ from the factory's, as "show configuration" has them.
[[nodiscard]] std::string ips_configuration_text(const IpsDevice& device);

}  // namespace lw::lab
