#include "lab/asa_licence.h"

#include <fmt/format.h>

namespace lw::lab {

std::string asa_licence_table(const AsaLicence& licence, std::string_view scope) {
  using Failover = AsaLicence::Failover;
  const std::string_view failover = licence.failover == Failover::kNone ? "Disabled"
                                    : licence.failover == Failover::kActiveStandby
                                        ? "Active/Standby"
                                        : "Active/Active";
  std::string table = fmt::format("Licensed features for this {}:\n", scope);
  const auto row = [&](std::string_view feature, std::string_view value) {
    table += fmt::format("{:<34}: {:<15}perpetual\n", feature, value);
  };
  row("Maximum Physical Interfaces", "Unlimited");
  row("Maximum VLANs", "100");
  row("Inside Hosts", "Unlimited");
  row("Failover", failover);
  row("Encryption-DES", "Enabled");
  row("Encryption-3DES-AES", licence.strong_encryption ? "Enabled" : "Disabled");
  row("Security Contexts", "2");
  row("AnyConnect Premium Peers", "2");
  row("Other VPN Peers", "250");
  row("Botnet Traffic Filter", "Disabled");
  // Which licence the model is sold with and without failover (facts 1.3: a 5512 with the Base
  // licence shows "Disabled perpetual").
  table += fmt::format("\nThis platform has {}.\n", licence.failover == Failover::kNone
                                                        ? "a Base license"
                                                        : "an ASA 5515 Security Plus license");
  return table;
}

}  // namespace lw::lab
