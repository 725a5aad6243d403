// Ansible's patterns of host names: "r[01:10].example.com", "db-[a:f]", "r[0:20:5]". Pure; any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lw::exchange {

// At most `limit` names; kInvalidArgument for more, and for a range that is none. A bracketed IPv6
// address is no range.
[[nodiscard]] Result<std::vector<std::string>> expand_hosts(std::string_view pattern,
                                                            std::size_t limit);

}  // namespace lw::exchange
