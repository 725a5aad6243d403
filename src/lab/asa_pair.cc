#include "lab/asa_pair.h"

#include "lab/asa_device.h"

namespace lw::lab {
namespace {

// Long enough to come after the prompt that the change has shown.
constexpr std::chrono::milliseconds kBefore(40);
constexpr std::chrono::milliseconds kWithin(200);

constexpr std::string_view kLines[] = {
    "failover lan unit primary",
    "failover lan interface folink GigabitEthernet0/3",
    "failover interface ip folink 198.51.100.1 255.255.255.252 standby 198.51.100.2",
};

AsaUnit other(AsaUnit unit) {
  return unit == AsaUnit::kPrimary ? AsaUnit::kSecondary : AsaUnit::kPrimary;
}

}  // namespace

void AsaPair::join(AsaDevice& primary, AsaDevice& secondary) {
  auto pair = std::make_shared<AsaPair>();
  pair->units_ = {&primary, &secondary};
  pair->last_failover_ = primary.now();
  AsaConfig& config = primary.base().config;
  AsaCursor cursor;
  const bool saved = !primary.base().modified();
  for (const std::string_view line : kLines) {
    if (!config.has(first_words(line, 3))) (void)config.apply(cursor, line);
  }
  config.switch_failover(true);
  if (saved) primary.save(primary.base());
  secondary.unit_ = AsaUnit::kSecondary;
  secondary.spaces_ = primary.spaces_;
  if (!secondary.keys_ && primary.keys_) secondary.generate_keys(primary.keys_->modulus);
  secondary.save_keys();
  primary.pair_ = pair;
  secondary.pair_ = std::move(pair);
}

void pair_units(Device& primary, Device& secondary) {
  auto* first = dynamic_cast<AsaDevice*>(&primary);
  auto* second = dynamic_cast<AsaDevice*>(&secondary);
  if (first != nullptr && second != nullptr) AsaPair::join(*first, *second);
}

bool AsaPair::is_active(const AsaDevice& device) const { return device_of(active_) == &device; }

AsaDevice* AsaPair::mate(const AsaDevice& device) const { return device_of(other(device.unit())); }

std::chrono::seconds AsaPair::active_time(AsaUnit unit, WallTime now) const {
  auto time = active_for_[static_cast<std::size_t>(unit)];
  if (unit == active_) time += now - last_failover_;
  return std::chrono::duration_cast<std::chrono::seconds>(time);
}

// What the terminals say of it is inferred.
void AsaPair::make_active(AsaUnit unit, WallTime now) {
  if (unit == active_ || device_of(unit) == nullptr) return;
  active_for_[static_cast<std::size_t>(active_)] += now - last_failover_;
  last_failover_ = now;
  active_ = unit;
  if (AsaDevice* before = device_of(other(unit))) before->announce("\tSwitching to Standby");
  device_of(unit)->announce("\tSwitching to Active");
}

void AsaPair::enable(bool on, WallTime now) {
  AsaDevice* leader = device_of(active_);
  AsaDevice* follower = device_of(other(active_));
  if (leader == nullptr || follower == nullptr || on == enabled_) return;
  enabled_ = on;
  if (on) {
    follower->spaces_ = leader->spaces_;
    leader->base().config.switch_failover(true);
    replicate(now);
  } else {
    // The mate hears of it before they part.
    leader->base().config.switch_failover(false);
    follower->spaces_ = leader->spaces_->copy();
    begins_.reset();
    ends_.reset();
  }
}

void AsaPair::replicate(WallTime now) {
  if (!enabled_) return;
  if (!begins_ && !ends_) begins_ = now + kBefore;
  ends_ = now + kWithin;
}

void AsaPair::advance(WallTime now) {
  AsaDevice* leader = device_of(active_);
  if (leader == nullptr) return;
  if (begins_ && now >= *begins_) {
    begins_.reset();
    leader->announce("Beginning configuration replication: Sending to mate.");
  }
  if (ends_ && !begins_ && now >= *ends_) {
    ends_.reset();
    leader->announce("End Configuration Replication to mate");
  }
}

std::optional<WallTime> AsaPair::next_event() const { return begins_ ? begins_ : ends_; }

// The other one takes over, whatever it was.
void AsaPair::leave(const AsaDevice& device) {
  units_[static_cast<std::size_t>(device.unit())] = nullptr;
  active_ = other(device.unit());
}

}  // namespace lw::lab
