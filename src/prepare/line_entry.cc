#include "prepare/line_entry.h"

#include <fmt/format.h>

#include "base/text.h"
#include "prepare/verdict.h"

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

namespace {

// What is still to be entered behind a line that was refused: the rest of its section with the
// section's first line again; nothing of the section where that is the line.
std::vector<session::ConfigureLine> after_refusal(const std::vector<session::ConfigureLine>& lines,
                                                  std::size_t refused) {
  const auto in_section = [&](std::size_t i) { return lines[i].command.starts_with(' '); };
  std::size_t next = refused + 1;
  std::vector<session::ConfigureLine> rest;
  if (!in_section(refused)) {
    while (next < lines.size() && in_section(next)) ++next;
  } else if (next < lines.size() && in_section(next)) {
    std::size_t opener = refused;
    while (opener > 0 && in_section(opener)) --opener;
    rest.push_back(lines[opener]);
  }
  rest.insert(rest.end(), lines.begin() + static_cast<std::ptrdiff_t>(next), lines.end());
  return rest;
}

}  // namespace

net::Task<bool> LineEntry::restore(Session& session, std::vector<std::string> configuration) {
  std::vector<session::ConfigureLine> lines;
  for (const std::string& line : configuration) lines.push_back({line, {}});
  bool all = true;
  while (!lines.empty()) {
    recorder_.begin_entering(&session);
    const auto outputs =
        recorder_.entered(co_await session.configure(lines, Deadline::after(kSlowCommand)));
    if (!outputs || outputs->empty()) co_return false;
    if (!outputs->back().rejected) co_return all;
    all = false;
    lines = after_refusal(lines, outputs->size() - 1);
  }
  co_return all;
}

net::Task<Result<void>> LineEntry::save(Session& session, Deadline deadline) {
  recorder_.begin_entering(&session);
  LW_CO_ASSIGN(const session::Saved saved, recorder_.entered(co_await session.save(deadline)));
  if (saved.command.empty()) {
    if (!saved.note.empty()) {
      recorder_.progress(fmt::format("the device keeps each change: \"{}\"", saved.note));
    }
    co_return Result<void>{};
  }
  LW_CO_TRY(recorder_.record(JournalEvent::kAcknowledged, saved.command));
  note(saved.command);
  co_return Result<void>{};
}

net::Task<Result<session::SetupEnd>> LineEntry::set_up(Session& session, std::string dialog,
                                                       session::SetupAnswers answers) {
  LW_CO_TRY(may_go_on());
  recorder_.begin_entering(&session);
  co_return recorder_.entered(co_await session.set_up(std::move(dialog), std::move(answers),
                                                      Deadline::after(kSlowCommand)));
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
                   hint_behind_refusal(*platform_, output.rejected->hint));
  }
  LW_TRY(recorder_.record(JournalEvent::kAcknowledged, shown));
  note(shown);
  recorder_.progress(fmt::format("entered: {}", shown));
  return {};
}

}  // namespace lw::prepare
