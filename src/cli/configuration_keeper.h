// Puts configurations that a command comes by into the archive of the inventory that it works on.
// Must not outlive the Inventory; one thread at a time.
#pragma once

#include <memory>
#include <string>

#include "archive/segment_store.h"
#include "device/configuration_archive.h"
#include "platform/platform.h"
#include "store/inventory.h"

namespace lw::cli {

class ConfigurationKeeper {
 public:
  [[nodiscard]] static Result<ConfigurationKeeper> open(store::Inventory& inventory,
                                                        const platform::Registry& registry);

  // As it is now; `why` is shown with the version: "discovery". Gives what became of it:
  // "new_version", "seen_again" or "noise_only".
  [[nodiscard]] Result<std::string> keep(const store::Device& device, std::string text,
                                         const std::string& why);

 private:
  ConfigurationKeeper(std::unique_ptr<archive::SegmentStore> segments,
                      const platform::Registry& registry)
      : segments_(std::move(segments)), archive_(*segments_, registry) {}

  std::unique_ptr<archive::SegmentStore> segments_;
  device::ConfigurationArchive archive_;
};

}  // namespace lw::cli
