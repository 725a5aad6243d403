// Which servers and which methods the router's configuration names: "tacacs-server host …", "tacacs
// server NAME", "radius-server host …", "radius server NAME", "aaa group server …", "aaa
// authentication …". Pure.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/aaa_methods.h"
#include "lab/device.h"
#include "lab/ios_config.h"

namespace lw::lab {

// The methods of a list such as "authentication login" "default"; nullopt: there is no such list.
// Methods that the simulated router does not have are passed over.
[[nodiscard]] std::optional<std::vector<AaaMethod>> ios_aaa_methods(const IosConfig& config,
                                                                    std::string_view service,
                                                                    std::string_view list);

// Of "group NAME": all servers of a protocol for "tacacs+" and "radius", those of an "aaa group
// server" otherwise, in the order of the configuration.
[[nodiscard]] std::vector<AaaServer> ios_aaa_servers(const IosConfig& config,
                                                     std::string_view group);

// The settings of a line; nullopt: the console.
[[nodiscard]] const std::vector<std::string>& ios_line_settings(const IosConfig& config,
                                                                std::optional<std::size_t> vty);
// What follows `words` in such settings; empty: nothing does.
[[nodiscard]] std::string ios_line_value(const std::vector<std::string>& line,
                                         std::string_view words);
// "tty0" of the console, "tty2" of vty 0, as servers are told (inferred).
[[nodiscard]] std::string ios_port_name(std::optional<std::size_t> vty);

// What a user at this line logs in by, never empty: the users of "login local" without AAA.
[[nodiscard]] std::vector<AaaMethod> ios_login_methods(const IosConfig& config,
                                                       std::optional<std::size_t> vty);

// A user and a password. `config` outlives the answer; `done` is called once, at once or later.
void ios_log_in(AaaClient* client, const IosConfig& config, std::optional<std::size_t> vty,
                AaaQuestion question, std::function<void(LoginGrant)> done);

}  // namespace lw::lab
