#include "prepare/armed_undo.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/text.h"
#include "prepare/unsaved.h"

namespace lw::prepare {

using device::JournalEvent;
using platform::Undo;
using session::Session;

namespace {

std::string arm_command(const Undo& undo) {
  constexpr std::string_view kMinutes = "{minutes}";
  std::string command = undo.arm;
  command.replace(command.find(kMinutes), kMinutes.size(), fmt::to_string(kUndoAfter.count()));
  return command;
}

}  // namespace

std::vector<std::string> ArmedUndo::commands() const {
  std::vector<std::string> all;
  for (const Undo& undo : platform_->undo) all.push_back(arm_command(undo));
  return all;
}

net::Task<Result<session::Output>> ArmedUndo::ask(Session& session, std::string command,
                                                  session::Answers answers) {
  co_return co_await session.run(std::move(command), std::move(answers),
                                 Deadline::after(patience_));
}

net::Task<Result<bool>> ArmedUndo::is_pending(Session& session, const Undo& undo) {
  LW_CO_ASSIGN(const auto output, co_await ask(session, undo.look));
  if (output.rejected) co_return false;
  for (const std::string_view line : split_lines(output.text)) {
    if (undo.pending.found_in(line)) co_return true;
  }
  co_return false;
}

net::Task<Result<bool>> ArmedUndo::is_saved(Session& session, const configtext::Document& running) {
  if (platform_->startup_config.empty()) co_return false;
  LW_CO_ASSIGN(auto output, co_await ask(session, platform_->startup_config));
  if (output.rejected) co_return false;
  co_return same_configuration(
      running, configtext::Document::read(std::move(output.text), running.dialect()));
}

net::Task<Result<void>> ArmedUndo::settle_earlier(Session& session) {
  if (platform_->undo.empty()) co_return Result<void>{};
  LW_CO_ASSIGN(const bool left, journal_.left_armed(device_));
  if (!left) co_return Result<void>{};
  for (const Undo& undo : platform_->undo) {
    LW_CO_ASSIGN(const bool pending, co_await is_pending(session, undo));
    if (!pending) continue;
    recorder_.progress(
        fmt::format("an earlier run left \"{}\" armed: confirming it, for a new login has worked",
                    arm_command(undo)));
    LW_CO_TRY(co_await confirm(session, undo));
    co_return Result<void>{};
  }
  co_return recorder_.record(JournalEvent::kDisarmed, "the device has none pending");
}

net::Task<Result<void>> ArmedUndo::arm(Session& session, configtext::Document running) {
  for (const Undo& undo : platform_->undo) {
    LW_CO_ASSIGN(const bool pending, co_await is_pending(session, undo));
    if (pending) {
      co_return failure(
          ErrorCode::kConflict,
          fmt::format("the device is about to undo somebody else's change: see \"{}\"", undo.look),
          fmt::format("nothing was entered: settle that first (\"{}\" keeps the change), then run "
                      "this again",
                      undo.disarm));
    }
  }
  for (const Undo& undo : platform_->undo) {
    if (undo.reloads) {
      LW_CO_ASSIGN(const bool saved, co_await is_saved(session, running));
      if (!saved) {
        note_ = fmt::format(
            "\"{}\" was not armed: the device has changes that are not saved, and a reload would "
            "lose them",
            arm_command(undo));
        continue;
      }
    }
    LW_CO_ASSIGN(const bool armed, co_await try_to_arm(session, undo));
    if (armed) co_return Result<void>{};
  }
  if (note_.empty()) note_ = "the device has no undo of its own that could be armed";
  recorder_.progress(note_);
  co_return Result<void>{};
}

net::Task<Result<bool>> ArmedUndo::try_to_arm(Session& session, const Undo& undo) {
  const std::string command = arm_command(undo);
  // Recorded first: a run that is cut here may have left it armed.
  LW_CO_TRY(recorder_.record(JournalEvent::kArmed, command));
  auto output = co_await ask(session, command, {undo.answers.begin(), undo.answers.end()});
  const bool cannot = !output && output.error().code == ErrorCode::kUnsupported;
  if (!output && !cannot) co_return std::unexpected(std::move(output).error());
  if (output && session.mode() == platform::Mode::kConfigure) {
    LW_CO_TRY(co_await ask(session, platform_->end_configure));
  }
  if (cannot || output->rejected) {
    const std::string words = cannot ? output.error().message : output->rejected->message;
    LW_CO_TRY(recorder_.record(JournalEvent::kDisarmed, words));
    note_ = fmt::format("\"{}\" can't be armed: {}", command, words);
    co_return false;
  }
  armed_ = &undo;
  note_.clear();
  recorder_.progress(
      fmt::format("armed: the device takes the change back in {} minutes unless "
                  "it is confirmed",
                  kUndoAfter.count()));
  co_return true;
}

net::Task<Result<void>> ArmedUndo::confirm(Session& session, const Undo& undo) {
  LW_CO_ASSIGN(const auto output, co_await ask(session, undo.disarm));
  if (output.rejected) {
    co_return failure(ErrorCode::kCommandRejected,
                      fmt::format("\"{}\" was refused: {}", undo.disarm, output.rejected->message),
                      "the device still takes the change back by itself: confirm it there");
  }
  co_return recorder_.record(JournalEvent::kDisarmed, undo.disarm);
}

net::Task<Result<void>> ArmedUndo::disarm(Session& session) {
  LW_CO_ASSIGN(const bool pending, co_await is_pending(session, *armed_));
  if (!pending) {
    armed_ = nullptr;
    LW_CO_TRY(recorder_.record(JournalEvent::kDisarmed, "the device has taken its change back"));
    co_return failure(ErrorCode::kConflict,
                      fmt::format("the change was not confirmed within {} minutes, and the device "
                                  "has taken it back",
                                  kUndoAfter.count()),
                      "run the same command again");
  }
  LW_CO_TRY(co_await confirm(session, *armed_));
  armed_ = nullptr;
  co_return Result<void>{};
}

net::Task<Result<void>> ArmedUndo::take_back(Session& session) {
  LW_CO_ASSIGN(const auto output, co_await ask(session, armed_->at_once));
  if (output.rejected) {
    co_return failure(
        ErrorCode::kCommandRejected,
        fmt::format("\"{}\" was refused: {}", armed_->at_once, output.rejected->message));
  }
  LW_CO_TRY(recorder_.record(JournalEvent::kDisarmed, armed_->at_once));
  armed_ = nullptr;
  co_return Result<void>{};
}

}  // namespace lw::prepare
