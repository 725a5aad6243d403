// Conditions that need more than lines: named in procedures/*.yaml as `check: NAME` or `check: NAME
// ARGUMENT`.
#pragma once

#include <string_view>

#include "base/result.h"
#include "procedure/condition.h"

namespace lw::procedure {

// kInvalidArgument with the list of those there are.
[[nodiscard]] Result<ConditionPtr> make_check(std::string_view name_and_argument);

}  // namespace lw::procedure
