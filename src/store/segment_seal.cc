#include "store/segment_seal.h"

#include <fmt/format.h>
#include <sodium.h>

#include <new>

namespace lw::store {
namespace {

constexpr std::size_t kKey = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* octets(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string place_of(std::string_view device, std::uint32_t number) {
  return fmt::format("archive segment {} of {}", number, device);
}

}  // namespace

Secret SegmentSeal::make_key() {
  // It only fails where the system has no random numbers.
  if (sodium_init() < 0) throw std::bad_alloc();
  std::string key(kKey, '\0');
  randombytes_buf(key.data(), key.size());
  return Secret(std::move(key));
}

Result<SegmentSeal> SegmentSeal::with_key(Secret key) {
  if (sodium_init() < 0 || key.reveal().size() != kKey) {
    return failure(ErrorCode::kStoreFailed, "the key of the configuration archive is damaged");
  }
  return SegmentSeal(std::move(key));
}

std::string SegmentSeal::seal(std::string_view device, std::uint32_t number,
                              std::string_view bytes) const {
  const std::string place = place_of(device, number);
  std::string sealed(kNonce + bytes.size() + kTag, '\0');
  randombytes_buf(sealed.data(), kNonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(octets(sealed) + kNonce, nullptr, octets(bytes),
                                             bytes.size(), octets(place), place.size(), nullptr,
                                             octets(sealed), octets(key_.reveal()));
  return sealed;
}

Result<std::string> SegmentSeal::open(std::string_view device, std::uint32_t number,
                                      std::string_view sealed) const {
  const std::string place = place_of(device, number);
  if (sealed.size() >= kNonce + kTag) {
    std::string bytes(sealed.size() - kNonce - kTag, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            octets(bytes), nullptr, nullptr, octets(sealed) + kNonce, sealed.size() - kNonce,
            octets(place), place.size(), octets(sealed), octets(key_.reveal())) == 0) {
      return bytes;
    }
  }
  return failure(
      ErrorCode::kStoreFailed,
      fmt::format("{} cannot be opened: it was changed, or sealed with another key", place),
      "restore the store from a backup, with its key");
}

}  // namespace lw::store
