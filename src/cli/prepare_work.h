// What `prepare` does with one device: the procedures that apply to it, one after the other, each
// proved before the next, the inventory after each.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "cli/configuration_keeper.h"
#include "cli/fleet.h"
#include "device/journal.h"
#include "device/write_leases.h"
#include "prepare/prepare.h"

namespace lw::cli {

struct Prepared {
  std::string device;
  struct One {
    std::string procedure;
    prepare::Outcome outcome;
  };
  std::vector<One> done;       // those that were proved, or declined
  std::string stopped_in;      // the procedure that ended with `error`
  std::optional<Error> error;  // nullopt: all went well, or was declined
  bool declined = false;
};

struct PrepareWork {
  Fleet& fleet;
  device::Journal& journal;
  // One writer a device; null where nothing will be entered.
  device::WriteLeases* leases = nullptr;
  std::vector<std::shared_ptr<const procedure::Procedure>> procedures;
  procedure::Values values;
  // Where the configurations before and after go; null where nothing will be entered.
  ConfigurationKeeper* configurations = nullptr;
  std::stop_token stop;
  // Of one device; called by one thread at a time.
  std::function<bool(const device::Access&, const procedure::Plan&,
                     const std::vector<std::string>& undo)>
      approve;
  std::function<void(const device::Access&, const std::string&)> progress;
  std::mutex mutex = {};  // of the two above, the inventory and the archive
};

// kInvalidArgument where a device is of a family that none of the procedures is for.
[[nodiscard]] Result<void> check_procedures(const PrepareWork& work);

// For for_each_device(); `work` outlives it.
[[nodiscard]] net::Task<Prepared> prepare_device(PrepareWork& work, device::Access access);

}  // namespace lw::cli
