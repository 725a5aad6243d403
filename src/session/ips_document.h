// The envelope of a sensor's control transactions (IDIOM, verified) as XML documents. Private to
// the room; pure.
#pragma once

#include <string_view>

#include "session/xml_document.h"

namespace lw::session {

inline constexpr const char* kIdconf = "http://www.cisco.com/cids/idconf";

// Begins a request in `document`; gives its transaction, which is about the configuration.
[[nodiscard]] pugi::xml_node begin_ips_request(pugi::xml_document& document,
                                               const char* transaction);

// A reply that is a response; check_ips_reply() says what else it may be.
[[nodiscard]] Result<pugi::xml_document> read_ips_reply(std::string_view reply);

}  // namespace lw::session
