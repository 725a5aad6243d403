// Devices that are modules in the slots of others.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "store/inventory_state.h"

namespace lw::store {
namespace {

constexpr std::int64_t kMostModulesNamed = 5;

Result<std::vector<std::string>> modules_of(Database& database, const std::string& chassis) {
  LW_ASSIGN(auto query, database.prepare("SELECT name FROM device WHERE chassis = ?1 LIMIT ?2"));
  query.bind(1, chassis).bind(2, kMostModulesNamed);
  return names_in(query);
}

}  // namespace

Result<void> Inventory::State::check_chassis(const Device& device) {
  if (device.chassis.empty()) return {};
  LW_ASSIGN(auto query, database.prepare("SELECT chassis FROM device WHERE name = ?"));
  LW_ASSIGN(const bool found, query.bind(1, device.chassis).step());
  if (!found && device.chassis != device.name) return no_such_device(device.chassis);
  const bool nested = found && !query.text(0).empty();
  if (nested || device.chassis == device.name) {
    return failure(
        ErrorCode::kInvalidArgument,
        fmt::format("{} can't be the chassis of {}: it is {}", printable(device.chassis, 80),
                    device.name, nested ? "a module itself" : "the same device"));
  }
  LW_ASSIGN(const auto modules, modules_of(database, device.name));
  if (modules.empty()) return {};
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("{} can't be a module of {}: it is the chassis of {}", device.name,
                             device.chassis, fmt::join(modules, ", ")));
}

Result<void> Inventory::State::check_no_modules(const std::string& name) {
  LW_ASSIGN(const auto modules, modules_of(database, name));
  if (modules.empty()) return {};
  return failure(ErrorCode::kConflict,
                 fmt::format("{} is the chassis of {}", name, fmt::join(modules, ", ")),
                 "remove them first, or give them another: linewarden device set NAME --chassis");
}

}  // namespace lw::store
