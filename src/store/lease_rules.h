// One writer a device: what a lease is, and when it changes hands. Pure; the store keeps the row
// and calls these inside a transaction. Explored exhaustively by lease_rules_test.cc: lines that
// reach a device come in the order of their tokens, whatever two writers, the clock and crashes do,
// as long as a writer sends a line within the margin after asking whether it still holds the lease.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "database/database.h"

namespace lw::store {

struct LeaseRow {
  std::string holder = {};  // empty: nobody
  std::int64_t token = 0;   // grows with each change of hands, for ever
  std::string era = {};     // of the clock
  std::int64_t until = 0;   // milliseconds of the store's clock
};

[[nodiscard]] bool is_free(const LeaseRow& row, const database::Clock& now);

// nullopt: somebody has it.
[[nodiscard]] std::optional<LeaseRow> taken(const LeaseRow& row, const std::string& holder,
                                            const database::Clock& now, std::int64_t milliseconds);
// nullopt: it is lost, or ran out.
[[nodiscard]] std::optional<LeaseRow> renewed(const LeaseRow& row, std::int64_t token,
                                              const database::Clock& now,
                                              std::int64_t milliseconds);
// As it was, when it is another's.
[[nodiscard]] LeaseRow released(const LeaseRow& row, std::int64_t token);

}  // namespace lw::store
