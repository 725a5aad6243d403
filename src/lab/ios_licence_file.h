// Licence files of a simulated router of 15.x, and the technology packages that they are for. Plain
// values; any thread.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace lw::lab {

// What is in a licence file. `serial` is the number of the router that it was made for; empty: of
// whichever router it is installed on.
struct IosLicenceFile {
  std::string feature = {};
  bool evaluation = false;
  std::string serial = {};
  bool operator==(const IosLicenceFile&) const = default;
};

// By name; "flash0:NAME" lies on the router's flash from the start, "NAME" on every server.
using IosLicenceFiles = std::map<std::string, IosLicenceFile>;

struct IosPackage {
  std::string_view technology;  // "security"
  std::string_view name;        // "securityk9"
};

// Of this model, in the order in which it shows them.
[[nodiscard]] std::span<const IosPackage> ios_packages();

}  // namespace lw::lab
