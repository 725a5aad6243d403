// What a session over the web interface does about failover pairs. There is no prompt that would
// tell which unit this is, so the device is asked.
#include "session/asa_web.h"
#include "session/failover.h"

namespace lw::session {

using platform::UnitRole;

net::Task<Result<UnitState>> AsaWeb::ask_unit(Deadline deadline) {
  const platform::Pair& pair = platform_->pair;
  LW_CO_ASSIGN(const Output answer, settle(co_await run_alone(pair.command, deadline)));
  co_return read_unit_state(pair, answer);
}

net::Task<Result<void>> AsaWeb::check_unit(Deadline deadline) {
  if (alone_ || platform_->pair.command.empty()) co_return Result<void>{};
  LW_CO_ASSIGN(const UnitState state, co_await ask_unit(deadline));
  alone_ = state.role == UnitRole::kAlone;
  if (state.role != UnitRole::kStandby) co_return Result<void>{};
  co_return std::unexpected(unit_stands_by(state));
}

net::Task<Result<void>> AsaWeb::check_writable(Deadline deadline) {
  LW_CO_TRY(ready());
  co_return co_await check_unit(deadline);
}

net::Task<Result<void>> AsaWeb::check_switch_over(const std::vector<Output>& outputs,
                                                  Deadline deadline) {
  const Output& last = outputs.back();
  if (!last.rejected || !is_standby_refusal(platform_->pair, last)) co_return Result<void>{};
  const auto state = co_await ask_unit(deadline);
  co_return std::unexpected(
      switched_over({last.rejected->index + 1, true, state ? state->other : ""}));
}

}  // namespace lw::session
