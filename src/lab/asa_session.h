// One user at a simulated ASA: login, user and enable mode, configuration mode (in which exec
// commands work too). Lives no longer than its device.
#pragma once

#include "lab/asa_device.h"
#include "lab/cli_session.h"

namespace lw::lab {

class AsaSession final : public CliSession {
 public:
  AsaSession(AsaDevice& device, Arrival arrival, std::size_t forced_columns);
  AsaSession(const AsaSession&) = delete;
  AsaSession& operator=(const AsaSession&) = delete;
  ~AsaSession() override;

  void begin();
  [[nodiscard]] std::optional<WallTime> idle_deadline() const override;
  void idle_expired() override { hang_up(); }
  void hang_up();
  [[nodiscard]] const Arrival& arrival() const { return arrival_; }

  struct ExecRule {
    std::string_view syntax;
    int privilege;
    void (AsaSession::*run)(const Match&);
  };

 protected:
  [[nodiscard]] std::string prompt() const override;
  void on_line(const std::string& line) override;
  void on_end_key(const std::string& line) override;
  [[nodiscard]] std::string help_for(std::string_view line) const override;
  [[nodiscard]] std::optional<std::string> completed(std::string_view line) const override;
  void on_activity() override { last_key_ = device_.now(); }

 private:
  friend struct AsaExecRules;

  // asa_session.cc
  void ask_line_password();
  void ask_user();
  void logged_in();
  void ask_enable();
  void run(const std::string& line);
  void configure(const std::string& line);
  void point_at(std::size_t column);
  void complain(Match::Kind kind, std::size_t column);
  [[nodiscard]] const CommandTable& exec_table() const;

  // asa_exec.cc
  void exec_enable(const Match& match);
  void exec_disable(const Match& match);
  void exec_login(const Match& match);
  void exec_exit(const Match& match);
  void exec_configure(const Match& match);
  void exec_pager(const Match& match);
  void exec_write(const Match& match);
  void exec_copy(const Match& match);
  void exec_erase(const Match& match);
  void exec_reload(const Match& match);
  void exec_nothing(const Match& match);
  void ask_anonymous_reporting();
  void generate_keys(int modulus, bool unasked);
  void zeroize_keys(bool unasked);
  void save();
  void show_version(const Match& match);
  void show_running(const Match& match);
  void show_running_part(const Match& match);
  void show_startup(const Match& match);
  void show_curpriv(const Match& match);
  void show_mode(const Match& match);
  void show_pager(const Match& match);
  void show_clock(const Match& match);
  void show_inventory(const Match& match);
  void show_failover(const Match& match);
  void show_ssh(const Match& match);

  AsaDevice& device_;
  Arrival arrival_;
  std::optional<AsaCursor> cursor_;
  std::string user_;
  WallTime last_key_;
  int privilege_ = 1;
  int failures_ = 0;
  bool reporting_asked_ = false;
};

}  // namespace lw::lab
