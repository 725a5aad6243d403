// Two configurations side by side, as people read them: which lines went and which came, with some
// around them that stayed. Compared as they are, shown with their secrets replaced; lines that say
// nothing are left out and counted. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "archive/rules.h"

namespace lw::archive {

struct ComparedLine {
  enum class Kind { kSame, kRemoved, kAdded };
  Kind kind = Kind::kSame;
  std::string text;             // as it is shown
  bool secret_differs = false;  // looks like its counterpart: only the secret in it is another
};

struct Hunk {
  std::uint32_t left_line = 0;  // 1-based, of its first line
  std::uint32_t left_count = 0;
  std::uint32_t right_line = 0;
  std::uint32_t right_count = 0;
  std::string block;  // the unindented line above, as it is shown: "interface Vlan1"
  std::vector<ComparedLine> lines;
};

struct Comparison {
  std::vector<Hunk> hunks;
  std::size_t removed = 0;  // lines
  std::size_t added = 0;
  std::size_t noise = 0;  // changed lines that were left out
};

enum class Noise { kLeftOut, kShown };

// Each side with the rules of its own platform.
struct Side {
  std::string_view text;
  const Rules& rules;
};
[[nodiscard]] Comparison compare(const Side& left, const Side& right, Noise noise,
                                 std::size_t context_lines = 3);

}  // namespace lw::archive
