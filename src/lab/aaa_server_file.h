// Reads an entry of "aaa_servers" in a lab file. Pure.
#pragma once

#include <string_view>

#include "base/result.h"
#include "lab/tacacs_server.h"

namespace YAML {
class Node;
}

namespace lw::lab {

// `lab_address`: that of the lab's devices, for servers that state none.
[[nodiscard]] Result<AaaServerDescription> read_aaa_server(std::string_view origin,
                                                           const YAML::Node& node,
                                                           const YAML::Node& lab_address);

}  // namespace lw::lab
