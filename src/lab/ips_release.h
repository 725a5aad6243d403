// The ages of the simulated sensor: what each says of itself and knows. Pure, read only: any
// thread. Facts 4.1 and 4.2; what no source carries is marked inferred in ips_release.cc.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lw::lab {

struct IpsRelease {
  std::string version;  // 7.1(7)E4
  int major = 7;        // 5, 6 or 7
  std::string_view platform;
  std::string_view os_version;
  std::string_view signature_update;  // name and date, as "show version" has them
  std::string_view virus_update;      // 5.x alone; empty: none
  std::string_view recovery_version;

  [[nodiscard]] std::string short_version() const;                       // 7.1(7)
  [[nodiscard]] std::span<const std::string_view> applications() const;  // all of them run
};

// `os_version`: 5.x, 6.x, 7.x, or a release of these such as 5.1(8)E2; empty: the usual one.
// nullopt: the lab has no such sensor.
[[nodiscard]] std::optional<IpsRelease> ips_release(std::string_view os_version);

// Which there are, for error messages.
[[nodiscard]] std::string_view ips_releases();

}  // namespace lw::lab
