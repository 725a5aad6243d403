// Whether a login that works is good for anything. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "base/error.h"
#include "device/access.h"
#include "session/session.h"

namespace lw::device {

// kLoginRefused where the login ended in the user mode, with no password for the way on, or gave a
// level below the one that may do everything. `answer`: to the platform's privilege.command; empty:
// not asked.
[[nodiscard]] std::optional<Error> lack_of_privilege(const Access& access,
                                                     const session::Session& session,
                                                     std::string_view answer);

}  // namespace lw::device
