#include "prepare/prepare.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/text.h"
#include "configtext/document.h"
#include "device/privilege.h"
#include "prepare/armed_undo.h"
#include "prepare/first_logins.h"
#include "prepare/first_settings.h"
#include "prepare/guard.h"
#include "prepare/line_entry.h"
#include "prepare/login_judge.h"
#include "prepare/recovery.h"
#include "prepare/relocation.h"
#include "prepare/verdict.h"
#include "prepare/ways_in.h"

namespace lw::prepare {
namespace {

using device::JournalEvent;
using device::Transport;
using procedure::Plan;
using procedure::Step;
using session::Session;

// One run on one device; lives in the coroutine of prepare().
class Preparation {
 public:
  Preparation(Request request, device::Connector& connector, device::Journal& journal,
              Callbacks callbacks, std::stop_token stop)
      : connector_(connector),
        request_(std::move(request)),
        callbacks_(std::move(callbacks)),
        recorder_(request_.access, journal, callbacks_.progress, callbacks_.may_send),
        ways_(request_.access, request_.timeouts, connector, recorder_, stop),
        entry_(request_.access, recorder_, outcome_.applied, stop),
        stop_(std::move(stop)),
        undo_(request_.access, request_.timeouts.command, journal, recorder_),
        recovery_(ways_, entry_, undo_),
        target_{request_.access.platform, request_.access.device.os_version},
        change_(access_change(request_.procedure->changes_access)) {}

  net::Task<Result<Outcome>> run() {
    LW_CO_TRY(recorder_.record(JournalEvent::kStarted, "prepare " + request_.procedure->id));
    auto done = co_await carry_out();
    if (!done && running_) {
      const bool at_risk = entering_ && change_.risky();
      done = std::unexpected(
          co_await recovery_.recover(std::move(done).error(), session_, *running_, at_risk));
    }
    if (session_) co_await session_->close(Deadline::after(kGoodbye));
    if (!done) {
      LW_CO_TRY(recorder_.record(JournalEvent::kFailed, done.error().message));
      co_return std::unexpected(std::move(done).error());
    }
    outcome_.credentials = ways_.new_credentials();
    LW_CO_TRY(recorder_.record(JournalEvent::kFinished,
                               outcome_.changed ? "prepared" : "nothing to change"));
    co_return std::move(outcome_);
  }

 private:
  net::Task<Result<void>> carry_out() {
    outcome_.transport_before = outcome_.transport_after = ways_.before();
    outcome_.device = request_.access.device;
    settle_accounts();
    LW_CO_TRY(co_await log_in());
    if (outcome_.declined) co_return Result<void>{};
    LW_CO_TRY(co_await undo_.settle_earlier(*session_));
    LW_CO_TRY(co_await prove_a_way_left());

    recorder_.progress("reading the running configuration");
    LW_CO_ASSIGN(std::string text, co_await show(request_.access.platform->running_config));
    keep(text, "before");
    const auto running = read(std::move(text));
    running_ = running;
    std::optional<Relocation> relocation;
    if (request_.procedure->moves) relocation.emplace(workplace(), running.to_bytes());
    LW_CO_ASSIGN(Plan plan, co_await plan_for(running));

    if (!plan.steps.empty()) {
      LW_CO_TRY(require_secrets(plan));
      LW_CO_TRY(co_await session_->check_writable(Deadline::after(request_.timeouts.command)));
      if (!relocation) {
        LW_CO_TRY(co_await begin_dialogue(running, plan));
      } else {
        LW_CO_ASSIGN(auto answers,
                     procedure::setup_steps(*request_.procedure, target_, request_.values));
        LW_CO_TRY(co_await relocation->hold_dialogue(std::move(answers), plan));
      }
      if (outcome_.declined) co_return Result<void>{};
    }
    if (!plan.steps.empty()) {
      const auto undo = change_.risky() ? undo_.commands() : std::vector<std::string>();
      if (callbacks_.approve && !callbacks_.approve(plan, undo)) {
        outcome_.declined = true;
        co_return Result<void>{};
      }
      if (!undo.empty()) LW_CO_TRY(co_await undo_.arm(*session_, running));
      entering_ = true;
      if (relocation) {
        LW_CO_TRY(co_await relocation->enter(plan));
      } else {
        LW_CO_TRY(co_await entry_.enter(*session_, plan.steps));
      }
      outcome_.changed = true;
      if (change_.login) ways_.login_has_changed();
    }
    if (relocation) LW_CO_TRY(co_await relocation->prove_web());
    LW_CO_TRY(co_await prove_access(running));
    if (undo_.armed() != nullptr) LW_CO_TRY(co_await undo_.disarm(*session_));
    if (!outcome_.changed) {
      // An earlier run may have been cut between its last line and the save.
      LW_CO_ASSIGN(outcome_.changed, co_await is_unsaved());
    }
    if (outcome_.changed) {
      LW_CO_TRY(co_await prove_and_save(plan));
      co_await keep_result();
    }
    outcome_.proved = true;
    co_return Result<void>{};
  }

  // A device that needs the change does not go without it for the archive's sake.
  void keep(const Result<std::string>& configuration, std::string_view when) {
    if (!callbacks_.keep_configuration) return;
    const Result<void> kept = configuration ? callbacks_.keep_configuration(*configuration)
                                            : std::unexpected(configuration.error());
    if (kept) return;
    outcome_.notes.push_back(fmt::format(
        "the configuration {} the change is not in the archive: {}", when, kept.error().message));
    recorder_.progress(outcome_.notes.back());
  }

  net::Task<void> keep_result() {
    if (!callbacks_.keep_configuration) co_return;
    recorder_.progress("reading the running configuration once more, for the archive");
    keep(co_await show(request_.access.platform->running_config), "after");
  }

  Workplace workplace() {
    return {
        .connector = connector_,
        .access = ways_.access(),
        .session = session_,
        .outcome = outcome_,
        .stop = stop_,
        .approve =
            [this](const Plan& plan) {
              return !callbacks_.approve || callbacks_.approve(plan, {});
            },
        .open = [this](Transport way) { return ways_.open(way); },
        .enter =
            [this](std::vector<Step> steps) { return entry_.enter(*session_, std::move(steps)); },
        .set_up =
            [this](std::string dialog, session::SetupAnswers answers) {
              return entry_.set_up(*session_, std::move(dialog), std::move(answers));
            },
        .read_running = [this] { return show(request_.access.platform->running_config); },
        .plan = [this](const std::string& text) -> Result<Plan> {
          const auto running = read(text);
          return procedure::plan(*request_.procedure, target_, request_.values, &running);
        },
        .record = [this](JournalEvent event,
                         const std::string& detail) { return recorder_.record(event, detail); },
        .progress = [this](const std::string& line) { recorder_.progress(line); }};
  }

  net::Task<Result<void>> log_in() {
    recorder_.progress(fmt::format("logging in over {}", name(ways_.before())));
    auto logins =
        first_logins(ways_.access().credentials, own_account_, request_.values, *target_.platform);
    auto first = recorder_.entered(
        co_await ways_.open_first(std::move(logins), [this] { return setup_answers(); }));
    if (first) {
      session_ = *std::move(first);
    } else if (!outcome_.declined) {
      co_return std::unexpected(std::move(first).error());
    }
    co_return Result<void>{};
  }

  // A device whose dialogue for its first settings was declined once begins it again by a command:
  // while it does not show the address that is to be given there. `plan` becomes what is missing
  // behind it.
  net::Task<Result<void>> begin_dialogue(const configtext::Document& running, Plan& plan) {
    LW_CO_ASSIGN(auto steps, procedure::setup_steps(*request_.procedure, target_, request_.values));
    keep_for_command(steps, *target_.platform);
    const auto address = std::ranges::find(steps, "address", &procedure::SetupStep::question);
    if (outcome_.changed || address == steps.end() || shows_address(running, address->answer)) {
      co_return Result<void>{};
    }
    LW_CO_ASSIGN(auto answers, setup_answers());
    const auto end = co_await entry_.set_up(*session_, steps.front().dialog, std::move(answers));
    if (outcome_.declined) co_return Result<void>{};
    if (!end) co_return std::unexpected(end.error());
    LW_CO_ASSIGN(std::string text, co_await show(request_.access.platform->running_config));
    LW_CO_ASSIGN(plan, co_await plan_for(read(std::move(text))));
    co_return Result<void>{};
  }

  // What is still to be entered.
  net::Task<Result<Plan>> plan_for(const configtext::Document& running) {
    LW_CO_ASSIGN(Plan plan,
                 procedure::plan(*request_.procedure, target_, request_.values, &running));
    LW_CO_ASSIGN(const bool proved_already, co_await prove(plan, Quiet::kYes));
    if (plan.satisfied) {
      if (!proved_already) plan.steps = plan.unseen;
      if (!proved_already && plan.steps.empty()) {
        co_return failure(
            ErrorCode::kCommandRejected,
            fmt::format("the configuration is complete, but the device does not show it: {}",
                        failed_proof_));
      }
    } else if (proved_already && !plan.proofs.empty()) {
      std::erase_if(plan.steps, [](const Step& step) { return !step.visible; });
    }
    co_return plan;
  }

  net::Task<Result<void>> prove_and_save(const Plan& plan) {
    LW_CO_ASSIGN(const bool proved_now, co_await prove(plan, Quiet::kNo));
    if (!proved_now) {
      co_return failure(
          ErrorCode::kCommandRejected,
          fmt::format("every line was taken, but the device does not show the result: {}",
                      failed_proof_),
          "nothing was saved: look at the device, or reload it to undo");
    }
    recorder_.progress("saving");
    co_return co_await entry_.save(*session_, Deadline::after(request_.timeouts.command));
  }

  // Whether the device would lose what it has now when it reloads. Where it can't tell, nothing is
  // assumed.
  net::Task<Result<bool>> is_unsaved() {
    const std::string& command = request_.access.platform->startup_config;
    if (command.empty() || request_.access.platform->save.empty()) co_return false;
    auto output = co_await session_->run(command, {}, Deadline::after(request_.timeouts.command));
    if (!output) co_return std::unexpected(std::move(output).error());
    if (output->rejected) co_return false;
    LW_CO_ASSIGN(const auto finding, procedure::audit(*request_.procedure, target_, request_.values,
                                                      read(std::move(output->text))));
    co_return finding.status == procedure::Status::kNotReady;
  }

  // The accounts before and after, and those that only this procedure knows.
  void settle_accounts() {
    auto& values = request_.values;
    auto& credentials = ways_.new_credentials();
    settle_credentials(*request_.procedure, *target_.platform, values, ways_.access().credentials,
                       credentials);
    own_account_ = credentials;
    // With AAA servers, theirs are the accounts that count.
    if (!values.contains("test_username")) return;
    credentials.username = values["test_username"];
    credentials.password = Secret(values.contains("test_password") ? values["test_password"] : "");
  }

  // What to say if the device stands in a dialogue for its first settings, and how it is approved.
  Result<session::SetupAnswers> setup_answers() {
    LW_ASSIGN(auto steps, procedure::setup_steps(*request_.procedure, target_, request_.values));
    auto answers = first_settings(steps, *target_.platform, ways_.access().credentials);
    answers.approve = [this, steps = std::move(steps)](const platform::SetupDialog& dialog) {
      recorder_.progress(fmt::format("the device asks for its first settings: {}", dialog.title));
      outcome_.declined =
          callbacks_.approve && !callbacks_.approve(first_settings_plan(dialog, steps), {});
      if (outcome_.declined) return false;
      outcome_.changed = true;
      entry_.note(fmt::format("set-up dialogue: {}", dialog.title));
      if (sets_password(dialog)) {
        ways_.new_credentials().password = Secret(request_.values["new_password"]);
        ways_.access().credentials = ways_.new_credentials();
      }
      recorder_.begin_entering(nullptr);
      return true;
    };
    return answers;
  }

  // "<password>" stands where nobody gave one.
  Result<void> require_secrets(const Plan& plan) const {
    if (plan.open_secrets.empty()) return {};
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("{} needs a value for: {}", request_.procedure->id,
                               fmt::join(plan.open_secrets, ", ")),
                   fmt::format("give it with --set-env {}=VARIABLE; nothing was entered",
                               plan.open_secrets.front()));
  }

  // Before anything is closed, some other way in must have worked in this very run.
  net::Task<Result<void>> prove_a_way_left() {
    if (change_.closes.empty()) co_return Result<void>{};
    LW_CO_ASSIGN(auto ways, ways_left(change_));
    const std::string_view closed = name(*change_.closes.begin());
    const auto in_use = std::ranges::find(ways, ways_.before());
    if (in_use != ways.end()) {
      way_left_ = *in_use;
      co_return Result<void>{};
    }
    recorder_.progress(fmt::format("proving another way in before {} is closed", closed));
    auto proved = co_await ways_.prove_one_of(std::move(ways));
    if (!proved) {
      co_return failure(
          ErrorCode::kConflict,
          fmt::format("refused to close {}: no other way in was proved ({})", closed,
                      proved.error().message),
          "prepare the other way first, for example: linewarden prepare NAME --for ios-ssh");
    }
    way_left_ = *proved;
    co_return Result<void>{};
  }

  // After the change: a new login works, over the new way where there is one.
  net::Task<Result<void>> prove_access(const configtext::Document& running) {
    std::optional<Transport> to_prove = way_left_;
    if (!change_.opens.empty()) {
      to_prove = *change_.opens.begin();
    } else if (!to_prove && change_.login && outcome_.changed) {
      to_prove = ways_.before();
    }
    if (!to_prove) co_return Result<void>{};
    recorder_.progress(fmt::format("logging in anew over {}", name(*to_prove)));
    auto proof = co_await ways_.prove_when_started(*to_prove);
    if (!proof) {
      Error error = std::move(proof).error();
      if (change_.login && error.code == ErrorCode::kLoginRefused) {
        error =
            co_await tell_who_refused(std::move(error), with_steps(running), own_account_, ways_);
      }
      co_return std::unexpected(std::move(error).with_context("the new login failed"));
    }
    if (change_.login) {
      LW_CO_TRY(co_await judge_privilege(**proof, *to_prove));
      const auto accepted = who_accepted(with_steps(running), ways_.new_credentials().username);
      if (!accepted.empty()) recorder_.progress(accepted);
    }
    outcome_.transport_after = *to_prove;
    // What logs in as it will be from now on is what goes on.
    if (*to_prove == ways_.before()) std::swap(session_, *proof);
    co_await (*proof)->close(Deadline::after(kGoodbye));
    co_return Result<void>{};
  }

  // That the account may do everything over this way.
  net::Task<Result<void>> judge_privilege(Session& session, Transport way) {
    const std::string& command = request_.access.platform->privilege.command;
    if (command.empty()) co_return Result<void>{};
    auto output = co_await session.run(command, {}, Deadline::after(request_.timeouts.command));
    if (!output) co_return std::unexpected(std::move(output).error());
    device::Access access = request_.access;
    access.transport = way;
    access.credentials = ways_.new_credentials();
    auto lack = device::lack_of_privilege(access, session, output->text);
    if (lack) co_return std::unexpected(*std::move(lack));
    co_return Result<void>{};
  }

  // The configuration as the steps leave it, as far as whole lines tell.
  [[nodiscard]] configtext::Document with_steps(const configtext::Document& running) const {
    std::string text(running.to_bytes());
    for (const std::string& line : entry_.applied()) text += "\n" + line;
    return configtext::Document::read(std::move(text), running.dialect());
  }

  enum class Quiet { kNo, kYes };

  // Whether every proof of the plan holds on the device. The first that does not is kept for the
  // message.
  net::Task<Result<bool>> prove(const Plan& plan, Quiet quiet) {
    for (const procedure::Proof& proof : plan.proofs) {
      if (quiet == Quiet::kNo) recorder_.progress("proving: " + proof.command);
      auto output =
          co_await session_->run(proof.command, {}, Deadline::after(request_.timeouts.command));
      if (!output) co_return std::unexpected(std::move(output).error());
      if (!shows(*output, proof)) {
        failed_proof_ =
            fmt::format("\"{}\" shows no line that matches {}", proof.command, proof.expect);
        co_return false;
      }
      if (quiet == Quiet::kNo) {
        LW_CO_TRY(recorder_.record(JournalEvent::kProved, proof.command));
      }
    }
    co_return true;
  }

  net::Task<Result<std::string>> show(std::string command) {
    auto output = co_await session_->run(command, {}, Deadline::after(request_.timeouts.command));
    if (!output) co_return std::unexpected(std::move(output).error());
    if (output->rejected) {
      co_return failure(ErrorCode::kCommandRejected,
                        fmt::format("\"{}\" was refused: {}", command, output->rejected->message),
                        "the login needs the privileged mode: give the enable password");
    }
    co_return std::move(output->text);
  }

  [[nodiscard]] configtext::Document read(std::string text) const {
    const auto dialect = configtext::parse_dialect(request_.access.platform->dialect);
    return configtext::Document::read(std::move(text), dialect.value_or(configtext::Dialect::kIos));
  }

  device::Connector& connector_;
  Request request_;
  Callbacks callbacks_;
  Outcome outcome_;
  Recorder recorder_;
  WaysIn ways_;
  LineEntry entry_;
  std::stop_token stop_;
  ArmedUndo undo_;
  Recovery recovery_;
  procedure::Target target_;
  AccessChange change_;
  std::unique_ptr<Session> session_;
  std::optional<configtext::Document> running_;  // from before the change
  bool entering_ = false;                        // lines of the plan may have gone out
  std::optional<Transport> way_left_;
  store::DeviceCredentials own_account_;  // in the device's own database
  std::string failed_proof_;
};

}  // namespace

net::Task<Result<Outcome>> prepare(Request request, device::Connector& connector,
                                   device::Journal& journal, Callbacks callbacks,
                                   std::stop_token stop) {
  Preparation preparation(std::move(request), connector, journal, std::move(callbacks),
                          std::move(stop));
  co_return co_await preparation.run();
}

}  // namespace lw::prepare
