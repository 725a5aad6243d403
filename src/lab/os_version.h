// Version numbers of the vendor's software, compared: "9.12(4)2" is 9, 12, 4, 2. Pure functions.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace lw::lab {

[[nodiscard]] inline std::vector<long> version_numbers(std::string_view version) {
  constexpr long kMost = 100'000'000;
  std::vector<long> numbers;
  bool within = false;
  for (const char c : version) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !within) numbers.push_back(0);
    if (digit) numbers.back() = std::min(numbers.back() * 10 + (c - '0'), kMost);
    within = digit;
  }
  return numbers;
}

[[nodiscard]] inline bool at_least(std::string_view version, std::initializer_list<long> numbers) {
  const std::vector<long> own = version_numbers(version);
  return !std::ranges::lexicographical_compare(own, numbers);
}

}  // namespace lw::lab
