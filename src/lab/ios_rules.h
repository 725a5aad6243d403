// The configuration grammar of the simulated IOS router, as data: which lines a mode takes, what
// they replace and what they open. Read only after the first call: any thread.
#pragma once

#include <span>
#include <string_view>

#include "lab/command_table.h"
#include "lab/ios_release.h"

namespace lw::lab {

enum class IosAction {
  kStore,         // kept as given
  kDefaultOn,     // shown only as its "no" form
  kSwitch,        // shown as it is and as its "no" form
  kOffByDefault,  // "no" takes it out: shutdown
  kSection,       // kept, and opens `opens`
  kAaa,           // kept; there is no such command before "aaa new-model"
  kBanner,
  kCryptoKeyGenerate,
  kCryptoKeyZeroize,
  kDo,
  kDomainName,
  kEnablePassword,
  kEncryptPasswords,
  kEnd,
  kExit,
  kInterface,
  kKron,     // a section; the line has a grammar of its own
  kLicence,  // an agreement has to be accepted first
  kLine,
  kLinePassword,
  kSecureServer,
  kSsh,  // kept; says that there are no keys when there are none
  kTransport,
  kUsername,
};

struct IosRule {
  std::string_view syntax;
  IosAction action = IosAction::kStore;
  std::size_t key_words = 0;    // how many first words say which line this replaces; 0: all
  std::string_view opens = {};  // the mode that a section is in
  IosFeature needs = IosFeature::kNone;
};

struct IosMode {
  std::string_view name;  // "config-if", as the prompt shows it
  std::span<const IosRule> rules;
  const CommandTable* table;  // command numbers are positions in `rules`
};

// "config" for the global mode; an unknown name has no lines. `release` decides which there are.
[[nodiscard]] const IosMode& ios_mode(std::string_view name, const IosRelease& release);

}  // namespace lw::lab
