// The page's charts: stacked bars as SVG, with the same numbers as text beside each bar.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "cli/audit_counts.h"

namespace lw::cli {

// A <figure> with a bar for each entry; `unit` names what is counted. Empty without entries.
[[nodiscard]] std::string readiness_chart(std::string_view title, std::string_view unit,
                                          const std::map<std::string, ReadyCount>& counts);

}  // namespace lw::cli
