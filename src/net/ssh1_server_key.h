// The server keys of SSH protocol 1: RSA keys that never leave memory and are replaced every hour,
// so that a host key that is stolen later opens no recorded session. One of these serves any number
// of devices and servers. Any thread.
#pragma once

#include <memory>
#include <mutex>

#include "base/deadline.h"
#include "net/ssh1_rsa.h"

namespace lw::net {

class Ssh1ServerKeys {
 public:
  // The one in use at `now`, to go with a host key of `host_bits`: of 768 bits, as on the devices;
  // of 1024 where the protocol's least distance of 128 bits to the host key asks for it (inferred:
  // what devices do then is not known). Whoever finds an aged key makes the next one, some 7 ms,
  // while the others go on with the old; the first one of all is waited for.
  [[nodiscard]] Result<std::shared_ptr<const Ssh1RsaKey>> key_for(int host_bits,
                                                                  Deadline::Clock::time_point now);

 private:
  struct Slot {
    std::mutex making;
    std::mutex mutex;  // of the two below
    std::shared_ptr<const Ssh1RsaKey> key;
    Deadline::Clock::time_point made_at;
  };
  [[nodiscard]] static Result<std::shared_ptr<const Ssh1RsaKey>> renew(
      Slot& slot, int bits, Deadline::Clock::time_point now);

  Slot usual_;
  Slot larger_;
};

}  // namespace lw::net
