// What a device told about itself, as JSON and as tables: of `discover`, and as the inventory kept
// it for `device show`.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "cli/discover_work.h"
#include "cli/output.h"
#include "store/discoveries.h"

namespace lw::cli {

[[nodiscard]] nlohmann::ordered_json to_json(const Discovered& one);
[[nodiscard]] nlohmann::ordered_json to_json(const store::DiscoveryRecord& record);

// A line a device, then what somebody should look at.
void print_discovered(Output& output, const std::vector<Discovered>& all);
// The facts and readiness of one device, and how old they are.
void print_record_of_discovery(Output& output, const store::DiscoveryRecord& record);

}  // namespace lw::cli
