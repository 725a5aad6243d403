// Who may configure which device, as the store knows it: one writer a device, each with a token
// that is greater than every one before. Blocking; on the Inventory's connection, or on one of its
// own. Times are the store's, not this machine's.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "database/database.h"
#include "store/lease_rules.h"

namespace lw::store {

struct Lease {
  std::string device = {};
  std::int64_t token = 0;
};

struct HeldLease {
  std::string device = {};
  std::string holder = {};
  std::int64_t token = 0;
  std::chrono::milliseconds left{0};
};

class Leases {
 public:
  explicit Leases(database::Database& database) : database_(database) {}

  // kConflict says who has it, and for how long still.
  [[nodiscard]] Result<Lease> acquire(const std::string& device, const std::string& holder,
                                      std::chrono::milliseconds length);
  // One outcome a lease, in one transaction; kConflict: it is lost.
  [[nodiscard]] Result<std::vector<Result<void>>> renew(std::span<const Lease> leases,
                                                        std::chrono::milliseconds length);
  [[nodiscard]] Result<void> release(const Lease& lease);
  // Those that run, by device.
  [[nodiscard]] Result<std::vector<HeldLease>> list();
  // Takes it from whoever has it, who will send no further line once it has noticed: at the latest
  // when its lease would have run out. kNotFound: nobody has it.
  [[nodiscard]] Result<void> take_away(const std::string& device);

  // Inside a transaction: whether a change may still be stored for the lease's holder. kConflict
  // when it is lost.
  [[nodiscard]] Result<void> check(const Lease& lease);

 private:
  [[nodiscard]] Result<LeaseRow> find(const std::string& device);
  [[nodiscard]] Result<void> replace(const std::string& device, const LeaseRow& row);

  database::Database& database_;
};

}  // namespace lw::store
