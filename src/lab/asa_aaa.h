// Who the firewall's configuration says is asked for a password: "aaa authentication ssh console
// NAME LOCAL", "aaa-server NAME protocol …", "aaa-server NAME (interface) host …". Pure.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "lab/aaa_methods.h"
#include "lab/asa_config.h"

namespace lw::lab {

// Of ssh, telnet, serial or enable; nullopt: the configuration has no line about it.
[[nodiscard]] std::optional<std::vector<AaaMethod>> asa_aaa_methods(const AsaConfig& config,
                                                                    std::string_view service);

// A user and a password. `config` need not outlive the call; `done` is called once, at once or
// later. Refused when the configuration has no line about the service.
void asa_log_in(AaaClient* client, const AsaConfig& config, std::string_view service,
                AaaQuestion question, std::function<void(AaaAnswer)> done);

}  // namespace lw::lab
