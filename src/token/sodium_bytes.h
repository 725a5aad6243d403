// libsodium started, and text as the bytes that it wants. For .cc files of this room.
#pragma once

#include <sodium.h>

#include <string>
#include <string_view>

#include "base/result.h"

namespace lw::token {

[[nodiscard]] inline Result<void> start_sodium() {
  if (sodium_init() < 0) return failure(ErrorCode::kInternal, "libsodium does not start");
  return {};
}

[[nodiscard]] inline const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
[[nodiscard]] inline unsigned char* bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

[[nodiscard]] inline std::string to_base64(std::string_view raw) {
  std::string text(sodium_base64_ENCODED_LEN(raw.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes(raw), raw.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the terminating zero that the length counts
  return text;
}

}  // namespace lw::token
