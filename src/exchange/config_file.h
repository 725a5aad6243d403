// A device from its configuration: which family wrote the text, what the device calls itself, where
// it is managed. What the text does not tell stays open. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "exchange/row.h"
#include "platform/platform.h"

namespace lw::exchange {

inline constexpr std::size_t kMaxConfigBytes = 16U * 1024 * 1024;

enum class NameFrom : std::uint8_t { kText, kFile };

struct ConfigOptions {
  std::string interface = {};  // whose address is taken; empty: see config_address.h
  NameFrom name_from = NameFrom::kText;
};

// One row, with the text itself in its entry. kInvalidArgument in it when no family is told.
[[nodiscard]] Row read_config(std::string_view path, std::string text,
                              const platform::Registry& registry, const ConfigOptions& options);

}  // namespace lw::exchange
