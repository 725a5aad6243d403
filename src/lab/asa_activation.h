// Activation keys of a simulated firewall. Which ones are good for a unit, and what they switch on,
// the lab file says (a real one checks a key against its serial number: how is unknown [U]). Pure.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lab/asa_licence.h"

namespace lw::lab {

struct AsaActivation {
  std::string key = {};  // as asa_key_text() writes it
  AsaLicence licence = {};
};

struct AsaKeyEffect {
  AsaLicence licence = {};
  bool needs_reload = false;
};

// By key, as asa_key_text() writes it.
using AsaActivationKeys = std::map<std::string, AsaKeyEffect, std::less<>>;

// Words of a PIX 6's key, and of every later one's.
inline constexpr std::size_t kPix6KeyWords = 4;
inline constexpr std::size_t kAsaKeyWords = 5;

// "0x" and eight digits for each word. nullopt: one is no number of 32 bits in hexadecimal, with or
// without 0x. `wrong`: which.
[[nodiscard]] std::optional<std::string> asa_key_text(std::span<const std::string> words,
                                                      std::size_t* wrong = nullptr);
// What a unit has that is not told another key: zeros.
[[nodiscard]] std::string asa_blank_key(std::size_t words);
// Whether something that the running key allows is lost with the new one. Inferred: such a key
// takes a reload.
[[nodiscard]] bool takes_away(const AsaLicence& running, const AsaLicence& next);

}  // namespace lw::lab
