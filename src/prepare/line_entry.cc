#include "prepare/line_entry.h"

#include <fmt/format.h>

#include "base/text.h"

namespace lw::prepare {

using device::JournalEvent;
using procedure::Step;
using procedure::StepMode;
using session::Session;

net::Task<Result<void>> LineEntry::enter(Session& session, std::vector<Step> steps) {
  std::size_t index = 0;
  while (index < steps.size()) {
    if (steps[index].mode == StepMode::kExec) {
      const Step& step = steps[index++];
      if (step.command == platform_->save) continue;
      LW_CO_TRY(co_await enter_exec(session, step));
      continue;
    }
    std::vector<Step> lines;
    while (index < steps.size() && steps[index].mode == StepMode::kConfigure) {
      lines.push_back(steps[index++]);
    }
    LW_CO_TRY(co_await enter_lines(session, std::move(lines)));
  }
  co_return Result<void>{};
}

net::Task<Result<void>> LineEntry::enter(Session& session, std::vector<std::string> configuration) {
  std::vector<Step> steps;
  for (const std::string& command : configuration) {
    Step step;
    step.command = trim(command);
    if (command.starts_with(' ')) step.submode = "config-line";
    steps.push_back(std::move(step));
  }
  co_return co_await enter_lines(session, std::move(steps));
}

net::Task<Result<void>> LineEntry::save(Session& session, Deadline deadline) {
  recorder_.begin_entering(&session);
  LW_CO_TRY(recorder_.entered(co_await session.save(deadline)));
  LW_CO_TRY(recorder_.record(JournalEvent::kAcknowledged, platform_->save));
  note(platform_->save);
  co_return Result<void>{};
}

net::Task<Result<void>> LineEntry::enter_exec(Session& session, Step step) {
  LW_CO_TRY(may_go_on());
  recorder_.begin_entering(&session);
  auto output = recorder_.entered(
      co_await session.run(step.command, session::Answers(step.answers.begin(), step.answers.end()),
                           Deadline::after(kSlowCommand)));
  if (!output) co_return std::unexpected(std::move(output).error());
  co_return taken(step, *output);
}

net::Task<Result<void>> LineEntry::enter_lines(Session& session, std::vector<Step> steps) {
  std::vector<session::ConfigureLine> lines;
  for (const Step& step : steps) {
    LW_CO_TRY(may_go_on());
    // A web interface needs to see what belongs to the section of the line before.
    const std::string_view indent = step.submode.empty() ? "" : " ";
    lines.push_back({fmt::format("{}{}", indent, step.command),
                     session::Answers(step.answers.begin(), step.answers.end())});
  }
  recorder_.begin_entering(&session);
  auto outputs = recorder_.entered(
      co_await session.configure(std::move(lines), Deadline::after(kSlowCommand)));
  if (!outputs) co_return std::unexpected(std::move(outputs).error());
  for (std::size_t i = 0; i < outputs->size() && i < steps.size(); ++i) {
    LW_CO_TRY(taken(steps[i], (*outputs)[i]));
  }
  co_return Result<void>{};
}

Result<void> LineEntry::may_go_on() const {
  if (!stop_.stop_requested()) return {};
  return failure(ErrorCode::kCancelled,
                 fmt::format("stopped after {} lines; nothing was saved", applied_.size()),
                 "run the same command again: it goes on with what is missing");
}

Result<void> LineEntry::taken(const Step& step, const session::Output& output) {
  const std::string shown = recorder_.shown(step.command);
  if (output.rejected) {
    LW_TRY(recorder_.record(JournalEvent::kRejected, output.rejected->message));
    return failure(ErrorCode::kCommandRejected,
                   fmt::format("line {} \"{}\" was refused: {}", applied_.size() + 1, shown,
                               output.rejected->message),
                   "nothing was saved; the lines before it are active until the device reloads");
  }
  LW_TRY(recorder_.record(JournalEvent::kAcknowledged, shown));
  note(shown);
  recorder_.progress(fmt::format("entered: {}", shown));
  return {};
}

}  // namespace lw::prepare
