// Devices that are parts of others: modules in the slots of a chassis, contexts of a firewall.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "store/inventory_state.h"

namespace lw::store {
namespace {

// Of one kind of part: the column that names the whole, and words for errors.
struct Belonging {
  std::string_view column;
  std::string_view whole;
  std::string_view part;
};
constexpr Belonging kModule{"chassis", "chassis", "module"};
constexpr Belonging kContext{"context_of", "firewall", "context"};

Result<std::vector<std::string>> parts_of(Database& database, const Belonging& belonging,
                                          const std::string& whole) {
  LW_ASSIGN(auto query, database.prepare(fmt::format("SELECT name FROM device WHERE {} = ?1 "
                                                     "ORDER BY name LIMIT ?2",
                                                     belonging.column)));
  query.bind(1, whole).bind(2, kMostUsersNamed);
  return names_in(query);
}

// The whole is there, is no part of its kind itself, and the part is no whole.
Result<void> check_belongs(Database& database, const Belonging& belonging, const std::string& whole,
                           const std::string& part) {
  if (whole.empty()) return {};
  LW_ASSIGN(auto query, database.prepare(
                            fmt::format("SELECT {} FROM device WHERE name = ?", belonging.column)));
  LW_ASSIGN(const bool found, query.bind(1, whole).step());
  if (!found && whole != part) return no_such_device(whole);
  const bool nested = found && !query.text(0).empty();
  if (nested || whole == part) {
    return failure(
        ErrorCode::kInvalidArgument,
        fmt::format(
            "{} can't be the {} of {}: it is {}", printable(whole, 80), belonging.whole, part,
            nested ? fmt::format("a {} itself", belonging.part) : std::string("the same device")));
  }
  LW_ASSIGN(const auto parts, parts_of(database, belonging, part));
  if (parts.empty()) return {};
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("{} can't be a {} of {}: it is the {} of {}", part, belonging.part,
                             whole, belonging.whole, fmt::join(parts, ", ")));
}

}  // namespace

Result<void> Inventory::State::check_chassis(const Device& device) {
  return check_belongs(database, kModule, device.chassis, device.name);
}

Result<void> Inventory::State::check_context(const Device& device) {
  return check_belongs(database, kContext, device.context_of, device.name);
}

Result<void> Inventory::State::check_no_parts(const std::string& name) {
  for (const auto& belonging : {kModule, kContext}) {
    LW_ASSIGN(const auto parts, parts_of(database, belonging, name));
    if (parts.empty()) continue;
    return failure(
        ErrorCode::kConflict,
        fmt::format("{} is the {} of {}", name, belonging.whole, fmt::join(parts, ", ")),
        belonging.whole == kModule.whole
            ? "remove them first, or give them another: linewarden device set NAME --chassis"
            : "remove them first");
  }
  return {};
}

}  // namespace lw::store
