#include "lab/fwsm.h"

#include <fmt/format.h>

namespace lw::lab {

// Type, model and serial number after a captured row of a 6506; hardware and firmware inferred.
ModuleCard fwsm_card(const AsaRelease& release) {
  return {.type = "Firewall Module",
          .model = std::string(kFwsmModel),
          .serial = "SAD0948024S",
          .hardware = "3.0",
          .firmware = "7.2(1)",
          .software = release.version,
          .ports = 6};
}

std::string fwsm_version(const FwsmFacts& facts, const AsaLicence& licence) {
  using Failover = AsaLicence::Failover;
  const std::string_view failover = licence.failover == Failover::kNone ? "Disabled"
                                    : licence.failover == Failover::kActiveStandby
                                        ? "Active/Standby"
                                        : "Active/Active";
  return fmt::format(
      "\nFWSM Firewall Version {}{}\n"
      "Device Manager Version 5.0(1)F\n\n"
      "Compiled on Mon 13-Feb-06 15:36 by lab\n\n"
      "{} up {}\n\n"
      "Hardware:   {}\n"
      "The Running Activation Key is not valid, using default settings:\n\n"
      "Licensed features for this {}:\n"
      "Failover                    : {}\n"
      "VPN-DES                     : Enabled\n"
      "VPN-3DES-AES                : {}\n"
      "GTP/GPRS                    : Disabled\n\n",
      facts.version, facts.mark, facts.host, facts.up, kFwsmModel, facts.scope, failover,
      licence.strong_encryption ? "Enabled" : "Disabled");
}

}  // namespace lw::lab
