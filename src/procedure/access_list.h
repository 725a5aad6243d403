// Whether an IOS access list lets a management station in. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "procedure/condition.h"

namespace lw::procedure {

// nullopt when list `name` lets in the source that matters: the parameter `manager`, or every
// source when it is not given. Otherwise what is in the way, in words that start with `where`. A
// list that the text does not define permits everything [inferred].
[[nodiscard]] std::optional<std::string> why_not_permitted(const Context& context,
                                                           std::string_view name,
                                                           std::string_view where);

}  // namespace lw::procedure
