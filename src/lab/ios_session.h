// One user at a simulated IOS router: login, exec mode, configuration mode. A web request is a user
// without a terminal: see execute(). Lives no longer than its device.
#pragma once

#include <deque>
#include <vector>

#include "lab/aaa_methods.h"
#include "lab/cli_session.h"
#include "lab/faults.h"
#include "lab/ios_device.h"
#include "lab/ios_setup.h"

namespace lw::lab {

class IosSession final : public CliSession {
 public:
  // `vty` is the line it took; nullopt: the console.
  IosSession(IosDevice& device, Arrival arrival, std::optional<std::size_t> vty,
             std::size_t forced_columns);
  IosSession(const IosSession&) = delete;
  IosSession& operator=(const IosSession&) = delete;
  ~IosSession() override;

  // The greeting, up to the first prompt or question.
  void begin();
  // Instead of begin(), for a web request: logged in, never paged.
  void begin_request(std::string user, int privilege, RequestMode mode);
  // Its end: leaves configuration mode as "end" does.
  void end_request();
  // Why the parser refused the line that execute() carried out last; nullopt: it did not.
  [[nodiscard]] std::optional<Match::Kind> refusal() const { return refusal_; }
  // Whether more words may follow an exec command, as typed.
  [[nodiscard]] std::vector<HelpEntry> continuations(const std::string& line) const {
    return exec_table().help(line + " ");
  }
  [[nodiscard]] std::optional<WallTime> idle_deadline() const override;
  void idle_expired() override;

  // From the device.
  void hang_up();
  void configuration_replaced();
  void receive_log(std::string_view line);
  [[nodiscard]] bool monitors() const { return monitor_; }
  // "con 0" or "vty 0", for tables; "console", "vty0 (127.0.0.1)", for messages.
  [[nodiscard]] std::string line_name() const;
  [[nodiscard]] std::string place() const;
  [[nodiscard]] const std::string& user() const { return user_; }
  [[nodiscard]] const Arrival& arrival() const { return arrival_; }
  [[nodiscard]] WallTime last_key() const { return last_key_; }

  struct ExecRule {
    std::string_view syntax;
    int privilege;
    void (IosSession::*run)(const Match&);
    IosFeature needs = IosFeature::kNone;
  };

 protected:
  [[nodiscard]] std::string prompt() const override;
  void on_line(const std::string& line) override;
  void on_end_key(const std::string& line) override;
  [[nodiscard]] bool may_drop_question() const override { return logged_in_; }
  [[nodiscard]] std::string help_for(std::string_view line) const override;
  [[nodiscard]] std::optional<std::string> completed(std::string_view line) const override;
  [[nodiscard]] std::string log_sample() const override { return noise_line(1); }
  void on_activity() override { last_key_ = device_.now(); }
  void on_nested_end(NestedEnd end) override;

 private:
  friend struct IosExecRules;
  enum class LoginBy { kNothing, kLinePassword, kUser, kEnablePassword, kUnset };

  // ios_login.cc
  [[nodiscard]] const std::vector<std::string>& line_settings() const;
  [[nodiscard]] std::string line_value(std::string_view words) const;
  [[nodiscard]] LoginBy login_method() const;
  void log_in();
  void ask_password();
  void ask_user();
  void verify(Secret password);
  void login_failed(std::string_view last_words);
  void authorize(LoginGrant grant);
  void logged_in(int privilege);
  void ask_enable(int level);
  void ask_enable_of(const std::vector<AaaMethod>& methods, int level);
  [[nodiscard]] AaaQuestion question(AaaQuestion::Kind kind, Secret password) const;

  // ios_exec.cc
  void run_exec(const std::string& line, std::size_t offset);
  [[nodiscard]] std::string expanded_alias(std::string_view line) const;
  void run_expanded(const std::string& line);
  void run_filtered(const std::string& line, std::size_t offset);
  void reject(const Match& match, const std::string& line, std::size_t offset);
  void point_at(std::size_t column);
  void translate(std::string_view word);
  void exec_enable(const Match& match);
  void exec_disable(const Match& match);
  void exec_exit(const Match& match);
  void exec_terminal(const Match& match);
  void exec_write(const Match& match);
  void exec_copy_run_start(const Match& match);
  void exec_erase(const Match& match);
  void exec_reload(const Match& match);
  void exec_reload_in(const Match& match);
  void exec_reload_cancel(const Match& match);
  void exec_clear_line(const Match& match);
  void exec_ping(const Match& match);
  void exec_nothing(const Match& match);
  void ask_save(std::function<void()> then);
  void ask_proceed(std::function<void()> then);
  void save();

  // ios_setup_session.cc
  void begin_setup();
  void exec_setup(const Match& match);
  void hold_setup(IosSetup::Start start, std::function<void()> after);

  // ios_chassis.cc
  void exec_session(const Match& match);
  void exec_resume(const Match& match);
  void exec_disconnect(const Match& match);
  void show_module(const Match& match);
  void show_sessions(const Match& match);
  void resume_session();

  // ios_token.cc
  void exec_token_login(const Match& match);
  void exec_token_logout(const Match& match);
  void exec_copy_from_token(const Match& match);
  void exec_copy_to_token(const Match& match);
  void show_token_directory(const Match& match);

  // ios_configure.cc
  void exec_configure(const Match& match);
  void exec_configure_revert(const Match& match);
  void exec_configure_confirm(const Match& match);
  void exec_configure_revert_now(const Match& match);
  void enter_configuration();
  void configure(const std::string& line);
  void leave_configuration();
  void generate_keys(int modulus);
  void ask_modulus();
  void make_keys(int modulus);
  void zeroize_keys();

  // ios_show.cc
  void show_version(const Match& match);
  void show_running(const Match& match);
  void show_running_section(const Match& match);
  void show_startup(const Match& match);
  void show_privilege(const Match& match);
  void show_clock(const Match& match);
  void show_users(const Match& match);
  void show_history(const Match& match);
  void show_inventory(const Match& match);
  void show_interfaces_brief(const Match& match);
  void show_ip_ssh(const Match& match);
  void show_ssh(const Match& match);
  void show_http_status(const Match& match);
  void show_http_connections(const Match& match);
  void show_http_secure_status(const Match& match);
  void show_keys(const Match& match);
  void show_reload(const Match& match);
  void show_terminal(const Match& match);
  void show_archive(const Match& match);
  void show_rollback_timer(const Match& match);
  void show_logging(const Match& match);

  // ios_licence_session.cc
  void exec_licence_install(const Match& match);
  void install_licence(const IosLicenceFile& file, bool accepted);
  void ask_acceptance(std::function<void(bool)> then);
  void ask_whether_accepted(std::function<void(bool)> then);
  void agree_to_licence(const std::string& line);
  void exec_copy_tftp(const Match& match);
  void copy_from(const std::string& url, const std::string& name);
  void copy_file(const std::string& url, const std::string& source, const std::string& name);
  void show_licence(const Match& match);
  void show_smart_licence(const Match& match);
  void show_directory(const Match& match);

  // ios_show_cns.cc
  void show_kron(const Match& match);
  void show_cns_event(const Match& match);
  void show_cns_config(const Match& match);

  [[nodiscard]] const CommandTable& exec_table() const;
  [[nodiscard]] std::string running_text() const;
  [[nodiscard]] bool by_web() const {
    return arrival_.transport == Transport::kHttp || arrival_.transport == Transport::kHttps;
  }

  IosDevice& device_;
  Arrival arrival_;
  std::optional<std::size_t> vty_;
  std::optional<IosCursor> cursor_;  // in configuration mode
  std::string user_;
  std::deque<std::string> history_;
  std::string nested_address_;  // of the module whose session is open, or waits
  WallTime last_key_;
  std::optional<Match::Kind> refusal_;
  int privilege_ = 1;
  int failures_ = 0;
  bool logged_in_ = false;
  bool monitor_ = false;
};

}  // namespace lw::lab
