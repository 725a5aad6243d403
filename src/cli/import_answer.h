// What an import did, or would do, for people and for programs.
#pragma once

#include "cli/import_files.h"
#include "cli/output.h"
#include "exchange/changes.h"

namespace lw::cli {

enum class DryRun { kNo, kYes };

struct Answer {
  const Imported& imported;
  const exchange::Changes& changes;
  DryRun dry_run;

  void print(Output& output) const;
  void print_json(Output& output) const;
};

}  // namespace lw::cli
