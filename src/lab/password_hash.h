// Passwords as the simulated devices keep them, and how a typed one is checked. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/secret.h"

namespace lw::lab {

// IOS "secret 5": MD5-crypt. `salt_seed` decides the four characters of salt.
[[nodiscard]] std::string md5_crypt(const Secret& password, std::uint64_t salt_seed);
// IOS "password 7": reversible, only hides from a glance. `seed` is its two digits in front.
[[nodiscard]] std::string type7(const Secret& password, std::uint64_t seed);
// Empty when the text is no type 7 string.
[[nodiscard]] Secret from_type7(std::string_view text);
// IOS "secret 9": scrypt, $9$<salt>$<hash>.
[[nodiscard]] std::string ios_scrypt(const Secret& password, std::uint64_t salt_seed);
// PIX and older ASA "encrypted": 16 characters of MD5, of a user also with the name's beginning.
[[nodiscard]] std::string pix_md5(const Secret& password, std::string_view user);
// ASA 9.x "pbkdf2": $sha512$<rounds>$<salt>$<hash>.
[[nodiscard]] std::string asa_pbkdf2(const Secret& password, std::uint64_t salt_seed);

// Whether `typed` is the password kept as `type` ("0", "5", "7", "9", "pbkdf2") and `kept`. Types
// that are not computed here match nothing.
[[nodiscard]] bool password_matches(const Secret& typed, std::string_view type,
                                    std::string_view kept);

// Sixteen bytes of MD5 as four words in hexadecimal: the ASA's Cryptochecksum.
[[nodiscard]] std::string cryptochecksum(std::string_view text);

}  // namespace lw::lab
