// A text of configuration lines carried out on a sensor that nobody is at yet: "service" blocks as
// "show configuration" prints them, and "username" lines with a password. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "lab/ips_config.h"

namespace lw::lab {

// kInvalidArgument names the first line that the sensor does not know or take.
[[nodiscard]] Result<void> load_ips_config(IpsConfig& config, std::string_view text);

}  // namespace lw::lab
