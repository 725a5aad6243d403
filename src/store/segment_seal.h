// Seals the archive's segments with a key of their own, which the vault seals in turn: another key
// of the vault rewrites one row, not the archive. As a vault of its own with that key; device and
// number are authenticated, so that a segment that was moved does not open. Immutable once made:
// any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "store/vault.h"

namespace lw::store {

class SegmentSeal {
 public:
  // A new key.
  [[nodiscard]] static Secret make_key();
  // kStoreFailed when these bytes are no key.
  [[nodiscard]] static Result<SegmentSeal> with_key(Secret key);

  [[nodiscard]] std::string seal(std::string_view device, std::uint32_t number,
                                 std::string_view bytes) const;
  // kStoreFailed when it was not sealed with this key for this place, or was changed.
  [[nodiscard]] Result<std::string> open(std::string_view device, std::uint32_t number,
                                         std::string_view sealed) const;

 private:
  explicit SegmentSeal(Vault vault) : vault_(std::move(vault)) {}
  Vault vault_;
};

}  // namespace lw::store
