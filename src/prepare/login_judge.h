// Who judges logins on a device, read from its configuration: its own accounts, or the servers of
// an AAA method list. That the next method of a list counts only while the one before gives no
// answer is how AAA works on IOS [inferred: long-standing behaviour].
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "configtext/document.h"
#include "prepare/ways_in.h"

namespace lw::prepare {

// The servers that `list` asks first ("aaa authentication login default"): "TACACS+", "RADIUS", or
// the name of a group; nullopt: the device asks none. Pure.
[[nodiscard]] std::optional<std::string> servers_asked(const configtext::Document& running,
                                                       std::string_view list);

// Whether the device has this account itself. Pure.
[[nodiscard]] bool has_account(const configtext::Document& running, std::string_view username);

// "anna was accepted by the TACACS+ server"; empty where no server is asked. Pure.
[[nodiscard]] std::string who_accepted(const configtext::Document& running,
                                       const std::string& username);

// `error`, a refused login of ways.new_credentials(), with who refused it. The device's own account
// tells, if it is another: it counts only while no server answers, so it is tried once.
[[nodiscard]] net::Task<Error> tell_who_refused(Error error, configtext::Document running,
                                                store::DeviceCredentials own_account, WaysIn& ways);

}  // namespace lw::prepare
