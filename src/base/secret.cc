#include "base/secret.h"

#include <cstring>
#include <utility>

namespace lw {

Secret::Secret(Secret&& other) noexcept : bytes_(other.bytes_) { other.wipe(); }

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) {
    wipe();
    bytes_ = other.bytes_;
  }
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    *this = std::as_const(other);
    other.wipe();
  }
  return *this;
}

Secret::~Secret() { wipe(); }

bool Secret::equals(const Secret& other) const {
  if (bytes_.size() != other.bytes_.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    difference |= static_cast<unsigned char>(bytes_[i] ^ other.bytes_[i]);
  }
  return difference == 0;
}

void Secret::wipe() noexcept {
  explicit_bzero(bytes_.data(), bytes_.size());
  bytes_.clear();
}

}  // namespace lw
