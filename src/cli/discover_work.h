// What `discover` does with one device: lets it tell what it is, puts that into the inventory at
// once, and keeps of it what the answer needs. The long texts (configuration, licences) are gone
// when the next device begins, so that memory does not grow with the number of devices.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "cli/configuration_keeper.h"
#include "cli/fleet.h"
#include "discovery/discover.h"
#include "store/discoveries.h"

namespace lw::cli {

struct Discovered {
  std::string device;
  std::string platform;
  std::string transport;
  platform::Facts facts;
  std::map<std::string, std::string, std::less<>> refused;
  std::vector<discovery::Readiness> readiness;
  struct Child {
    std::string name;
    std::string kind;   // "context", "module"
    std::string state;  // "added", "known", "gone"
  };
  std::vector<Child> children;
  std::string configuration;  // what became of it in the archive; empty: none was told
  std::vector<std::string> changed;
  std::vector<std::string> notes;
  std::chrono::milliseconds took{0};
  std::optional<Error> error;
};

struct DiscoverWork {
  Fleet& fleet;
  procedure::Library library;
  bool dry_run = false;  // the inventory stays as it is
  std::stop_token stop;
  ConfigurationKeeper& configurations;
  std::mutex mutex = {};  // of the inventory and the archive
};

// For for_each_device(); `work` outlives it.
[[nodiscard]] net::Task<Discovered> discover_device(DiscoverWork& work, device::Access access);

}  // namespace lw::cli
