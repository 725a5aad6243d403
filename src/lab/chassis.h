// The slots of a simulated Catalyst or 7600, and the modules in them: devices of their own, which
// the supervisor's users can log in to. The supervisor's device owns it; same thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "lab/device.h"
#include "lab/nested_session.h"

namespace lw::lab {

inline constexpr int kLastSlot = 13;

class Chassis {
 public:
  void install(int slot, std::shared_ptr<Device> module) { modules_[slot] = std::move(module); }
  [[nodiscard]] bool empty() const { return modules_.empty(); }
  [[nodiscard]] const Device* at(int slot) const;

  // A session at the module's processor, as over the backplane. kNotFound: the slot is empty.
  [[nodiscard]] Result<std::unique_ptr<NestedSession>> open(int slot,
                                                            std::string_view escape) const;

  // The modules' rows of the tables of "show module", IOS's way [verified: a captured row] and
  // CatOS's [verified: captured tables].
  struct Tables {
    std::string modules;
    std::string addresses;
    std::string status;  // IOS: the fourth table; CatOS: names and serial numbers
  };
  [[nodiscard]] Tables ios_tables() const;
  [[nodiscard]] Tables catos_tables() const;

 private:
  std::map<int, std::shared_ptr<Device>> modules_;
};

// Where a module's first processor is on the backplane: 127.0.0.61 of slot 6 [verified].
[[nodiscard]] std::string backplane_address(int slot, int processor);

}  // namespace lw::lab
