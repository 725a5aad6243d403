// Security contexts of an ASA, a PIX or an FWSM in multiple mode: how a session gets into one.
// "system" stands for the system execution space. Command and refusal are verified (facts 1.2),
// the form of names is inferred.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "session/session.h"

namespace lw::session {

// kInvalidArgument for what can't be the name of a context.
[[nodiscard]] Result<void> check_context_name(std::string_view context);

// "changeto context ctx1".
[[nodiscard]] std::string change_context_command(std::string_view context);

// kCommandRejected; `words` are the device's.
[[nodiscard]] Error no_such_context(std::string_view context, std::string_view words);

// On a terminal that has logged in. It is not believed that the context changed when the device
// says anything and does not prompt with it either.
[[nodiscard]] net::Task<Result<void>> change_context(Session& session, std::string context,
                                                     Deadline deadline);

}  // namespace lw::session
