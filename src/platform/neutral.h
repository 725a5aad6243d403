// A platform for a first look at a device of which nothing is known: it takes the prompts, pagers
// and refusals of every family, asks for no privilege and never configures. With it a session can
// log in and ask `show version`, from which the family is recognised. Pure; any thread.
#pragma once

#include <memory>

#include "platform/platform.h"

namespace lw::platform {

[[nodiscard]] std::shared_ptr<const Platform> neutral_platform(const Registry& registry);

}  // namespace lw::platform
