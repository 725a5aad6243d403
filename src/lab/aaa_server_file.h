// Reads an entry of "aaa_servers" in a lab file. Includes yaml-cpp: for the .cc files that read lab
// files alone. Pure.
#pragma once

#include <yaml-cpp/yaml.h>

#include <string_view>

#include "base/result.h"
#include "lab/tacacs_server.h"

namespace lw::lab {

// `lab_address`: that of the lab's devices, for servers that state none.
[[nodiscard]] Result<AaaServerDescription> read_aaa_server(std::string_view origin,
                                                           const YAML::Node& node,
                                                           const YAML::Node& lab_address);

}  // namespace lw::lab
