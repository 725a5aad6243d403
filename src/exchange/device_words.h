// Words of other tools' files in the inventory's terms: names that it takes, and which platform is
// meant. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lw::exchange {

// The text as a name of a device, site, group or tag: what such a name may not hold becomes one
// '_'. Empty when nothing is left.
[[nodiscard]] std::string valid_name(std::string_view text);

// The name of an embedded platform: "ios", "cisco.ios.ios", "Cisco IOS 15.2", "IOS-XE", "PIX". A
// word that only contains one tells nothing ("studios").
[[nodiscard]] std::optional<std::string_view> platform_meant(std::string_view words);

// From an SNMP sysObjectID, where it is of a firewall that is known by it (CISCO-PRODUCTS-MIB):
// routers and switches have thousands, and the same one for IOS and CatOS.
[[nodiscard]] std::optional<std::string_view> platform_of_object_id(std::string_view object_id);

// "192.0.2.1/24" without the mask.
[[nodiscard]] std::string_view without_mask(std::string_view address);

// For notes: one line end, no other control characters, at most what the inventory takes.
[[nodiscard]] std::string note_text(std::string_view text);

}  // namespace lw::exchange
