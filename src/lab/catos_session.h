// One user at a simulated Catalyst under CatOS: login, normal and enabled mode. There is no mode
// for configuration: "set" and "clear" act at once. Lives no longer than its device.
#pragma once

#include <span>

#include "lab/catos_device.h"
#include "lab/cli_session.h"

namespace lw::lab {

class CatosSession final : public CliSession {
 public:
  CatosSession(CatosDevice& device, Arrival arrival, std::size_t forced_columns);
  CatosSession(const CatosSession&) = delete;
  CatosSession& operator=(const CatosSession&) = delete;
  ~CatosSession() override;

  // The greeting, up to the first question. A console says nothing before a key is pressed.
  void begin();
  [[nodiscard]] std::optional<WallTime> idle_deadline() const override;
  void idle_expired() override { hang_up(); }
  void hang_up();
  [[nodiscard]] const Arrival& arrival() const { return arrival_; }
  [[nodiscard]] const std::string& user() const { return user_; }

  enum class Who { kAnyone, kEnabled };
  struct ExecRule {
    std::string_view syntax;
    Who who;
    void (CatosSession::*run)(const Match&);
  };

 protected:
  [[nodiscard]] std::string prompt() const override;
  void on_line(const std::string& line) override;
  void on_end_key(const std::string&) override {}
  [[nodiscard]] bool may_drop_question() const override { return logged_in_; }
  [[nodiscard]] std::string help_for(std::string_view line) const override;
  [[nodiscard]] std::optional<std::string> completed(std::string_view line) const override;
  [[nodiscard]] std::string log_sample() const override {
    return "2010 Mar 01 00:00:01 %SYS-5-MOD_OK:Module 1 is online";
  }
  void on_activity() override { last_key_ = device_.now(); }
  void on_nested_end(NestedEnd end) override;

 private:
  friend struct CatosExecRules;

  // catos_session.cc
  void greet();
  void ask_login_password();
  void ask_user();
  void refused(std::string_view words, const std::function<void()>& again);
  void logged_in(bool enabled);
  void run_set(std::string_view line);
  void run_clear(std::string_view line);
  [[nodiscard]] std::string complaint(std::string_view line) const;
  void take_banner(const std::string& line);
  [[nodiscard]] const CommandTable& exec_table() const;
  [[nodiscard]] std::string_view kind() const;  // of authentication: "console", "telnet"

  // catos_exec.cc
  void exec_enable(const Match& match);
  void exec_disable(const Match& match);
  void exec_exit(const Match& match);
  void exec_help(const Match& match);
  void exec_length(const Match& match);
  void exec_password(const Match& match);
  void exec_banner(const Match& match);
  void exec_make_keys(const Match& match);
  void exec_clear_keys(const Match& match);
  void exec_clear_all(const Match& match);
  void exec_write(const Match& match);
  void exec_copy(const Match& match);
  void exec_reset(const Match& match);
  void exec_session(const Match& match);
  void exec_ping(const Match& match);
  void exec_nothing(const Match& match);
  void ask_new_password(const std::string& setting);
  void ask_yes(std::string question, std::function<void()> then);

  // catos_show.cc
  void show_version(const Match& match);
  void show_module(const Match& match);
  void show_config(const Match& match);
  void show_system(const Match& match);
  void show_time(const Match& match);
  void show_users(const Match& match);
  void show_local_users(const Match& match);
  void show_permit(const Match& match);
  void show_authentication(const Match& match);
  void show_keys(const Match& match);
  void show_mode(const Match& match);
  void show_banner(const Match& match);
  void show_interface(const Match& match);

  // A banner is being typed until `mark` comes.
  struct Banner {
    std::string mark;
    std::string text = {};
  };

  CatosDevice& device_;
  Arrival arrival_;
  std::optional<Banner> banner_;
  std::string user_;
  WallTime last_key_;
  int failures_ = 0;
  bool enabled_ = false;
  bool logged_in_ = false;
};

// The switch's exec commands: which there are, and what carries them out.
struct CatosExecRules {
  [[nodiscard]] static std::span<const CatosSession::ExecRule> rules();
};

}  // namespace lw::lab
