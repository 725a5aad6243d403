// What a parameter's value must be, by type name, with the rule in words for messages. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "procedure/procedure.h"

namespace lw::procedure {

// The rule of a type in words ("1 to 31 characters without blanks"); nullopt for a type that there
// is not.
[[nodiscard]] std::optional<std::string_view> rule_of(std::string_view type);

// Whether the text can be a value of the type (choices are checked by check_value).
[[nodiscard]] bool fits(std::string_view type, std::string_view value);

// kInvalidArgument naming the parameter and the rule, never the value of a secret.
[[nodiscard]] Result<void> check_value(const Parameter& parameter, std::string_view value);

// Every value against its parameter, unknown names, and rules between parameters (last vty line
// after the first).
[[nodiscard]] Result<void> check_values(const Procedure& procedure, const Values& values);

struct Ipv4 {
  std::uint32_t bits = 0;
};
[[nodiscard]] std::optional<Ipv4> parse_ipv4(std::string_view text);
[[nodiscard]] std::optional<Ipv4> parse_netmask(std::string_view text);  // contiguous ones

}  // namespace lw::procedure
