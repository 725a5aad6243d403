#include "net/endpoint.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace lw::net {
namespace {

// A name that can be looked up and shown: no blanks, control characters or brackets.
bool is_host(std::string_view host) {
  constexpr std::size_t kLongestName = 253;  // RFC 1035
  if (host.empty() || host.size() > kLongestName) return false;
  return std::ranges::all_of(host, [](char c) {
    return c > ' ' && c != 0x7f && c != '[' && c != ']' && c != '/' && c != '@';
  });
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string_view text, std::uint16_t default_port) {
  std::string_view host = text;
  std::optional<std::string_view> port;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) {
      return failure(ErrorCode::kInvalidArgument,
                     fmt::format("address '{}' has no closing bracket", printable(text)));
    }
    host = text.substr(1, end - 1);
    const auto rest = text.substr(end + 1);
    if (rest.starts_with(':')) {
      port = rest.substr(1);
    } else if (!rest.empty()) {
      return failure(ErrorCode::kInvalidArgument,
                     fmt::format("address '{}' goes on after its bracket", printable(text)));
    }
  } else if (std::ranges::count(text, ':') == 1) {
    host = text.substr(0, text.find(':'));
    port = text.substr(text.find(':') + 1);
  }
  if (!is_host(host)) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("'{}' is not a host name or address", printable(text)));
  }
  if (!port) return Endpoint{std::string(host), default_port};
  const auto number = parse_decimal(*port);
  if (!number || *number < 1 || *number > 65535) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("port '{}' is not a number from 1 to 65535", printable(*port)));
  }
  return Endpoint{std::string(host), static_cast<std::uint16_t>(*number)};
}

std::string to_string(const Endpoint& endpoint) {
  const bool v6 = endpoint.host.find(':') != std::string::npos;
  return v6 ? fmt::format("[{}]:{}", endpoint.host, endpoint.port)
            : fmt::format("{}:{}", endpoint.host, endpoint.port);
}

}  // namespace lw::net
