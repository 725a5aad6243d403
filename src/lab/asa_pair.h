// Two simulated ASAs that stand in for each other: one is active and has the configuration, the
// other follows it. Each line that is entered at the active unit is the other's at once, as they
// share it; what the wire would bring, "Beginning configuration replication", comes to the active
// unit's terminals a moment later. Both devices own it; their thread.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lab/device.h"

namespace lw::lab {

class AsaDevice;

enum class AsaUnit { kPrimary, kSecondary };

class AsaPair {
 public:
  // Failover is on, the primary unit is active and its configuration is that of both.
  static void join(AsaDevice& primary, AsaDevice& secondary);

  [[nodiscard]] bool enabled() const { return enabled_; }
  [[nodiscard]] AsaUnit active() const { return active_; }
  [[nodiscard]] bool is_active(const AsaDevice& device) const;
  [[nodiscard]] AsaDevice* mate(const AsaDevice& device) const;
  [[nodiscard]] WallTime last_failover() const { return last_failover_; }
  // For how long a unit has been the active one.
  [[nodiscard]] std::chrono::seconds active_time(AsaUnit unit, WallTime now) const;

  void make_active(AsaUnit unit, WallTime now);
  // "no failover": each goes its own way with what it has; "failover": the active unit's
  // configuration is that of both again.
  void enable(bool on, WallTime now);
  // The configuration has changed, or all of it is sent: noise is due.
  void replicate(WallTime now);
  void advance(WallTime now);
  [[nodiscard]] std::optional<WallTime> next_event() const;
  void leave(const AsaDevice& device);

 private:
  [[nodiscard]] AsaDevice* device_of(AsaUnit unit) const {
    return units_[static_cast<std::size_t>(unit)];
  }

  std::array<AsaDevice*, 2> units_{};
  std::array<WallTime::duration, 2> active_for_{};
  AsaUnit active_ = AsaUnit::kPrimary;
  bool enabled_ = true;
  WallTime last_failover_;
  std::optional<WallTime> begins_;
  std::optional<WallTime> ends_;
};

// For the lab: both are ASAs, or nothing happens.
void pair_units(Device& primary, Device& secondary);

}  // namespace lw::lab
