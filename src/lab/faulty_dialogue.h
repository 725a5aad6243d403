// Misbehaviour in a dialogue, asked for by name in a lab file: log lines between the questions, and
// one question that no document knows. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "lab/dialogue.h"

namespace lw::lab {

struct DialogueFaults {
  bool log_noise = false;                      // on every second question, before it or glued to it
  std::optional<std::size_t> unexpected = {};  // the question comes after so many answers
};

// `dialogue` with these faults; as it is when there are none.
[[nodiscard]] std::shared_ptr<Dialogue> with_faults(std::shared_ptr<Dialogue> dialogue,
                                                    const DialogueFaults& faults);

}  // namespace lw::lab
