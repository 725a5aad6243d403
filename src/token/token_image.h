// The image of a USB token: a folder with a manifest and the token's files, each closed by a key
// that is made of the token's PIN (docs/tokens.md has the bytes). Blocking, the making of the key
// takes a tenth of a second and 64 MiB; any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "token/delivery.h"

namespace lw::token {

// The boot configuration's name on a token (inferred, facts section 5).
inline constexpr std::string_view kBootConfigFile = "CCCD";
inline constexpr std::string_view kManifestFile = "manifest";
inline constexpr std::size_t kUsualTokenBytes = 32768;
inline constexpr std::size_t kMostTokenBytes = kMostConfigBytes;

// The PIN that tokens have before somebody sets another (inferred).
inline constexpr std::string_view kDefaultPin = "1234567890";

// 4 to 63 printable characters without blanks: a router takes it as one word.
[[nodiscard]] Result<void> check_pin(const Secret& pin);

enum class Replace { kNo, kYes };

// Makes `folder` with the delivery's configuration as CCCD, in one step: it is there whole, or not
// at all. kAlreadyExists: a token image is there and shall stay; kConflict: the folder holds
// something else, which is never replaced; kInvalidArgument: the configuration is larger than
// `token_bytes`.
[[nodiscard]] Result<void> write_token_image(const std::filesystem::path& folder,
                                             const Delivery& delivery, const Secret& pin,
                                             std::size_t token_bytes, Replace replace);

}  // namespace lw::token
