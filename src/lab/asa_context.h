// One configuration of a simulated ASA: its only one, or the system execution space and each of
// its security contexts. Its device owns it; same thread.
#pragma once

#include <string>

#include "lab/asa_config.h"

namespace lw::lab {

inline constexpr std::string_view kAsaSystemSpace = "system";

struct AsaContext {
  std::string name;  // "system", or of the context; empty with one context only
  AsaConfig config;
  std::string startup = {};

  [[nodiscard]] bool modified() const { return startup != config.render(); }
};

}  // namespace lw::lab
