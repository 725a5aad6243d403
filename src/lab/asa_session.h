// One user at a simulated ASA: login, user and enable mode, configuration mode (in which exec
// commands work too), in one of its contexts. A web request is a user without a terminal: see
// execute(). Lives no longer than its device.
#pragma once

#include "lab/asa_device.h"
#include "lab/asa_setup.h"
#include "lab/cli_session.h"

namespace lw::lab {

// Which firewalls have a command.
enum class AsaWhere { kAnywhere, kMultiple, kModes, kPix6 };

class AsaSession final : public CliSession {
 public:
  AsaSession(AsaDevice& device, Arrival arrival, std::size_t forced_columns);
  AsaSession(const AsaSession&) = delete;
  AsaSession& operator=(const AsaSession&) = delete;
  ~AsaSession() override;

  // The greeting, up to the first prompt or question.
  void begin();
  // Instead of begin(), for a web request: logged in, in the admin context, never paged.
  void begin_request(std::string user, int privilege, RequestMode mode);
  [[nodiscard]] std::optional<WallTime> idle_deadline() const override;
  void idle_expired() override { hang_up(); }
  void hang_up();
  [[nodiscard]] const Arrival& arrival() const { return arrival_; }

  struct ExecRule {
    std::string_view syntax;
    int privilege;
    void (AsaSession::*run)(const Match&);
    AsaWhere where = AsaWhere::kAnywhere;
  };

 protected:
  [[nodiscard]] std::string prompt() const override;
  void on_line(const std::string& line) override;
  void on_end_key(const std::string& line) override;
  [[nodiscard]] bool may_drop_question() const override { return logged_in_; }
  [[nodiscard]] std::string help_for(std::string_view line) const override;
  [[nodiscard]] std::optional<std::string> completed(std::string_view line) const override;
  [[nodiscard]] std::string log_sample() const override {
    return "%ASA-5-111008: User 'enable_15' executed the 'logging monitor debugging' command.";
  }
  void on_activity() override { last_key_ = device_.now(); }

 private:
  friend struct AsaExecRules;

  // The context that the user is in; the admin context when that one has gone.
  [[nodiscard]] AsaContext& here();
  [[nodiscard]] const AsaContext& here() const { return const_cast<AsaSession*>(this)->here(); }
  [[nodiscard]] AsaConfig& config() { return here().config; }
  [[nodiscard]] const AsaConfig& config() const { return here().config; }
  [[nodiscard]] const CommandTable& exec_table() const;

  // asa_session.cc
  void ask_line_password();
  void ask_user(std::string_view service);
  void verify(std::string_view service, AaaQuestion::Kind kind, Secret password,
              std::function<void(bool)> then);
  void logged_in();
  void ask_enable();
  void ask_new_enable_password();
  void run(const std::string& line);
  void point_at(std::size_t column);
  void complain(Match::Kind kind, std::size_t column);

  // asa_configure.cc
  void exec_configure(const Match& match);
  void ask_anonymous_reporting();
  void make_pix6_keys(int modulus);
  void configure(const std::string& line);
  void carry_out(const AsaOutcome& outcome);
  void accept_certificate(const AsaOutcome& outcome);
  void remove_trustpoint(const AsaOutcome& outcome);
  void remove_context(const AsaOutcome& outcome);
  void generate_keys(int modulus, bool unasked);
  void zeroize_keys(bool unasked);

  // asa_setup_session.cc
  void begin_setup();
  void hold_setup(std::function<void()> after);
  void use(const AsaSetup& setup);

  // asa_exec.cc
  void exec_enable(const Match& match);
  void exec_disable(const Match& match);
  void exec_login(const Match& match);
  void exec_exit(const Match& match);
  void exec_pager(const Match& match);
  void exec_changeto(const Match& match);
  void exec_write(const Match& match);
  void exec_erase(const Match& match);
  void exec_reload(const Match& match);
  void exec_nothing(const Match& match);
  void save();

  // asa_failover.cc
  [[nodiscard]] bool lacks_failover(std::string_view line) const;
  bool configure_failover(std::string_view line);
  bool refuse_on_standby(std::string_view line);
  void warn_standby();
  void exec_failover(const Match& match);
  void write_standby(const Match& match);
  void show_failover(const Match& match);
  void show_failover_state(const Match& match);
  [[nodiscard]] std::string host_of_failover(const AsaDevice& device, std::string_view title) const;
  [[nodiscard]] std::string named_prompt() const;

  // asa_files.cc
  void exec_copy_save(const Match& match);
  void exec_copy_run(const Match& match);
  void exec_copy_file(const Match& match);
  void exec_copy_tftp(const Match& match);
  void exec_delete(const Match& match);
  void show_directory(const Match& match);
  void ask_names(bool unasked, std::string source, std::string destination,
                 std::function<void(const std::string&)> copy);

  // asa_activation_session.cc
  void exec_activation_key(const Match& match);
  void show_activation_key(const Match& match);

  // asa_auto_update.cc
  void show_auto_update(const Match& match);

  // asa_show.cc
  void show_version(const Match& match);
  void show_running(const Match& match);
  void show_running_part(const Match& match);
  void show_startup(const Match& match);
  void show_curpriv(const Match& match);
  void show_mode(const Match& match);
  void show_firewall(const Match& match);
  void show_pager(const Match& match);
  void show_clock(const Match& match);
  void show_lines(const Match& match);
  void show_inventory(const Match& match);
  void show_sockets(const Match& match);
  void show_ssh(const Match& match);
  void show_context(const Match& match);
  void show_admin_context(const Match& match);

  AsaDevice& device_;
  Arrival arrival_;
  std::optional<AsaCursor> cursor_;
  std::string context_;  // name of the one that the user is in
  std::string user_;
  WallTime last_key_;
  int privilege_ = 1;
  int failures_ = 0;
  bool asks_reporting_ = true;
  bool logged_in_ = false;
  std::string line_;  // that is being carried out
};

inline constexpr std::string_view kPix6Serial = "806245458 (0x300e5452)";
inline constexpr std::string_view kAsaSerial = "JMX0000L0AB";
inline constexpr std::string_view kAsaMateSerial = "JMX0000L0AC";
[[nodiscard]] std::string_view asa_model(const AsaRelease& release);
// "13:05:22.000 UTC Mon Nov 23 2026"
[[nodiscard]] std::string asa_time(WallTime when);

}  // namespace lw::lab
