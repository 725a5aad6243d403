// How the supervisor of a chassis leads to the command line of a module in one of its slots. Data;
// any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/pattern.h"

namespace lw::platform {

// Why no session was opened, by the supervisor's words.
struct SlotRefusal {
  Pattern words;
  std::string why;  // for people: "nothing answers there"
};

struct Chassis {
  std::string command;  // "session slot {slot} processor 1"; empty: the family has no such modules
  Pattern opened;       // the line behind which the module speaks
  Pattern closed;       // the line that the supervisor shows when the module has ended the session
  std::string escape;   // keys that lead back to the supervisor at any time
  std::string disconnect;  // command that ends what was escaped from; empty: the keys end it
  std::string list;        // "show module": its lines begin with the slot
  Pattern not_ready;       // a line of a module that is there and can't be talked to yet; group 1
                           // is its state
  std::vector<SlotRefusal> refusals;

  [[nodiscard]] std::string command_for(unsigned slot) const;
};

// What the list of modules says of a slot.
enum class SlotState { kEmpty, kNotReady, kReady };
struct SlotReport {
  SlotState state = SlotState::kEmpty;
  std::string words;  // of a module that is not ready
};
[[nodiscard]] SlotReport slot_report(const Chassis& chassis, unsigned slot, std::string_view list);

}  // namespace lw::platform
