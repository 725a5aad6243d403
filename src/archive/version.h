// One version of a device's configuration, apart from its text. Plain values.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace lw::archive {

using Time = std::chrono::sys_seconds;

// Who brought a configuration here, and on what occasion. Short texts: longer ones are cut.
struct Source {
  std::string who = {};  // "alice"
  std::string why = {};  // "discovery", "import of r1.cfg"
  bool operator==(const Source&) const = default;
};

struct Version {
  Time at = {};    // when the configuration was first seen so
  Time seen = {};  // when it was last seen so
  std::uint32_t seen_again = 0;
  // How often it was seen with other words in lines that say nothing (a time stamp): they made no
  // version of their own.
  std::uint32_t noise_only = 0;
  Source source = {};
  bool operator==(const Version&) const = default;
};

// What is taken in, and what is read back: a bound against the absurd, not for the normal.
inline constexpr std::size_t kMostTextBytes = 16u << 20;

}  // namespace lw::archive
