// One configuration of a simulated ASA: its only one, or the system execution space and each of
// its security contexts. Its device owns it; same thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lab/asa_config.h"

namespace lw::lab {

inline constexpr std::string_view kAsaSystemSpace = "system";

struct AsaContext {
  std::string name;  // "system", or of the context; empty with one context only
  AsaConfig config;
  std::string startup = {};

  [[nodiscard]] bool modified() const { return startup != config.render(); }
};

// All configurations of one firewall, or of both units of a failover pair.
struct AsaSpaces {
  AsaContext base;
  std::vector<std::unique_ptr<AsaContext>> contexts = {};

  [[nodiscard]] std::shared_ptr<AsaSpaces> copy() const {
    auto made = std::make_shared<AsaSpaces>(base);
    for (const auto& context : contexts) {
      made->contexts.push_back(std::make_unique<AsaContext>(*context));
    }
    return made;
  }
};

}  // namespace lw::lab
