// The audit as one self-contained HTML page: no resource from outside, everything from a
// configuration escaped, and a policy in the page that lets nothing else run.
#pragma once

#include <string>
#include <string_view>

#include "cli/audit_counts.h"
#include "cli/auditor.h"

namespace lw::cli {

// Safe in element content and in attributes with quotes; control characters are made visible.
[[nodiscard]] std::string escape_html(std::string_view text);

class AuditPage {
 public:
  void add(const FileReport& report);
  // The whole page. `made` is when, as shown.
  [[nodiscard]] std::string finish(const AuditCounts& counts, std::string_view made) const;

 private:
  std::string rows_;    // one <tr> a device
  std::string others_;  // one <li> a file that was not audited
};

}  // namespace lw::cli
