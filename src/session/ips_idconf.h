// A sensor's configuration between its two forms: the lines of its command line ("service host",
// "network-settings", "host-ip …", "exit") and IDCONF documents, which have the same names in them
// (facts 4.1; that every name is the same, and how a service's name becomes a component's, is
// inferred). Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lw::session {

// A reply to getConfigDelta as the lines of `show configuration`; what is protected is left out.
[[nodiscard]] Result<std::string> ips_commands(std::string_view reply);

// The lines of one service, from "service NAME" to the "exit" that leaves it.
struct IpsEdit {
  std::size_t first = 0;  // of the lines given
  std::size_t count = 0;
  std::string request;  // an editConfigDelta: merges, and deletes what a "no" is before
};

// kInvalidArgument, with the number of the line, for what is outside any service or can't be
// expressed.
[[nodiscard]] Result<std::vector<IpsEdit>> ips_edits(const std::vector<std::string_view>& lines);

}  // namespace lw::session
