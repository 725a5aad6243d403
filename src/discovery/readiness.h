// What the preparation procedures say about a running configuration: which of them a device is
// ready for, and what the others miss. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "procedure/procedure.h"

namespace lw::discovery {

struct Readiness {
  std::string procedure;  // its id
  bool ready = false;
  std::vector<std::string> missing;
};

// Of every procedure that applies to the target, in the order of the library.
[[nodiscard]] Result<std::vector<Readiness>> readiness_of(const procedure::Library& library,
                                                          const procedure::Target& target,
                                                          std::string configuration);

}  // namespace lw::discovery
