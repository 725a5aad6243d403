#include "prepare/prepare.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/text.h"
#include "configtext/document.h"
#include "net/loop.h"
#include "prepare/first_logins.h"
#include "prepare/first_settings.h"
#include "prepare/guard.h"
#include "prepare/relocation.h"
#include "prepare/verdict.h"

namespace lw::prepare {
namespace {

// How long a server may take to start after it was configured, and the time between two looks.
constexpr std::chrono::seconds kServerStarts{20};
constexpr std::chrono::milliseconds kBetweenAttempts{500};

using device::JournalEvent;
using device::Transport;
using procedure::Plan;
using procedure::Step;
using procedure::StepMode;
using session::Session;

constexpr std::chrono::seconds kGoodbye{2};
// Key generation on an old router takes minutes [inferred from the device's own warning, "may take
// a few minutes"].
constexpr std::chrono::minutes kSlowCommand{5};

// One run on one device; lives in the coroutine of prepare().
class Preparation {
 public:
  Preparation(Request request, device::Connector& connector, device::Journal& journal,
              Callbacks callbacks, std::stop_token stop)
      : request_(std::move(request)),
        connector_(connector),
        journal_(journal),
        callbacks_(std::move(callbacks)),
        stop_(std::move(stop)),
        change_(access_change(request_.procedure->changes_access)) {}

  net::Task<Result<Outcome>> run() {
    LW_CO_TRY(record(JournalEvent::kStarted, "prepare " + request_.procedure->id));
    auto outcome = co_await carry_out();
    if (session_) co_await session_->close(Deadline::after(kGoodbye));
    if (outcome) {
      LW_CO_TRY(
          record(JournalEvent::kFinished, outcome->changed ? "prepared" : "nothing to change"));
    } else {
      LW_CO_TRY(record(JournalEvent::kFailed, outcome.error().message));
    }
    co_return outcome;
  }

 private:
  net::Task<Result<Outcome>> carry_out() {
    const Transport before = request_.access.transport;
    outcome_.transport_before = outcome_.transport_after = before;
    outcome_.credentials = request_.access.credentials;
    outcome_.device = request_.access.device;
    settle_credentials(*request_.procedure, *request_.access.platform, request_.values,
                       request_.access.credentials, outcome_.credentials);

    const procedure::Target target{request_.access.platform, request_.access.device.os_version};
    LW_CO_ASSIGN(setup_, setup_answers(target));
    progress(fmt::format("logging in over {}", name(before)));
    auto first = entered(co_await open_first(before, target));
    if (!first && outcome_.declined) co_return outcome_;
    if (!first) co_return std::unexpected(std::move(first).error());
    session_ = *std::move(first);
    setup_.reset();
    LW_CO_TRY(co_await prove_a_way_left(before));

    progress("reading the running configuration");
    LW_CO_ASSIGN(const std::string text, co_await show(request_.access.platform->running_config));
    const auto dialect = configtext::parse_dialect(request_.access.platform->dialect);
    const auto running =
        configtext::Document::read(text, dialect.value_or(configtext::Dialect::kIos));
    LW_CO_ASSIGN(Plan plan,
                 procedure::plan(*request_.procedure, target, request_.values, &running));
    outcome_.notes = plan.notes;
    std::optional<Relocation> relocation;
    if (request_.procedure->moves) relocation.emplace(workplace(target), text);

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

    if (!plan.steps.empty()) {
      LW_CO_TRY(require_secrets(plan));
      if (relocation) {
        LW_CO_ASSIGN(auto answers,
                     procedure::setup_steps(*request_.procedure, target, request_.values));
        LW_CO_TRY(co_await relocation->hold_dialogue(std::move(answers), plan));
        if (outcome_.declined) co_return outcome_;
      }
    }
    if (!plan.steps.empty()) {
      if (callbacks_.approve && !callbacks_.approve(plan)) {
        outcome_.declined = true;
        co_return outcome_;
      }
      if (relocation) {
        LW_CO_TRY(co_await relocation->enter(plan));
      } else {
        LW_CO_TRY(co_await apply(plan.steps));
      }
      outcome_.changed = true;
    }
    if (relocation) LW_CO_TRY(co_await relocation->prove_web());
    LW_CO_TRY(co_await prove_access(before, running));
    if (!outcome_.changed) {
      // An earlier run may have been cut between its last line and the save.
      LW_CO_ASSIGN(outcome_.changed, co_await is_unsaved(target));
    }
    if (outcome_.changed) {
      LW_CO_ASSIGN(const bool proved_now, co_await prove(plan, Quiet::kNo));
      if (!proved_now) {
        co_return failure(
            ErrorCode::kCommandRejected,
            fmt::format("every line was taken, but the device does not show the result: {}",
                        failed_proof_),
            "nothing was saved: look at the device, or reload it to undo");
      }
      LW_CO_TRY(co_await save());
    }
    outcome_.proved = true;
    co_return outcome_;
  }

  // Nothing to do where a device keeps by itself what it is told.
  net::Task<Result<void>> save() {
    const std::string& command = request_.access.platform->save;
    if (command.empty()) co_return Result<void>{};
    progress("saving");
    entering_ = true;
    LW_CO_TRY(entered(co_await session_->save(Deadline::after(request_.timeouts.command))));
    LW_CO_TRY(record(JournalEvent::kAcknowledged, command));
    outcome_.applied.push_back(command);
    co_return Result<void>{};
  }

  Workplace workplace(const procedure::Target& target) {
    return {.connector = connector_,
            .access = request_.access,
            .session = session_,
            .outcome = outcome_,
            .stop = stop_,
            .approve = callbacks_.approve,
            .open = [this](Transport transport) { return open(transport); },
            .enter = [this](std::vector<Step> steps) { return apply(std::move(steps)); },
            .set_up =
                [this](std::string dialog, session::SetupAnswers answers) {
                  return set_up(std::move(dialog), std::move(answers));
                },
            .read_running = [this] { return show(request_.access.platform->running_config); },
            .plan = [this, target](const std::string& text) -> Result<Plan> {
              const auto running = configtext::Document::read(text, configtext::Dialect::kIps);
              return procedure::plan(*request_.procedure, target, request_.values, &running);
            },
            .record = [this](JournalEvent event,
                             const std::string& detail) { return record(event, detail); },
            .progress = [this](const std::string& line) { progress(line); }};
  }

  net::Task<Result<session::SetupEnd>> set_up(std::string dialog, session::SetupAnswers answers) {
    LW_CO_TRY(may_go_on());
    entering_ = true;
    co_return entered(co_await session_->set_up(std::move(dialog), std::move(answers),
                                                Deadline::after(kSlowCommand)));
  }

  // Whether the device would lose what it has now when it reloads. Where it can't tell, nothing is
  // assumed.
  net::Task<Result<bool>> is_unsaved(const procedure::Target& target) {
    const std::string& command = request_.access.platform->startup_config;
    if (command.empty() || request_.access.platform->save.empty()) co_return false;
    auto output = co_await session_->run(command, {}, Deadline::after(request_.timeouts.command));
    if (!output) co_return std::unexpected(std::move(output).error());
    if (output->rejected) co_return false;
    const auto dialect = configtext::parse_dialect(request_.access.platform->dialect);
    const auto startup = configtext::Document::read(std::move(output->text),
                                                    dialect.value_or(configtext::Dialect::kIos));
    LW_CO_ASSIGN(const auto finding,
                 procedure::audit(*request_.procedure, target, request_.values, startup));
    co_return finding.status == procedure::Status::kNotReady;
  }

  // What to say if the device stands in a dialogue for its first settings, and how it is approved.
  Result<session::SetupAnswers> setup_answers(const procedure::Target& target) {
    LW_ASSIGN(auto steps, procedure::setup_steps(*request_.procedure, target, request_.values));
    auto answers = first_settings(steps, *target.platform, request_.access.credentials);
    answers.approve = [this, steps = std::move(steps)](const platform::SetupDialog& dialog) {
      progress(fmt::format("the device asks for its first settings: {}", dialog.title));
      outcome_.declined =
          callbacks_.approve && !callbacks_.approve(first_settings_plan(dialog, steps));
      if (outcome_.declined) return false;
      outcome_.changed = true;
      outcome_.applied.push_back(fmt::format("set-up dialogue: {}", dialog.title));
      if (sets_password(dialog)) {
        outcome_.credentials.password = Secret(request_.values["new_password"]);
        request_.access.credentials = outcome_.credentials;
      }
      entering_ = true;
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

  net::Task<Result<std::unique_ptr<Session>>> open(Transport transport) {
    device::Access access = request_.access;
    if (transport != outcome_.transport_before) access.credentials = outcome_.credentials;
    session::Options options;
    options.transcript = [this](const session::TranscriptLine& line) { journal_sent(line); };
    options.setup = setup_;
    co_return co_await connector_.open(std::move(access), transport, request_.timeouts,
                                       std::move(options));
  }

  // Called before a line goes out. A line that can't be recorded is the last one: nothing may
  // happen unrecorded.
  void journal_sent(const session::TranscriptLine& line) {
    if (!entering_ || line.direction != session::TranscriptLine::Direction::kSent) return;
    if (auto recorded = record(JournalEvent::kSent, line.text); !recorded && session_) {
      journal_fault_ = std::move(recorded).error();
      session_->cancel();
    }
  }

  // What a call that entered something ended with, or why the journal stopped it.
  template <class T>
  Result<T> entered(Result<T> result) {
    entering_ = false;
    if (journal_fault_) return std::unexpected(*journal_fault_);
    return result;
  }

  // The way in use, with the first account that is let in.
  net::Task<Result<std::unique_ptr<Session>>> open_first(Transport transport,
                                                         const procedure::Target& target) {
    const auto known = request_.access.credentials;
    std::optional<Error> refused;
    for (const FirstLogin& login :
         first_logins(known, outcome_.credentials, request_.values, *request_.access.platform)) {
      if (!login.why.empty()) {
        progress(login.why);
        request_.access.credentials = outcome_.credentials = login.credentials;
        LW_CO_ASSIGN(setup_, setup_answers(target));
      }
      auto session = co_await open(transport);
      if (session || session.error().code != ErrorCode::kLoginRefused || outcome_.declined) {
        co_return session;
      }
      if (!refused) refused = std::move(session).error();
    }
    co_return std::unexpected(*std::move(refused));
  }

  // A device starts its server some time after it has got its keys [observed on slow routers:
  // inferred]: until then it closes connections. A refused login is never tried again.
  net::Task<Result<std::unique_ptr<Session>>> open_when_started(Transport transport) {
    const Deadline deadline = Deadline::after(kServerStarts);
    while (true) {
      auto session = co_await open(transport);
      if (session || deadline.passed() || stop_.stop_requested()) co_return session;
      const ErrorCode code = session.error().code;
      if (code != ErrorCode::kUnreachable && code != ErrorCode::kConnectionLost) co_return session;
      co_await net::wait_until(deadline.within(kBetweenAttempts));
    }
  }

  // Before anything is closed, some other way in must have worked in this very run.
  net::Task<Result<void>> prove_a_way_left(Transport before) {
    if (change_.closes.empty()) co_return Result<void>{};
    LW_CO_ASSIGN(const auto ways, ways_left(change_));
    std::string failures;
    for (const Transport way : ways) {
      if (way == before) {
        way_left_ = way;
        co_return Result<void>{};
      }
      progress(
          fmt::format("proving {} before {} is closed", name(way), name(*change_.closes.begin())));
      auto proof = co_await open(way);
      if (proof) {
        co_await (*proof)->close(Deadline::after(kGoodbye));
        LW_CO_TRY(record(JournalEvent::kProved, fmt::format("login over {}", name(way))));
        way_left_ = way;
        co_return Result<void>{};
      }
      failures += (failures.empty() ? "" : "; ") + proof.error().message;
    }
    co_return failure(
        ErrorCode::kConflict,
        fmt::format("refused to close {}: no other way in was proved ({})",
                    name(*change_.closes.begin()), failures),
        "prepare the other way first, for example: linewarden prepare NAME --for ios-ssh");
  }

  // After the change: the new way in works, or what was closed is opened again.
  net::Task<Result<void>> prove_access(Transport before, const configtext::Document& running) {
    std::optional<Transport> to_prove = way_left_;
    if (!change_.opens.empty()) to_prove = *change_.opens.begin();
    if (!to_prove) co_return Result<void>{};
    progress(fmt::format("logging in anew over {}", name(*to_prove)));
    auto proof = co_await open_when_started(*to_prove);
    if (!proof) {
      Error error = std::move(proof).error();
      if (!change_.closes.empty() && outcome_.changed) {
        LW_CO_TRY(co_await enter(lines_that_reopen(running)));
        error.message = fmt::format("{} was closed, then opened again because {}",
                                    name(*change_.closes.begin()), error.message);
      } else {
        error.message = fmt::format("{} is not proved, and {} stays as it was: {}", name(*to_prove),
                                    name(before), error.message);
      }
      co_return std::unexpected(std::move(error));
    }
    co_await (*proof)->close(Deadline::after(kGoodbye));
    LW_CO_TRY(record(JournalEvent::kProved, fmt::format("new login over {}", name(*to_prove))));
    outcome_.transport_after = *to_prove;
    co_return Result<void>{};
  }

  enum class Quiet { kNo, kYes };

  // Whether every proof of the plan holds on the device. The first that does not is kept for the
  // message.
  net::Task<Result<bool>> prove(const Plan& plan, Quiet quiet) {
    for (const procedure::Proof& proof : plan.proofs) {
      if (quiet == Quiet::kNo) progress("proving: " + proof.command);
      auto output =
          co_await session_->run(proof.command, {}, Deadline::after(request_.timeouts.command));
      if (!output) co_return std::unexpected(std::move(output).error());
      if (!shows(*output, proof)) {
        failed_proof_ =
            fmt::format("\"{}\" shows no line that matches {}", proof.command, proof.expect);
        co_return false;
      }
      if (quiet == Quiet::kNo) LW_CO_TRY(record(JournalEvent::kProved, proof.command));
    }
    co_return true;
  }

  // Runs of configuration lines go in together, since a section stays open from line to line; the
  // save at the end of every plan waits until the result is proved.
  net::Task<Result<void>> apply(std::vector<Step> steps) {
    std::size_t index = 0;
    while (index < steps.size()) {
      if (steps[index].mode == StepMode::kExec) {
        const Step& step = steps[index++];
        if (step.command == request_.access.platform->save) continue;
        LW_CO_TRY(co_await enter_exec(step));
        continue;
      }
      std::vector<Step> lines;
      while (index < steps.size() && steps[index].mode == StepMode::kConfigure) {
        lines.push_back(steps[index++]);
      }
      LW_CO_TRY(co_await enter_lines(lines));
    }
    co_return Result<void>{};
  }

  net::Task<Result<void>> enter(const std::vector<std::string>& commands) {
    std::vector<Step> steps;
    for (const std::string& command : commands) {
      Step step;
      step.command = trim(command);
      if (command.starts_with(' ')) step.submode = "config-line";
      steps.push_back(std::move(step));
    }
    co_return co_await enter_lines(steps);
  }

  net::Task<Result<void>> enter_exec(const Step& step) {
    LW_CO_TRY(may_go_on());
    entering_ = true;
    auto output = entered(co_await session_->run(
        step.command, session::Answers(step.answers.begin(), step.answers.end()),
        Deadline::after(kSlowCommand)));
    if (!output) co_return std::unexpected(std::move(output).error());
    co_return taken(step, *output);
  }

  net::Task<Result<void>> enter_lines(const std::vector<Step>& steps) {
    std::vector<session::ConfigureLine> lines;
    for (const Step& step : steps) {
      LW_CO_TRY(may_go_on());
      // A web interface needs to see what belongs to the section of the line before.
      const std::string_view indent = step.submode.empty() ? "" : " ";
      lines.push_back({fmt::format("{}{}", indent, step.command),
                       session::Answers(step.answers.begin(), step.answers.end())});
    }
    entering_ = true;
    auto outputs =
        entered(co_await session_->configure(std::move(lines), Deadline::after(kSlowCommand)));
    if (!outputs) co_return std::unexpected(std::move(outputs).error());
    for (std::size_t i = 0; i < outputs->size() && i < steps.size(); ++i) {
      LW_CO_TRY(taken(steps[i], (*outputs)[i]));
    }
    co_return Result<void>{};
  }

  Result<void> may_go_on() const {
    if (!stop_.stop_requested()) return {};
    return failure(
        ErrorCode::kCancelled,
        fmt::format("stopped after {} lines; nothing was saved", outcome_.applied.size()),
        "run the same command again: it goes on with what is missing");
  }

  Result<void> taken(const Step& step, const session::Output& output) {
    if (output.rejected) {
      LW_TRY(record(JournalEvent::kRejected, output.rejected->message));
      return failure(ErrorCode::kCommandRejected,
                     fmt::format("line {} \"{}\" was refused: {}", outcome_.applied.size() + 1,
                                 shown(step.command), output.rejected->message),
                     hint_behind_refusal(*request_.access.platform, output.rejected->hint));
    }
    LW_TRY(record(JournalEvent::kAcknowledged, shown(step.command)));
    outcome_.applied.push_back(shown(step.command));
    progress(fmt::format("entered: {}", shown(step.command)));
    return {};
  }

  net::Task<Result<std::string>> show(const std::string& command) {
    auto output = co_await session_->run(command, {}, Deadline::after(request_.timeouts.command));
    if (!output) co_return std::unexpected(std::move(output).error());
    if (output->rejected) {
      co_return failure(ErrorCode::kCommandRejected,
                        fmt::format("\"{}\" was refused: {}", command, output->rejected->message),
                        "the login needs the privileged mode: give the enable password");
    }
    co_return std::move(output->text);
  }

  [[nodiscard]] std::string shown(std::string_view command) const {
    return request_.access.platform->redact(command);
  }

  Result<void> record(JournalEvent event, std::string_view detail) {
    return journal_.record(request_.access.device.name, event, detail);
  }

  void progress(const std::string& line) const {
    if (callbacks_.progress) callbacks_.progress(line);
  }

  Request request_;
  device::Connector& connector_;
  device::Journal& journal_;
  Callbacks callbacks_;
  std::stop_token stop_;
  AccessChange change_;
  Outcome outcome_;
  std::unique_ptr<Session> session_;
  std::optional<session::SetupAnswers> setup_;  // while the first session is opened
  std::optional<Transport> way_left_;
  std::string failed_proof_;
  bool entering_ = false;  // lines that go out now change the device: they belong in the journal
  std::optional<Error> journal_fault_;
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
