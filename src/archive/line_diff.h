// What turns one sequence of lines into another: lines that stand once in both are its anchors, as
// people read a configuration; between them a greedy search (Myers) for few changes. Its work is
// bounded: where two texts have little in common, a stretch is replaced whole. Pure; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lw::archive {

// `keep` lines stay, then `remove` lines go and `insert` lines come in their place. What is behind
// the last change stays.
struct Change {
  std::uint32_t keep = 0;
  std::uint32_t remove = 0;
  std::uint32_t insert = 0;
  bool operator==(const Change&) const = default;
};

// Of two sequences of line numbers (lines.h). Empty when they are equal; every change removes or
// inserts something, and between two of them stays at least one line.
[[nodiscard]] std::vector<Change> changes_between(std::span<const std::uint32_t> before,
                                                  std::span<const std::uint32_t> after);

}  // namespace lw::archive
