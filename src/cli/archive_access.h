// The archive of the inventory that a command works on, and how its parts are shown. Belongs to the
// command.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "archive/archive.h"
#include "cli/context.h"
#include "device/configuration_archive.h"
#include "platform/platform.h"
#include "store/inventory.h"

namespace lw::cli {

struct ArchiveAccess {
  platform::Registry registry;
  std::unique_ptr<store::Inventory> inventory;
  std::unique_ptr<archive::SegmentStore> segments;
  device::ConfigurationArchive configurations;

  [[nodiscard]] archive::Archive& versions() { return configurations.versions(); }
  [[nodiscard]] archive::Rules rules(const std::string& platform) const {
    return configurations.rules_of()(platform);
  }
};
[[nodiscard]] Result<ArchiveAccess> open_archive(const Context& context);

// One version as the text of a user says it: "r1", "r1@3".
struct VersionName {
  std::string device;
  std::optional<std::uint64_t> number;  // none: the latest
};
[[nodiscard]] Result<VersionName> parse_version_name(const std::string& text);
// "3"; kInvalidArgument for what is no number of a version.
[[nodiscard]] Result<std::uint64_t> parse_version_number(const std::string& text);

// The text with the secrets of its family replaced.
[[nodiscard]] std::string shown_text(const ArchiveAccess& access, const archive::VersionText& text);
[[nodiscard]] nlohmann::ordered_json version_json(const archive::NumberedVersion& version);
// Who this program works for; empty when the system does not tell.
[[nodiscard]] std::string this_user();
// For people: "alice, discovery".
[[nodiscard]] std::string source_text(const archive::Source& source);

}  // namespace lw::cli
