// What of a simulated firewall is its own where it is an FWSM, a module of a Catalyst 6500 or 7600:
// texts and what its chassis sees. The rest is the ASA's. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "lab/asa_licence.h"
#include "lab/device.h"

namespace lw::lab {

inline constexpr std::string_view kFwsmModel = "WS-SVC-FWM-1";
// Of the session from the chassis, until "passwd" says otherwise [inferred].
inline constexpr std::string_view kFwsmLinePassword = "cisco";

[[nodiscard]] ModuleCard fwsm_card(const AsaRelease& release);

// After a captured "show version" of 3.1(1). `mark`: " <context>" or " <system>".
struct FwsmFacts {
  std::string version;
  std::string_view mark;
  std::string host;
  std::string up;
  std::string_view scope;  // "user context" or "platform"
};
[[nodiscard]] std::string fwsm_version(const FwsmFacts& facts, const AsaLicence& licence);

}  // namespace lw::lab
