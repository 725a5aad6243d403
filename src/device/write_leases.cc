#include "device/write_leases.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

namespace lw::device {
namespace {

// Who works here, for the one who has to wait.
std::string this_process() {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  const char* user = std::getenv("USER");
  return fmt::format("{}@{} (process {})", user != nullptr ? user : "somebody", host.data(),
                     ::getpid());
}

}  // namespace

Result<std::unique_ptr<WriteLeases>> WriteLeases::open(const store::Location& location,
                                                       LeaseTimes times) {
  LW_ASSIGN(auto inventory, store::Inventory::open(location));
  return std::unique_ptr<WriteLeases>(new WriteLeases(std::move(inventory), times));
}

WriteLeases::WriteLeases(store::Inventory inventory, LeaseTimes times)
    : times_(times),
      holder_(this_process()),
      inventory_(std::move(inventory)),
      renewing_([this](const std::stop_token& stop) { renew_until(stop); }) {}

WriteLeases::~WriteLeases() = default;

Result<WriteLeases::Held> WriteLeases::acquire(const std::string& device) {
  const auto before = Clock::now();  // what the answer takes is counted against us
  const std::lock_guard store_lock(store_mutex_);
  store::Leases leases(inventory_.database());
  LW_ASSIGN(auto lease, leases.acquire(device, holder_, times_.length));
  const std::lock_guard lock(mutex_);
  own_.insert_or_assign(device, Own{lease, before + times_.length - times_.margin, {}});
  return Held(*this, std::move(lease));
}

Result<void> WriteLeases::still_held(const std::string& device) {
  const std::lock_guard lock(mutex_);
  const auto own = own_.find(device);
  if (own == own_.end()) return failure(ErrorCode::kInternal, "a lease was given back");
  if (own->second.lost) return std::unexpected(*own->second.lost);
  if (Clock::now() < own->second.good_until) return {};
  return failure(ErrorCode::kConflict,
                 fmt::format("the right to configure {} ran out: the store could not be reached "
                             "in time",
                             device),
                 "check the store, and run the same command again: it goes on with what is "
                 "missing");
}

void WriteLeases::renew_until(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    changed_.wait_for(lock, stop, times_.renewed_every, [] { return false; });
    if (stop.stop_requested()) return;
    lock.unlock();
    renew();
    lock.lock();
  }
}

void WriteLeases::renew() {
  const auto before = Clock::now();
  std::vector<store::Lease> leases;
  const std::lock_guard store_lock(store_mutex_);
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [device, own] : own_) {
      if (!own.lost) leases.push_back(own.lease);
    }
  }
  if (leases.empty()) return;
  const auto outcomes = store::Leases(inventory_.database()).renew(leases, times_.length);
  if (!outcomes) return;  // tried again; they run out by themselves
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < leases.size(); ++i) {
    const auto own = own_.find(leases[i].device);
    if (own == own_.end() || own->second.lease.token != leases[i].token) continue;
    if ((*outcomes)[i]) {
      own->second.good_until = before + times_.length - times_.margin;
    } else {
      own->second.lost = (*outcomes)[i].error();
    }
  }
}

void WriteLeases::give_back(const std::string& device) {
  const std::lock_guard store_lock(store_mutex_);
  store::Lease lease;
  {
    const std::lock_guard lock(mutex_);
    const auto own = own_.extract(device);
    if (own.empty()) return;
    lease = own.mapped().lease;
  }
  // It runs out by itself where this does not work.
  (void)store::Leases(inventory_.database()).release(lease);
}

WriteLeases::Held::Held(Held&& other) noexcept
    : leases_(std::exchange(other.leases_, nullptr)), lease_(std::move(other.lease_)) {}

WriteLeases::Held::~Held() {
  if (leases_ != nullptr) leases_->give_back(lease_.device);
}

}  // namespace lw::device
