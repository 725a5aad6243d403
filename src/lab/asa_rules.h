// The configuration grammar of the simulated ASA, as data. Read only after the first call.
#pragma once

#include <span>
#include <string_view>

#include "lab/command_table.h"

namespace lw::lab {

enum class AsaAction {
  kStore,
  kSection,
  kSwitch,  // shown as it is and as its "no" form
  kBasicAuthClient,
  kCallHome,
  kCaAuthenticate,
  kCaCertificate,  // a line that a certificate in hexadecimal follows
  kCryptoKeyGenerate,
  kCryptoKeyZeroize,
  kDefaultOn,  // shown only as its "no" form
  kEnablePassword,
  kEnd,
  kExit,
  kPager,  // of PIX 6
  kPasswd,
  kPermit,    // of PIX 6: a host, mask and interface that may come; the last two may be left out
  kSaveKeys,  // of PIX 6
  kSetup,
  kUsername,
};

struct AsaRule {
  std::string_view syntax;
  AsaAction action = AsaAction::kStore;
  std::size_t key_words = 0;  // how many first words say which line this replaces; 0: all
  std::string_view opens = {};
};

struct AsaMode {
  std::string_view name;  // "config-if"
  std::span<const AsaRule> rules;
  const CommandTable* table;
};

// "config" is the global mode, "config-system" that of the system execution space of a firewall
// with several contexts, "config-pix6" that of PIX 6; an unknown name has no lines.
[[nodiscard]] const AsaMode& asa_mode(std::string_view name);

}  // namespace lw::lab
