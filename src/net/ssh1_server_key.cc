#include "net/ssh1_server_key.h"

#include <chrono>
#include <cstdlib>
#include <utility>

namespace lw::net {
namespace {

constexpr int kUsualBits = 768;
constexpr int kLargerBits = 1024;
constexpr int kLeastDistance = 128;
constexpr std::chrono::hours kLife{1};

}  // namespace

Result<std::shared_ptr<const Ssh1RsaKey>> Ssh1ServerKeys::key_for(int host_bits,
                                                                  Deadline::Clock::time_point now) {
  const bool too_near = std::abs(host_bits - kUsualBits) < kLeastDistance;
  Slot& slot = too_near ? larger_ : usual_;
  std::unique_lock making(slot.making, std::try_to_lock);
  for (;;) {
    {
      const std::lock_guard lock(slot.mutex);
      const bool fresh = slot.key && now - slot.made_at < kLife;
      if (fresh || (slot.key && !making.owns_lock())) return slot.key;
    }
    if (making.owns_lock()) return renew(slot, too_near ? kLargerBits : kUsualBits, now);
    making.lock();
  }
}

Result<std::shared_ptr<const Ssh1RsaKey>> Ssh1ServerKeys::renew(Slot& slot, int bits,
                                                                Deadline::Clock::time_point now) {
  LW_ASSIGN(auto made, Ssh1RsaKey::generate(bits));
  auto key = std::make_shared<const Ssh1RsaKey>(std::move(made));
  const std::lock_guard lock(slot.mutex);
  slot.key = std::move(key);
  slot.made_at = now;
  return slot.key;
}

}  // namespace lw::net
