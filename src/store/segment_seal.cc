#include "store/segment_seal.h"

#include <fmt/format.h>
#include <sodium.h>

#include <new>

namespace lw::store {
namespace {

std::string place_of(std::string_view device, std::uint32_t number) {
  return fmt::format("archive segment {} of {}", number, device);
}

}  // namespace

Secret SegmentSeal::make_key() {
  // It only fails where the system has no random numbers.
  if (sodium_init() < 0) throw std::bad_alloc();
  std::string key(Vault::kKeyBytes, '\0');
  randombytes_buf(key.data(), key.size());
  return Secret(std::move(key));
}

Result<SegmentSeal> SegmentSeal::with_key(Secret key) {
  auto vault = Vault::with_key(std::move(key));
  if (vault) return SegmentSeal(*std::move(vault));
  return failure(ErrorCode::kStoreFailed, "the key of the configuration archive is damaged");
}

std::string SegmentSeal::seal(std::string_view device, std::uint32_t number,
                              std::string_view bytes) const {
  return vault_.seal(place_of(device, number), Secret(std::string(bytes)));
}

Result<std::string> SegmentSeal::open(std::string_view device, std::uint32_t number,
                                      std::string_view sealed) const {
  const std::string place = place_of(device, number);
  const auto bytes = vault_.open(place, sealed);
  if (bytes) return bytes->reveal();
  return failure(
      ErrorCode::kStoreFailed,
      fmt::format("{} cannot be opened: it was changed, or sealed with another key", place),
      "restore the store from a backup, with its key");
}

}  // namespace lw::store
