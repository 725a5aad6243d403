// What a simulated ASA's activation key allows. A plain value.
#pragma once

#include <string>
#include <string_view>

#include "lab/asa_release.h"

namespace lw::lab {

struct AsaLicence {
  enum class Failover { kNone, kActiveStandby, kActiveActive };
  bool strong_encryption = true;  // 3DES and AES; without: a K8 unit
  Failover failover = Failover::kActiveActive;
};

// The table of "show version" in the form of the release, with the line that closes it. `scope`:
// "platform" or "user context".
[[nodiscard]] std::string asa_licence_table(const AsaLicence& licence, const AsaRelease& release,
                                            std::string_view scope);
// That of PIX 6.3.
[[nodiscard]] std::string pix6_licence_table(const AsaLicence& licence);

}  // namespace lw::lab
