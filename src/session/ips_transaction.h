// Control transactions of an IPS sensor, as documents: what is asked, what a reply says (facts 4.1:
// the envelope and the request for the version verified; the place of the version in the reply, the
// form of getConfigDelta and the names of errors inferred). Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lw::session {

// What is posted to /cgi-bin/transaction-server?command=getVersion.
[[nodiscard]] std::string ips_version_request();
// The configuration of these components, as far as it differs from the defaults.
[[nodiscard]] std::string ips_config_request(std::span<const std::string_view> components);

// "<error>" in place of a reply, as an error of ours: kCommandRejected in the sensor's words,
// kLoginRefused where the user may not or has to change the password first.
[[nodiscard]] Result<void> check_ips_reply(std::string_view reply);

// What `show version` of the CLI begins with, made from a reply to getVersion. Errors as above.
[[nodiscard]] Result<std::string> ips_version_text(std::string_view reply);

}  // namespace lw::session
