// One file's audit as JSON (the fields of the contract, and more).
#pragma once

#include <string>

#include "cli/auditor.h"

namespace lw::cli {

// An object: {file, platform, hostname, procedures[{id, status, evidence[{line, text}],
// missing[]}], hazards[{line, rule, text}], …}; with `error` or `skipped` where there is no audit.
[[nodiscard]] std::string audit_json(const FileReport& report);

}  // namespace lw::cli
