#include "prepare/prepare.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>

#include <algorithm>

#include "base/text.h"
#include "configtext/document.h"
#include "prepare/armed_undo.h"
#include "prepare/first_settings.h"
#include "prepare/guard.h"
#include "prepare/line_entry.h"
#include "prepare/ways_in.h"

namespace lw::prepare {
namespace {

constexpr std::chrono::seconds kGoodbye{2};

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
      : request_(std::move(request)),
        callbacks_(std::move(callbacks)),
        recorder_(request_.access, journal, callbacks_.progress),
        ways_(request_.access, request_.timeouts, connector, recorder_, stop),
        entry_(request_.access, recorder_, std::move(stop)),
        undo_(request_.access, request_.timeouts.command, journal, recorder_),
        target_{request_.access.platform, request_.access.device.os_version},
        change_(access_change(request_.procedure->changes_access)) {}

  net::Task<Result<Outcome>> run() {
    LW_CO_TRY(recorder_.record(JournalEvent::kStarted, "prepare " + request_.procedure->id));
    auto done = co_await carry_out();
    if (!done) done = std::unexpected(co_await recover(std::move(done).error()));
    if (session_) co_await session_->close(Deadline::after(kGoodbye));
    if (!done) {
      LW_CO_TRY(recorder_.record(JournalEvent::kFailed, done.error().message));
      co_return std::unexpected(std::move(done).error());
    }
    outcome_.applied = entry_.applied();
    outcome_.credentials = ways_.new_credentials();
    LW_CO_TRY(recorder_.record(JournalEvent::kFinished,
                               outcome_.changed ? "prepared" : "nothing to change"));
    co_return std::move(outcome_);
  }

 private:
  net::Task<Result<void>> carry_out() {
    outcome_.transport_before = outcome_.transport_after = ways_.before();
    take_credentials();
    LW_CO_TRY(co_await log_in());
    if (outcome_.declined) co_return Result<void>{};
    LW_CO_TRY(co_await undo_.settle_earlier(*session_));
    LW_CO_TRY(co_await prove_a_way_left());

    recorder_.progress("reading the running configuration");
    LW_CO_ASSIGN(std::string text, co_await show(request_.access.platform->running_config));
    const auto running = read(std::move(text));
    LW_CO_ASSIGN(const Plan plan, co_await plan_for(running));
    outcome_.notes = plan.notes;

    if (!plan.steps.empty()) {
      LW_CO_TRY(require_secrets(plan));
      const auto undo = change_.risky() ? undo_.commands() : std::vector<std::string>();
      if (callbacks_.approve && !callbacks_.approve(plan, undo)) {
        outcome_.declined = true;
        co_return Result<void>{};
      }
      if (!undo.empty()) LW_CO_TRY(co_await undo_.arm(*session_, running));
      LW_CO_TRY(co_await entry_.enter(*session_, plan.steps));
      outcome_.changed = true;
      if (change_.login) ways_.login_has_changed();
    }
    LW_CO_TRY(co_await prove_access(running));
    if (undo_.armed() != nullptr) LW_CO_TRY(co_await undo_.disarm(*session_));
    if (!outcome_.changed) {
      // An earlier run may have been cut between its last line and the save.
      LW_CO_ASSIGN(outcome_.changed, co_await is_unsaved());
    }
    if (outcome_.changed) LW_CO_TRY(co_await prove_and_save(plan));
    outcome_.proved = true;
    co_return Result<void>{};
  }

  net::Task<Result<void>> log_in() {
    LW_CO_ASSIGN(auto setup, setup_answers());
    recorder_.progress(fmt::format("logging in over {}", name(ways_.before())));
    auto first = recorder_.entered(co_await ways_.open_first(std::move(setup)));
    if (first) {
      session_ = *std::move(first);
    } else if (!outcome_.declined) {
      co_return std::unexpected(std::move(first).error());
    }
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

  // The account that the procedure makes is the one to log in with afterwards; without one given,
  // it makes the one that the inventory holds.
  void take_credentials() {
    const auto has = [&](std::string_view parameter) {
      return std::any_of(request_.procedure->parameters.begin(),
                         request_.procedure->parameters.end(),
                         [&](const procedure::Parameter& one) { return one.name == parameter; });
    };
    auto& values = request_.values;
    auto& credentials = ways_.new_credentials();
    if (has("enable_password")) {
      if (values.contains("enable_password")) {
        ways_.set_enable_password(Secret(values["enable_password"]));
      } else if (credentials.enable_password && !credentials.enable_password->empty()) {
        values["enable_password"] = credentials.enable_password->reveal();
      }
    }
    if (!has("username") || !has("password")) return;
    if (!values.contains("username") && !credentials.username.empty()) {
      values["username"] = credentials.username;
    }
    if (!values.contains("password") && !credentials.password.empty()) {
      values["password"] = credentials.password.reveal();
    }
    if (values.contains("username")) credentials.username = values["username"];
    if (values.contains("password")) credentials.password = Secret(values["password"]);
  }

  // What to say if the device stands in a dialogue for its first settings, and how it is approved.
  Result<session::SetupAnswers> setup_answers() {
    LW_ASSIGN(auto steps, procedure::setup_steps(*request_.procedure, target_, request_.values));
    auto answers = first_settings(steps, *target_.platform, ways_.credentials());
    answers.approve = [this, steps = std::move(steps)](const platform::SetupDialog& dialog) {
      recorder_.progress(fmt::format("the device asks for its first settings: {}", dialog.title));
      outcome_.declined =
          callbacks_.approve && !callbacks_.approve(first_settings_plan(dialog, steps), {});
      if (outcome_.declined) return false;
      outcome_.changed = true;
      entry_.note(fmt::format("set-up dialogue: {}", dialog.title));
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

  // After the change: the new way in works, or what was closed is opened again.
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
      if (!change_.closes.empty() && outcome_.changed) {
        LW_CO_TRY(co_await entry_.enter(*session_, lines_that_reopen(running)));
        error.message = fmt::format("{} was closed, then opened again because {}",
                                    name(*change_.closes.begin()), error.message);
      } else {
        error.message = fmt::format("{} is not proved, and {} stays as it was: {}", name(*to_prove),
                                    name(ways_.before()), error.message);
      }
      co_return std::unexpected(std::move(error));
    }
    outcome_.transport_after = *to_prove;
    // What logs in as it will be from now on is what goes on.
    if (*to_prove == ways_.before()) std::swap(session_, *proof);
    co_await (*proof)->close(Deadline::after(kGoodbye));
    co_return Result<void>{};
  }

  // After an error with the device's own undo armed: takes the change back where that costs
  // nothing. A reload is called off while a new login works, for it costs minutes. Otherwise the
  // device is left to do it by itself.
  net::Task<Error> recover(Error error) {
    if (undo_.armed() == nullptr) co_return error;
    if (undo_.armed()->reloads) {
      auto proof = co_await ways_.open_again();
      if (proof) {
        std::swap(session_, *proof);
        co_await (*proof)->close(Deadline::after(kGoodbye));
        if (co_await undo_.disarm(*session_)) co_return error;
      }
    } else {
      auto back = co_await undo_.take_back(*session_);
      if (!back) {
        auto again = co_await ways_.open_again();
        if (again) {
          session_ = *std::move(again);
          back = co_await undo_.take_back(*session_);
        }
      }
      if (back) {
        error.message += "; the device has taken the change back";
        error.hint = "the device is as it was before: run the same command again";
        co_return error;
      }
    }
    error.message += fmt::format(
        "; the device takes the change back by itself within {} minutes{}", kUndoAfter.count(),
        undo_.armed() != nullptr && undo_.armed()->reloads ? ", by a reload" : "");
    error.hint = "run the same command again: it goes on with what is missing";
    co_return error;
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
      const RE2 expected(proof.expect, RE2::Quiet);
      const auto lines = split_lines(output->text);
      const bool holds =
          !output->rejected && std::any_of(lines.begin(), lines.end(), [&](std::string_view line) {
            return RE2::PartialMatch({line.data(), line.size()}, expected);
          });
      if (!holds) {
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

  Request request_;
  Callbacks callbacks_;
  Recorder recorder_;
  WaysIn ways_;
  LineEntry entry_;
  ArmedUndo undo_;
  procedure::Target target_;
  AccessChange change_;
  Outcome outcome_;
  std::unique_ptr<Session> session_;
  std::optional<Transport> way_left_;
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
