#include "lab/asa_licence.h"

#include <fmt/format.h>

namespace lw::lab {

std::string asa_licence_table(const AsaLicence& licence, const AsaRelease& release,
                              std::string_view scope) {
  using Failover = AsaLicence::Failover;
  const std::string_view failover = licence.failover == Failover::kNone ? "Disabled"
                                    : licence.failover == Failover::kActiveStandby
                                        ? "Active/Standby"
                                        : "Active/Active";
  std::string table = fmt::format("Licensed features for this {}:\n", scope);
  const bool timed = release.has(AsaFeature::kTimedLicences);
  const std::string_view prefix = release.has(AsaFeature::kEncryptionLabels) ? "Encryption" : "VPN";
  const auto row = [&](std::string_view feature, std::string_view value) {
    table += timed ? fmt::format("{:<34}: {:<15}perpetual\n", feature, value)
                   : fmt::format("{:<31}: {}\n", feature, value);
  };
  row("Maximum Physical Interfaces", "Unlimited");
  row("Maximum VLANs", "100");
  row("Inside Hosts", "Unlimited");
  row("Failover", failover);
  row(fmt::format("{}-DES", prefix), "Enabled");
  row(fmt::format("{}-3DES-AES", prefix), licence.strong_encryption ? "Enabled" : "Disabled");
  row("Security Contexts", "2");
  row("AnyConnect Premium Peers", "2");
  row("Other VPN Peers", "250");
  row("Botnet Traffic Filter", "Disabled");
  // Which licence the model is sold with and without failover (facts 1.3: a 5512 with the Base
  // licence shows "Disabled perpetual").
  const bool plus = licence.failover != AsaLicence::Failover::kNone;
  table += fmt::format("\nThis platform has {}.\n", !plus ? "a Base license"
                                                    : release.is_pix()
                                                        ? "an Unrestricted (UR) license"
                                                        : "an ASA 5515 Security Plus license");
  return table;
}

std::string pix6_licence_table(const AsaLicence& licence) {
  const bool failover = licence.failover != AsaLicence::Failover::kNone;
  return fmt::format(
      "Licensed Features:\n"
      "Failover:                    {}\n"
      "VPN-DES:                     Enabled\n"
      "VPN-3DES-AES:                {}\n"
      "Maximum Physical Interfaces: 6\n"
      "Maximum Interfaces:          10\n"
      "Cut-through Proxy:           Enabled\n"
      "Guards:                      Enabled\n"
      "URL-filtering:               Enabled\n"
      "Inside Hosts:                Unlimited\n"
      "Throughput:                  Unlimited\n"
      "IKE peers:                   Unlimited\n\n"
      "This PIX has {} license.\n",
      failover ? "Enabled" : "Disabled", licence.strong_encryption ? "Enabled" : "Disabled",
      failover ? "an Unrestricted (UR)" : "a Restricted (R)");
}

}  // namespace lw::lab
