// What a session on a terminal does about failover pairs: asks which unit this is before anything
// is written, and notices a switch-over in mid-work.
#include "session/cli_session.h"
#include "session/failover.h"

namespace lw::session {

using platform::UnitRole;

net::Task<Result<void>> CliSession::check_unit(Deadline deadline) {
  const platform::Pair& pair = platform_->pair;
  if (pair.command.empty() || alone_ || pair.role_in(prompt_.host) == UnitRole::kActive) {
    co_return Result<void>{};
  }
  const auto answer = settle(co_await exchange(pair.command, {}, deadline));
  if (!answer) co_return std::unexpected(answer.error());
  const UnitState state = read_unit_state(pair, *answer);
  alone_ = state.role == UnitRole::kAlone;
  if (state.role != UnitRole::kStandby) co_return Result<void>{};
  co_return std::unexpected(unit_stands_by(state));
}

net::Task<Result<void>> CliSession::check_switch_over(const Output& output, std::size_t line,
                                                      Deadline deadline) {
  const platform::Pair& pair = platform_->pair;
  if (pair.command.empty()) co_return Result<void>{};
  const bool refused = is_standby_refusal(pair, output);
  if (!refused && (alone_ || pair.role_in(prompt_.host) != UnitRole::kStandby)) {
    co_return Result<void>{};
  }
  const auto answer = settle(co_await exchange(pair.command, {}, deadline));
  const std::string other = answer ? read_unit_state(pair, *answer).other : "";
  co_return std::unexpected(switched_over({line, refused, other}));
}

}  // namespace lw::session
