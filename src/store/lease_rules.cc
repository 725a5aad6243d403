#include "store/lease_rules.h"

namespace lw::store {

bool is_free(const LeaseRow& row, const database::Clock& now) {
  return row.holder.empty() || row.era != now.era || row.until <= now.milliseconds;
}

std::optional<LeaseRow> taken(const LeaseRow& row, const std::string& holder,
                              const database::Clock& now, std::int64_t milliseconds) {
  if (!is_free(row, now)) return std::nullopt;
  return LeaseRow{holder, row.token + 1, now.era, now.milliseconds + milliseconds};
}

std::optional<LeaseRow> renewed(const LeaseRow& row, std::int64_t token, const database::Clock& now,
                                std::int64_t milliseconds) {
  if (row.token != token || is_free(row, now)) return std::nullopt;
  LeaseRow next = row;
  next.until = now.milliseconds + milliseconds;
  return next;
}

LeaseRow released(const LeaseRow& row, std::int64_t token) {
  LeaseRow next = row;
  if (row.token == token) next.holder.clear();
  return next;
}

}  // namespace lw::store
