#include "lab/ios_release.h"

#include "lab/os_version.h"

namespace lw::lab {
namespace {

constexpr unsigned kCrypto = static_cast<unsigned>(IosFeature::kCryptography);
constexpr unsigned kAll = kCrypto | static_cast<unsigned>(IosFeature::kConfirmedChange);
constexpr unsigned kSixteen = kAll | static_cast<unsigned>(IosFeature::kSmartLicences);
constexpr unsigned kSeventeen = kSixteen | static_cast<unsigned>(IosFeature::kForcedSecret) |
                                static_cast<unsigned>(IosFeature::kScryptSecrets);
constexpr unsigned kSlots = static_cast<unsigned>(IosFeature::kChassis);
// `usbtoken0:` came with 12.3(14)T, verified; so is that a 15.x configuration has a line about it.
constexpr unsigned kTokens = static_cast<unsigned>(IosFeature::kUsbToken);
constexpr unsigned kFifteen = kAll | kTokens | static_cast<unsigned>(IosFeature::kTokenSettings) |
                              static_cast<unsigned>(IosFeature::kStoredLicences);
constexpr std::string_view kMethods = "publickey,keyboard-interactive,password";
constexpr std::array<std::string_view, 2> kFast = {"FastEthernet0/0", "FastEthernet0/1"};
constexpr std::array<std::string_view, 2> kSlotPort = {"GigabitEthernet1/1", "GigabitEthernet1/2"};
constexpr std::array<std::string_view, 2> kThreePart = {"GigabitEthernet0/0/0",
                                                        "GigabitEthernet0/0/1"};

// The first of a platform is its usual one. Key sizes: that there are ranges of 360 to 2048, 360 to
// 4096 and 512 to 4096 is verified; which release has which, and the size that is offered, is
// inferred. So is that 12.2 is an image without cryptography (the guide reaches 12.1 and 12.2 by
// Telnet alone) and since when `show ip ssh` lists methods. The confirmed change came with
// 12.4(20)T, verified: no plain 12.4 has it. That 17 forces a secret and that newer ones ask for an
// encryption is verified, as is the confirmed change of 12.2(33)SXI, the Catalyst 6500's; since
// which of them, and the interfaces of a new unit, are inferred.
const IosRelease kReleases[] = {
    {"cisco_ios", "15.", "15.2(4)M6", "15.2", kFifteen, 360, 4096, 512},
    {"cisco_ios", "12.4", "12.4(25f)", "12.4", kCrypto | kTokens, 360, 2048, 512, {}, kFast},
    {"cisco_ios", "12.3", "12.3(26)", "12.3", kCrypto, 360, 2048, 512, {}, kFast},
    {"cisco_ios",
     "12.2(33)SX",
     "12.2(33)SXI",
     "12.2",
     kAll | kSlots,
     360,
     2048,
     512,
     {},
     kSlotPort},
    {"cisco_ios", "12.2", "12.2(46a)", "12.2", 0, 0, 0, 0, {}, kFast},
    {"cisco_xe", "16.", "16.9.5", "16.9", kSixteen, 512, 4096, 1024, kMethods, kThreePart},
    {"cisco_xe", "17.", "17.9.4", "17.9", kSeventeen, 512, 4096, 2048, kMethods, kThreePart},
};

// A version goes into the device's answers: no more than digits, letters, dots and parentheses.
bool is_version(std::string_view text) {
  constexpr std::size_t kLongest = 32;
  return text.size() <= kLongest && text.find_first_not_of(
                                        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                        "0123456789.()") == std::string_view::npos;
}

}  // namespace

std::optional<IosRelease> ios_release(std::string_view platform, std::string_view os_version) {
  if (!is_version(os_version)) return std::nullopt;
  for (const IosRelease& known : kReleases) {
    if (known.platform != platform) continue;
    if (os_version.empty()) return known;
    if (!os_version.starts_with(known.train)) continue;
    IosRelease one = known;
    // A train alone is its usual release: "15.x", "16.x" and "12.4" name no other.
    if (!os_version.ends_with(".x") && os_version != known.train) one.version = os_version;
    if (one.train == "12.3" && at_least(one.version, {12, 3, 14}) &&
        one.version.find('T') != std::string::npos) {
      one.features |= kTokens;
    }
    if (one.has(IosFeature::kForcedSecret) && at_least(one.version, {17, 12})) {
      one.features |= static_cast<unsigned>(IosFeature::kEncryptionChoice);
    }
    return one;
  }
  return std::nullopt;
}

std::string_view ios_releases() {
  return "cisco_ios has 12.2, 12.2(33)SXI, 12.3, 12.4 and 15.x, cisco_xe 16.x and 17.x";
}

}  // namespace lw::lab
