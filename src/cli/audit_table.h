// The audit as people read it: a row a device with a mark a procedure, written as the results come,
// and the counts at the end.
#pragma once

#include <string>
#include <vector>

#include "cli/audit_counts.h"
#include "cli/auditor.h"
#include "cli/output.h"

namespace lw::cli {

enum class Detail { kMarks, kEvidence };

class AuditTable {
 public:
  // `procedures`: the ids of the columns, in order.
  AuditTable(Output& output, std::vector<std::string> procedures, Detail detail);

  void add(const FileReport& report);
  void finish(const AuditCounts& counts);

 private:
  void print_heading();
  void print_details(const FileReport& report);
  [[nodiscard]] std::string mark(procedure::Status status) const;
  [[nodiscard]] std::string cells(const FileReport& report) const;

  Output& output_;
  std::vector<std::string> procedures_;
  Detail detail_;
  std::size_t cell_;  // columns of one mark, its gap included
  bool heading_printed_ = false;
};

}  // namespace lw::cli
