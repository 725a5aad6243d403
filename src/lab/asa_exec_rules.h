// The simulated ASA's exec commands: which there are, and what carries them out.
#pragma once

#include <span>

#include "lab/asa_session.h"

namespace lw::lab {

struct AsaExecRules {
  [[nodiscard]] static std::span<const AsaSession::ExecRule> rules();
};

}  // namespace lw::lab
