#include "lab/chassis.h"

#include <fmt/format.h>

namespace lw::lab {

std::string backplane_address(int slot, int processor) {
  return fmt::format("127.0.0.{}", slot * 10 + processor);
}

const Device* Chassis::at(int slot) const {
  const auto place = modules_.find(slot);
  return place == modules_.end() ? nullptr : place->second.get();
}

Result<std::unique_ptr<NestedSession>> Chassis::open(int slot, std::string_view escape) const {
  const auto place = modules_.find(slot);
  if (place == modules_.end()) {
    return failure(ErrorCode::kNotFound, fmt::format("slot {} is empty", slot));
  }
  LW_ASSIGN(auto session,
            place->second->open({Transport::kBackplane, backplane_address(1, 1), ""}));
  return std::make_unique<NestedSession>(place->second, std::move(session), escape);
}

Chassis::Tables Chassis::ios_tables() const {
  Tables tables;
  for (const auto& [slot, module] : modules_) {
    const ModuleCard card = module->module_card().value_or(ModuleCard{});
    tables.modules += fmt::format("{:3}{:5}  {:<38} {:<18} {}\n", slot, card.ports, card.type,
                                  card.model, card.serial);
    const std::string mac = fmt::format("0200.5e00.{:02x}", slot);
    tables.addresses += fmt::format("{:3}  {}00 to {}07   {:<5} {:<12} {:<12} Ok\n", slot, mac, mac,
                                    card.hardware, card.firmware, card.software);
    tables.status += fmt::format("{:3}  Pass\n", slot);
  }
  return tables;
}

Chassis::Tables Chassis::catos_tables() const {
  Tables tables;
  for (const auto& [slot, module] : modules_) {
    const ModuleCard card = module->module_card().value_or(ModuleCard{});
    tables.modules += fmt::format("{0:<3} {0:<4} {1:<5} {2:<25} {3:<19} no  ok\n", slot, card.ports,
                                  card.type, card.model);
    tables.status += fmt::format("{:<3} {:20} {}\n", slot, "", card.serial);
    const std::string mac = fmt::format("02-00-5e-00-{:02x}", slot);
    tables.addresses += fmt::format("{:<3} {}-00 to {}-07 {:<6} {:<10} {}\n", slot, mac, mac,
                                    card.hardware, card.firmware, card.software);
  }
  return tables;
}

}  // namespace lw::lab
