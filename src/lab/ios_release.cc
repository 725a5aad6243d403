#include "lab/ios_release.h"

#include <iterator>

namespace lw::lab {
namespace {

using enum IosImage;

// Key sizes: 360 to 2048, later 4096, and 512 to 4096 are verified ranges; which release has which,
// and the size that is offered, is inferred. So is that 12.2 is an image without cryptography (the
// guide's default for 12.1 and 12.2 is Telnet). The confirmed change came with 12.4(20)T, verified.
const IosRelease kReleases[] = {
    {"cisco_ios", "15.", "15.2(4)M6", "15.2", kCrypto, 360, 4096, 512, true, true, false},
    {"cisco_ios", "12.4", "12.4(25f)", "12.4", kCrypto, 360, 2048, 512, false, false, false},
    {"cisco_ios", "12.3", "12.3(26)", "12.3", kCrypto, 360, 2048, 512, false, false, false},
    {"cisco_ios", "12.2", "12.2(46a)", "12.2", kPlain, 0, 0, 0, false, false, false},
    {"cisco_xe", "16.", "16.9.5", "16.9", kCrypto, 512, 4096, 1024, true, true, true},
};

// A version's own words go into answers of the device: no more than digits, letters and these.
bool is_version(std::string_view text) {
  return text.size() <= 32 &&
         text.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.()") ==
             std::string_view::npos;
}

}  // namespace

std::optional<IosRelease> ios_release(std::string_view platform, std::string_view os_version) {
  if (!is_version(os_version)) return std::nullopt;
  for (const IosRelease& release : kReleases) {
    if (release.platform != platform || !os_version.starts_with(release.train)) {
      if (release.platform != platform || !os_version.empty()) continue;
      return release;
    }
    IosRelease one = release;
    if (os_version.size() > one.train.size() && os_version != one.config_version) {
      one.version = os_version;
    }
    return one;
  }
  return std::nullopt;
}

std::string_view ios_releases() { return "cisco_ios has 12.2, 12.3, 12.4 and 15.x, cisco_xe 16.x"; }

}  // namespace lw::lab
