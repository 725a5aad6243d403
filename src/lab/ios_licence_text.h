// What the router says of its licences. Pure functions. Labels and values are those of facts 2.7
// [V]; which of them stand together in which command, and the columns, are inferred where noted.
#pragma once

#include <string>
#include <string_view>

#include "lab/ios_licences.h"

namespace lw::lab {

enum class IosLicenceView { kShort, kDetail };

// "show license", and with more of each licence "show license detail" [the added lines inferred].
[[nodiscard]] std::string ios_licences_text(const IosLicences& licences, const IosConfig& config,
                                            WallTime now, IosLicenceView view);
// "show license all", by store.
[[nodiscard]] std::string ios_licence_stores(const IosLicences& licences, const IosConfig& config,
                                             WallTime now);
[[nodiscard]] std::string ios_licence_features(const IosLicences& licences);
[[nodiscard]] std::string ios_licence_udi(std::string_view pid, std::string_view serial);
// The tail of "show version".
[[nodiscard]] std::string ios_licence_technologies(const IosLicences& licences,
                                                   const IosConfig& config);
// The agreement as it stands in front of "ACCEPT? [yes/no]: ".
[[nodiscard]] std::string_view ios_licence_terms();
// IOS-XE with Smart Licensing: "show license summary" and "show license all".
[[nodiscard]] std::string ios_smart_summary(std::string_view version);
[[nodiscard]] std::string ios_smart_all(std::string_view version);

}  // namespace lw::lab
