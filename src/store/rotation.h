// A new key for the vault. Whenever it is cut off, the store opens with the old key or with the new
// one, which lies beside the old one until it takes its place.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "base/secret.h"
#include "store/location.h"

namespace lw::store {

struct Rotation {
  std::int64_t values = 0;  // sealed anew
  bool file = false;        // the key file holds the new key; otherwise who gave the old one must
                            // give the new one from now on
};

// Seals everything anew, in one transaction. `key`: the new one; a random one when the old one is
// in a key file. kInvalidArgument when one is needed, or is the old one.
[[nodiscard]] Result<Rotation> rotate_key(const Location& location,
                                          const std::optional<Secret>& key);

}  // namespace lw::store
