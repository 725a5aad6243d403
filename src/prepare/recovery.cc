#include "prepare/recovery.h"

#include <fmt/format.h>

#include "prepare/guard.h"

namespace lw::prepare {
namespace {

constexpr std::string_view kAgain = "run the same command again";

}  // namespace

net::Task<Error> Recovery::recover(Error error, std::unique_ptr<session::Session>& session,
                                   configtext::Document running, bool at_risk) {
  const platform::Undo* undo = undo_.armed();
  if (undo == nullptr && !at_risk) co_return error;
  if (undo != nullptr && !undo->at_once.empty()) {
    if (co_await undone_at_once(session)) {
      error.message += "; the device has taken the change back";
      error.hint = fmt::format("the device is as it was before: {}", kAgain);
      co_return error;
    }
  } else {
    // Whoever was just refused is not tried again.
    const bool refused = error.code == ErrorCode::kLoginRefused;
    bool in = !refused && co_await gets_in(session);
    if (!in) {
      const auto restored =
          co_await entry_.restore(*session, lines_that_restore(running, entry_.applied()));
      in = restored && co_await gets_in(session);
      if (in) error.message += "; who may log in, and how, was put back as it was";
    }
    if (in && undo == nullptr) co_return error;
    if (in && co_await undo_.disarm(*session)) co_return error;
  }
  if (undo_.armed() == nullptr) co_return error;
  error.message += fmt::format("; the device takes the change back by itself within {} minutes{}",
                               kUndoAfter.count(), undo_.armed()->reloads ? ", by a reload" : "");
  error.hint = fmt::format("{}: it goes on with what is missing", kAgain);
  co_return error;
}

net::Task<bool> Recovery::undone_at_once(std::unique_ptr<session::Session>& session) {
  auto back = co_await undo_.take_back(*session);
  if (!back && co_await gets_in(session)) back = co_await undo_.take_back(*session);
  co_return back.has_value();
}

net::Task<bool> Recovery::gets_in(std::unique_ptr<session::Session>& session) {
  auto again = co_await ways_.open_again();
  if (!again) co_return false;
  std::swap(session, *again);
  co_await (*again)->close(Deadline::after(kGoodbye));
  co_return true;
}

}  // namespace lw::prepare
