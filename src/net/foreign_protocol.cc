#include "net/foreign_protocol.h"

#include <fmt/core.h>

#include "base/text.h"

namespace lw::net {

std::string what_it_sent(std::string_view seen) {
  constexpr std::size_t kShown = 80;
  if (seen.empty()) return "it sent nothing";
  return fmt::format("it sent '{}'", printable(trim(seen.substr(0, kShown)), kShown));
}

std::string foreign_protocol_hint(std::string_view seen) {
  if (seen.starts_with("HTTP/")) {
    return "that is a web server without TLS: use HTTP, or another port";
  }
  if (seen.starts_with("SSH-")) return "that is an SSH server: check the port and the transport";
  if (seen.starts_with('\xff')) return "that looks like Telnet: check the port and the transport";
  if (seen.starts_with("\x15\x03") || seen.starts_with("\x16\x03")) {
    return "that is a server with TLS: use HTTPS, or another port";
  }
  return "check the port";
}

}  // namespace lw::net
