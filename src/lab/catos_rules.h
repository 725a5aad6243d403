// What "set" and "clear" of the simulated Catalyst change, as data: which settings there are, what
// a new one replaces, under which heading "show config" lists it, what the switch answers. Read
// only: any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace lw::lab {

enum class CatosAction {
  kStore,
  kAuthentication,  // for each kind of session that it names, or all of them
  kConfigMode,
  kLocalUser,
  kLoginPassword,   // as it stands in a configuration text; a user is asked for it
  kEnablePassword,  // likewise
  kPermitAddress,
  kPermitSwitch,  // for each service that it names, or all of them
};

struct CatosRule {
  std::string_view syntax;  // behind "set"
  CatosAction action = CatosAction::kStore;
  std::size_t key_words = 0;  // how many first words say which setting this replaces; 0: all
  std::string_view heading = {};
  std::string_view reply = {};  // {} is the last word
};

struct CatosClearRule {
  std::string_view syntax;   // behind "clear"
  std::string_view setting;  // whose last word, unless it is "all", says which of several
  std::string_view reply = {};
};

[[nodiscard]] std::span<const CatosRule> catos_rules();
[[nodiscard]] std::span<const CatosClearRule> catos_clear_rules();
// The settings of a switch out of its box, "show config all"'s way, without "set".
[[nodiscard]] std::span<const std::string_view> catos_defaults();
// In the order in which "show config" has them; "" is the part without a heading.
[[nodiscard]] std::span<const std::string_view> catos_headings();

}  // namespace lw::lab
