// Misbehaviour of a simulated device's web server, by name, and what it makes of one request: how
// the reply is to be delivered. Pure; the listener does what WebDelivery says.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "lab/device.h"

namespace lw::lab {

// In the names N may be left out.
struct WebFaults {
  bool refuses_agents = false;               // "user-agent-400": 400 whatever the User-Agent is
  bool slow_body = false;                    // "slow-body": every byte of the body comes alone
  bool redirects = false;                    // "redirect": 302 to another host
  bool expired_certificate = false;          // "expired-certificate"
  bool refused_transactions = false;         // "xml-error": every transaction of a sensor fails
  bool cut_xml = false;                      // "cut-xml": half of a document in XML, well announced
  bool stalls = false;                       // "stall": takes the request and says nothing
  std::optional<std::size_t> cut_body;       // "cut-body:N": closes after N bytes of it (1)
  std::optional<std::size_t> missing_bytes;  // "wrong-length:N": announces N too many (100)
  std::optional<std::size_t> refused_line;  // "errors-inside:N": line N (1) of what is posted fails
};

inline constexpr std::string_view kWebFaultNames =
    "user-agent-400, slow-body, cut-body:N, wrong-length:N, redirect, expired-certificate, "
    "errors-inside:N, xml-error, cut-xml, stall";

// Whether there is such a fault.
[[nodiscard]] bool add_web_fault(WebFaults& faults, std::string_view name);

struct WebDelivery {
  WebReply reply = {};
  bool silent = false;  // nothing is sent; the connection stays open
  bool byte_by_byte = false;
  std::optional<std::size_t> announced_length = {};  // of the body; nullopt: its own
  std::optional<std::size_t> cut_after = {};  // bytes of the body, then the connection closes
};

// nullopt: the connection is refused. A request that stalls or is turned away does not reach the
// device.
[[nodiscard]] std::optional<WebDelivery> answer_with_faults(Device& device, WebRequest request,
                                                            const WebFaults& faults);

}  // namespace lw::lab
