// The configuration grammar of PIX 6, as data: one mode, no sections but those of object groups;
// what it says to a line that it does not take. Read only: any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lab/asa_rules.h"

namespace lw::lab {

[[nodiscard]] std::span<const AsaRule> pix6_rules();

// In which order it shows its lines: as AsaConfig's own.
[[nodiscard]] std::span<const std::string_view> pix6_order();

// As it comes out of its box.
[[nodiscard]] std::string_view pix6_factory_config();

// The "Usage:" block of the command that `line` begins with, or that there is no such command.
// Verified that PIX 6 answers so; the blocks themselves are inferred.
[[nodiscard]] std::string pix6_usage(std::string_view line);

}  // namespace lw::lab
