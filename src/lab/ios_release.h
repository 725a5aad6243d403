// The releases of IOS and IOS-XE that the simulated router can be, and in what they differ: as
// data. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lw::lab {

// What is in the image. Without cryptography there is no SSH, no HTTPS, and none of their commands.
enum class IosImage { kPlain, kCrypto };

struct IosRelease {
  std::string_view platform;
  std::string_view train;           // what an os_version of it begins with
  std::string version;              // "15.2(4)M6"
  std::string_view config_version;  // as the configuration begins: "version 15.2"
  IosImage image;
  int smallest_modulus;  // that `crypto key generate rsa` takes, and
  int largest_modulus;
  int usual_modulus;       // what it offers
  bool asks_confirmation;  // `configure terminal revert timer`
  bool tells_ssh_details;  // of `show ip ssh`
  bool warns_of_clear_passwords;
};

// `os_version` names a train, "12.4", or a release of it, "12.4(25f)"; empty: the platform's usual
// one. nullopt: the lab has none like that.
[[nodiscard]] std::optional<IosRelease> ios_release(std::string_view platform,
                                                    std::string_view os_version);

// For messages: what there is.
[[nodiscard]] std::string_view ios_releases();

}  // namespace lw::lab
