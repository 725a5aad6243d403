// Where whatever gets hold of a device's configuration leaves it: the archive, with what the
// device's family knows of secrets and of lines that say nothing. Uses a SegmentStore of the
// caller's, who keeps it alive. One thread at a time.
#pragma once

#include <memory>
#include <string>

#include "archive/archive.h"
#include "platform/platform.h"

namespace lw::device {

// The rules of each family by its name. Text of a family that is not known (any more) is shown with
// the secrets of every family replaced, and none of its lines is noise.
[[nodiscard]] archive::RulesOf archive_rules(platform::Registry registry);

class ConfigurationArchive {
 public:
  ConfigurationArchive(archive::SegmentStore& store, platform::Registry registry)
      : archive_(store), rules_of_(archive_rules(std::move(registry))) {}

  // What `device` runs, or has stored, at that time. Makes a version when it is a new one.
  [[nodiscard]] Result<archive::Kept> put(const std::string& device, const std::string& platform,
                                          std::string text, archive::Source source,
                                          archive::Time at);

  [[nodiscard]] archive::Archive& versions() { return archive_; }
  [[nodiscard]] const archive::RulesOf& rules_of() const { return rules_of_; }

 private:
  archive::Archive archive_;
  archive::RulesOf rules_of_;
};

}  // namespace lw::device
