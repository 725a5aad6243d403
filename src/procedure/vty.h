// The virtual terminals of an IOS configuration: which lines there are and what each lets in. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "procedure/condition.h"

namespace lw::procedure {

struct VtyRange {
  std::uint32_t line = 0;  // index of `line vty A B` in the document
  std::string section;     // "line vty 0 4"
  long first = 0;
  long last = 0;
  std::optional<std::uint32_t> transport;  // indices of the lines inside
  std::optional<std::uint32_t> login;      // `login …` or `no login`
  std::optional<std::uint32_t> access_class;
};

// In the order of the text. `line vty 0 4` written twice is merged: the later line counts, as on a
// device.
[[nodiscard]] std::vector<VtyRange> vty_ranges(const configtext::Document& running);

// Every vty range accepts the transport (an absent `transport input` accepts all: inferred,
// releases differ).
[[nodiscard]] ConditionPtr vty_accepts(std::string transport);
// Every vty range accepts the transport and nothing else.
[[nodiscard]] ConditionPtr vty_only(std::string transport);
// Every vty range asks for user name and password: `login local`, or AAA is on.
[[nodiscard]] ConditionPtr vty_login();
// Every access-class on a vty lets the manager in: parameter `manager`, or any source when that is
// not given.
[[nodiscard]] ConditionPtr vty_access();

}  // namespace lw::procedure
