#include "lab/asa_activation.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <vector>

namespace lw::lab {

std::optional<std::string> asa_key_text(std::span<const std::string> words, std::size_t* wrong) {
  constexpr std::size_t kMostDigits = 8;
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view digits = words[i];
    if (digits.starts_with("0x") || digits.starts_with("0X")) digits.remove_prefix(2);
    std::uint32_t value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    if (!whole || digits.empty() || digits.size() > kMostDigits) {
      if (wrong != nullptr) *wrong = i;
      return std::nullopt;
    }
    text += fmt::format("{}0x{:08x}", i == 0 ? "" : " ", value);
  }
  return text;
}

std::string asa_blank_key(std::size_t words) {
  return asa_key_text(std::vector<std::string>(words, "0")).value_or("");
}

bool takes_away(const AsaLicence& running, const AsaLicence& next) {
  return (running.strong_encryption && !next.strong_encryption) || running.failover > next.failover;
}

}  // namespace lw::lab
