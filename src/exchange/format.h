// The layouts of inventory files by name, and which one a file has. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "exchange/columns.h"
#include "exchange/row.h"
#include "platform/platform.h"

namespace lw::exchange {

enum class Format : std::uint8_t {
  kCsv,
  kYaml,
  kJson,
  kDcr,
  kSecurityManager,
  kMars,
  kAnsible,
  kNetbox,
  kConfig,
};

[[nodiscard]] std::string_view name(Format format);   // "csv", "csm"
[[nodiscard]] std::string_view title(Format format);  // "Security Manager's CSV"
[[nodiscard]] std::span<const Format> formats();
// kInvalidArgument with the list.
[[nodiscard]] Result<Format> parse_format(std::string_view word);

// From the text itself; kInvalidArgument when nothing tells. Never kMars, which nothing tells.
[[nodiscard]] Result<Format> guess_format(std::string_view text,
                                          const platform::Registry& registry);

// All but kConfig, which is one device a file (config_file.h). kInvalidArgument for columns that
// are given for a format without any.
[[nodiscard]] Result<Reading> read(Format format, std::string_view text,
                                   const std::vector<Column>& columns);

}  // namespace lw::exchange
