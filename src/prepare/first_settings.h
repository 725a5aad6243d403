// The set-up dialogue of a device without configuration, seen from a procedure: what to answer, and
// what to show to whoever approves it. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "configtext/document.h"
#include "platform/platform.h"
#include "procedure/procedure.h"
#include "session/session.h"
#include "store/inventory.h"

namespace lw::prepare {

// The procedure's answers, and the device's own credentials where a question asks for them. The
// caller adds `approve`.
[[nodiscard]] session::SetupAnswers first_settings(const std::vector<procedure::SetupStep>& steps,
                                                   const platform::Platform& platform,
                                                   const store::DeviceCredentials& credentials);

// Of these answers, those to the first dialogue that is begun by a command.
void keep_for_command(std::vector<procedure::SetupStep>& steps, const platform::Platform& platform);

// Whether an interface has this address.
[[nodiscard]] bool shows_address(const configtext::Document& running, std::string_view address);

// Whether it gives the user another password.
[[nodiscard]] bool sets_password(const platform::SetupDialog& dialog);

// Whether the device is told to restart.
[[nodiscard]] bool restarts(const std::vector<procedure::SetupStep>& steps);

// A plan that shows the answers in this dialogue alone.
[[nodiscard]] procedure::Plan first_settings_plan(const platform::SetupDialog& dialog,
                                                  const std::vector<procedure::SetupStep>& steps);

}  // namespace lw::prepare
