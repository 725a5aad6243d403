// Control transactions of a sensor: an IDIOM request in XML, its response or error (facts 4.1).
// Bounded, no document type, no entities but XML's own. On the device's thread.
#pragma once

#include <string>
#include <string_view>

#include "lab/ips_device.h"

namespace lw::lab {

inline constexpr std::size_t kLongestIpsRequest = 1024 * 1024;

// `command`: what the URL says, which decides when there is any [V]; the body's element otherwise.
[[nodiscard]] std::string answer_ips_transaction(IpsDevice& device, const IpsAccount& account,
                                                 std::string_view command, std::string body);

// The document that says what is wrong.
[[nodiscard]] std::string ips_error_document(const IpsError& error);

}  // namespace lw::lab
