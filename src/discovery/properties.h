// What a discovery changes in the inventory: the device's own properties, and the devices within it
// (security contexts, service modules). Pure; any thread.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "platform/discovery.h"
#include "store/inventory.h"

namespace lw::discovery {

struct Update {
  store::Device device;
  // "os_version: 8.4(1), was 8.2(5)"; "supports_failover: …" also where it was left as it is,
  // because somebody had set it by hand.
  std::vector<std::string> changed;
  std::vector<std::string> notes;
};

// The facts that are properties, taken over; one that is not told stays as it was.
[[nodiscard]] Update take_over(store::Device device, const platform::Facts& facts);

struct Children {
  std::vector<store::Device> added;  // not in the inventory yet
  std::vector<std::string> known;    // names
  std::vector<std::string> gone;     // in the inventory, and the device does not speak of them
  std::vector<std::string> notes;
};

// `kept`: the devices of the inventory that are contexts or modules of `parent`. Only of the kinds
// in `counted` all are seen, so that one that is missing is gone. Names are made as NAME.CONTEXT
// and NAME.slotN; a device that is kept under another name is known by its context or slot.
[[nodiscard]] Children compare_children(const store::Device& parent,
                                        const std::vector<platform::Child>& seen,
                                        const std::set<platform::ChildKind>& counted,
                                        const std::vector<store::Device>& kept);

}  // namespace lw::discovery
