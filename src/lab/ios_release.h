// The releases of IOS and IOS-XE that the simulated router can be, and in what they differ: as
// data. Any thread.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace lw::lab {

// What not every release has. Cryptography: SSH, HTTPS and RSA keys.
enum class IosFeature : unsigned {
  kNone = 0,
  kCryptography = 1,
  kConfirmedChange = 2,
  kChassis = 4,             // slots for modules
  kStoredLicences = 8,      // licence files, evaluations and their agreement
  kSmartLicences = 16,      // IOS-XE: no files
  kUsbToken = 32,           // usbtoken0:
  kForcedSecret = 64,       // no prompt without an enable secret
  kEncryptionChoice = 128,  // and a choice of encryption after it
  kScryptSecrets = 256,     // secrets are of type 9
  kTokenSettings = 512,     // a line about tokens in every configuration
};

struct IosRelease {
  std::string_view platform = {};
  std::string_view train = {};           // what an os_version of it begins with
  std::string version = {};              // "15.2(4)M6"
  std::string_view config_version = {};  // as the configuration begins: "version 15.2"
  unsigned features = 0;                 // the sum of them
  int smallest_modulus = 0;              // that `crypto key generate rsa` takes, and
  int largest_modulus = 0;
  int usual_modulus = 0;              // what it offers
  std::string_view ssh_methods = {};  // as `show ip ssh` lists them; empty: it lists none
  // As it comes out of its box.
  std::array<std::string_view, 2> interfaces = {"GigabitEthernet0/0", "GigabitEthernet0/1"};

  [[nodiscard]] bool has(IosFeature feature) const {
    const auto bits = static_cast<unsigned>(feature);
    return (features & bits) == bits;
  }
};

// `os_version` names a train, "12.4", or a release of it, "12.4(25f)"; empty: the platform's usual
// one. nullopt: the lab has none like that.
[[nodiscard]] std::optional<IosRelease> ios_release(std::string_view platform,
                                                    std::string_view os_version);

// For messages: what there is.
[[nodiscard]] std::string_view ios_releases();

}  // namespace lw::lab
