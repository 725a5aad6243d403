// What goes to a token server: one configuration for one device, sealed to the server's public key
// (docs/tokens.md has the bytes). Whoever has the public key can seal one: it keeps the content
// from others and unchanged on its way, and does not say who sent it. Pure but for the sealing's
// random bytes; any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "token/keys.h"

namespace lw::token {

// What the router shall do with the configuration.
enum class Purpose : std::uint8_t { kDelta = 1, kFull = 2 };
[[nodiscard]] std::string_view name(Purpose purpose);  // "delta", "full"

struct Delivery {
  std::string device = {};  // 1 to 63 characters
  Purpose purpose = Purpose::kDelta;
  std::chrono::sys_seconds made = {};
  std::string config = {};  // lines ended by LF
};

// Tokens hold 32 or 64 KB (verified): the bound is for memory, not for them.
inline constexpr std::size_t kMostConfigBytes = std::size_t{256} << 10;
inline constexpr std::size_t kMostSealedBytes = kMostConfigBytes + 256;
inline constexpr std::string_view kSealedSuffix = ".lwt";

// kInvalidArgument for a name or a configuration that is too long or empty, and for a key that no
// token server can have.
[[nodiscard]] Result<std::string> seal(const Delivery& delivery, const PublicKey& key);

// kInvalidArgument: no such file, one that is cut short, or one that was sealed for another key,
// cut or changed, which can't be told apart; kUnsupported: of another version.
[[nodiscard]] Result<Delivery> open(std::string_view file, const KeyPair& keys);

// The content of the box alone.
[[nodiscard]] std::string write_content(const Delivery& delivery);
[[nodiscard]] Result<Delivery> read_content(std::string_view content);

}  // namespace lw::token
