// Devices as rows: the columns, and what hangs on a device in tables of its own (ports, groups,
// tags). Private to the room; belongs to the Inventory.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "database/database.h"
#include "store/device.h"
#include "store/device_query.h"

namespace lw::store {

class DeviceRows {
 public:
  explicit DeviceRows(database::Database& database) : database_(database) {}

  // By name, with everything that hangs on them.
  [[nodiscard]] Result<std::vector<Device>> find(const DeviceQuery& query);
  // How many there are of it, whatever its page.
  [[nodiscard]] Result<std::int64_t> count(const DeviceQuery& query);
  // Inside the caller's transaction. Names that are taken fail.
  [[nodiscard]] Result<void> insert(std::span<const Device* const> devices);
  // false: there is no such device.
  [[nodiscard]] Result<bool> update(const Device& device);

 private:
  [[nodiscard]] Result<database::Statement> parts_of(std::string_view select,
                                                     const std::vector<Device>& devices);
  [[nodiscard]] Result<void> attach_ports(std::vector<Device>& devices);
  [[nodiscard]] Result<void> attach_labels(std::vector<Device>& devices);
  [[nodiscard]] Result<void> insert_parts(std::span<const Device* const> devices);

  database::Database& database_;
};

}  // namespace lw::store
