// The right to configure devices, held by this process: one writer a device, over all processes and
// machines that use the store. Leases are renewed in the background, on a connection of their own;
// a writer asks before every line whether it still has its lease, which costs no round trip. When
// the store can't be reached, the leases run out here before they do there. All calls from any
// thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "base/boot_clock.h"
#include "base/result.h"
#include "store/inventory.h"
#include "store/leases.h"

namespace lw::device {

struct LeaseTimes {
  std::chrono::milliseconds length{30'000};
  std::chrono::milliseconds renewed_every{8'000};
  // A writer stops so long before its lease runs out: longer than a line may be on its way.
  std::chrono::milliseconds margin{7'000};
};

class WriteLeases {
 public:
  class Held;

  [[nodiscard]] static Result<std::unique_ptr<WriteLeases>> open(const store::Location& location,
                                                                 LeaseTimes times = {});
  WriteLeases(const WriteLeases&) = delete;
  WriteLeases& operator=(const WriteLeases&) = delete;
  ~WriteLeases();  // every Held must be gone

  // kConflict says who configures the device at the moment.
  [[nodiscard]] Result<Held> acquire(const std::string& device);

 private:
  using Clock = BootClock;  // the store counts the time that this machine sleeps, too
  struct Own {
    store::Lease lease;
    Clock::time_point good_until;
    std::optional<Error> lost;
  };

  WriteLeases(store::Inventory inventory, LeaseTimes times);
  void renew_until(const std::stop_token& stop);
  void renew();
  [[nodiscard]] Result<void> still_held(const std::string& device);
  void give_back(const std::string& device);

  const LeaseTimes times_;
  const std::string holder_;
  std::mutex store_mutex_;  // taken before the other one
  store::Inventory inventory_;
  std::mutex mutex_;
  std::map<std::string, Own> own_;
  std::condition_variable_any changed_;
  std::jthread renewing_;
};

// Given back when it dies.
class WriteLeases::Held {
 public:
  Held(Held&& other) noexcept;
  Held& operator=(Held&&) = delete;
  ~Held();

  // kConflict: no further line may go to the device.
  [[nodiscard]] Result<void> check() const { return leases_->still_held(lease_.device); }
  // For what the store shall take from this writer alone.
  [[nodiscard]] const store::Lease& lease() const { return lease_; }

 private:
  friend class WriteLeases;
  Held(WriteLeases& leases, store::Lease lease) : leases_(&leases), lease_(std::move(lease)) {}
  WriteLeases* leases_;
  store::Lease lease_;
};

}  // namespace lw::device
