// What a device's answers mean to a preparation. Pure.
#pragma once

#include <string>

#include "platform/platform.h"
#include "procedure/procedure.h"
#include "session/session.h"

namespace lw::prepare {

// Whether some line of the answer is what the proof expects.
[[nodiscard]] bool shows(const session::Output& output, const procedure::Proof& proof);

// What became of the lines before a refused one, and what to do; `told` by the session, if it was.
[[nodiscard]] std::string hint_behind_refusal(const platform::Platform& platform,
                                              const std::string& told);

}  // namespace lw::prepare
