#include "net/foreign_protocol.h"

#include <fmt/core.h>

#include "base/text.h"

namespace lw::net {
namespace {

constexpr std::string_view kHttp = "HTTP/";
constexpr std::string_view kSsh = "SSH-";

}  // namespace

std::string what_it_sent(std::string_view seen) {
  constexpr std::size_t kShown = 80;
  if (seen.empty()) return "it sent nothing";
  return fmt::format("it sent '{}'", printable(trim(seen.substr(0, kShown)), kShown));
}

bool begins_a_known_protocol(std::string_view seen) {
  for (const std::string_view known : {kHttp, kSsh}) {
    if (seen.size() < known.size() && known.starts_with(seen)) return true;
  }
  return false;
}

std::string foreign_protocol_hint(std::string_view seen) {
  if (seen.starts_with(kHttp)) {
    return "that is a web server without TLS: use HTTP, or another port";
  }
  if (seen.starts_with(kSsh)) return "that is an SSH server: check the port and the transport";
  if (seen.starts_with('\xff')) return "that looks like Telnet: check the port and the transport";
  if (seen.starts_with("\x15\x03") || seen.starts_with("\x16\x03")) {
    return "that is a server with TLS: use HTTPS, or another port";
  }
  return "check the port";
}

}  // namespace lw::net
