// What a simulated ASA's activation key allows. A plain value.
#pragma once

#include <string>
#include <string_view>

namespace lw::lab {

struct AsaLicence {
  enum class Failover { kNone, kActiveStandby, kActiveActive };
  bool strong_encryption = true;  // 3DES and AES; without: a K8 unit
  Failover failover = Failover::kActiveActive;
};

// The table of "show version" in the form of 9.x, with the line that closes it. `scope`: "platform"
// or "user context".
[[nodiscard]] std::string asa_licence_table(const AsaLicence& licence, std::string_view scope);

}  // namespace lw::lab
