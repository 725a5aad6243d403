#include "cli/configuration_keeper.h"

#include <chrono>
#include <utility>

#include "cli/archive_access.h"
#include "store/archive_store.h"

namespace lw::cli {
namespace {

std::string name_of(archive::Kept kept) {
  switch (kept) {
    case archive::Kept::kNewVersion:
      return "new_version";
    case archive::Kept::kSeenAgain:
      return "seen_again";
    case archive::Kept::kNoiseOnly:
      break;
  }
  return "noise_only";
}

}  // namespace

Result<ConfigurationKeeper> ConfigurationKeeper::open(store::Inventory& inventory,
                                                      const platform::Registry& registry) {
  LW_ASSIGN(auto segments, store::ArchiveStore::open(inventory));
  return ConfigurationKeeper(std::move(segments), registry);
}

Result<std::string> ConfigurationKeeper::keep(const store::Device& device, std::string text,
                                              const std::string& why) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  LW_ASSIGN(const auto kept, archive_.put(device.name, device.platform, std::move(text),
                                          {.who = this_user(), .why = why}, now));
  return name_of(kept);
}

}  // namespace lw::cli
