#include "store/device_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/text.h"

namespace lw::store {
namespace {

constexpr std::size_t kLongestName = 63;
constexpr std::size_t kLongestAddress = 253;  // of a DNS name
constexpr std::size_t kLongestVersion = 64;
constexpr std::size_t kLongestNotes = 4096;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z') || is_digit(c); }

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName && is_alphanumeric(name.front()) &&
         std::ranges::all_of(
             name, [](char c) { return is_alphanumeric(c) || c == '.' || c == '-' || c == '_'; });
}

bool is_platform(std::string_view platform) {
  return !platform.empty() && platform.size() <= kLongestName && is_lower(platform.front()) &&
         std::ranges::all_of(platform,
                             [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

// A host name, IPv4 or IPv6 address with an optional zone. Whether it exists is the network's say.
bool is_address(std::string_view address) {
  return !address.empty() && address.size() <= kLongestAddress && address.front() != '-' &&
         std::ranges::all_of(address, [](char c) {
           return is_alphanumeric(c) || c == '.' || c == '-' || c == '_' || c == ':' || c == '%';
         });
}

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
  });
}

std::unexpected<Error> refuse(std::string_view field, std::string_view value,
                              std::string_view rule) {
  return failure(ErrorCode::kInvalidArgument, fmt::format("{} \"{}\" is refused: it must be {}",
                                                          field, printable(value, 80), rule));
}

}  // namespace

Result<void> check(const Device& device) {
  if (!is_name(device.name)) {
    return refuse("device name", device.name,
                  "1 to 63 letters, digits, '.', '-' or '_', beginning with a letter or digit");
  }
  if (!is_platform(device.platform)) {
    return refuse("platform", device.platform,
                  "the name of a platform: lower-case letters, digits and '_', such as cisco_ios");
  }
  if (!is_address(device.address)) {
    return refuse("address", device.address,
                  "a host name or an IP address, at most 253 characters");
  }
  if (!device.transport.empty() && device.transport != "ssh" && device.transport != "telnet") {
    return refuse("transport", device.transport, "ssh, telnet, or empty for the platform's own");
  }
  for (const auto& [transport, port] : device.ports) {
    if (port == 0 || (transport != "ssh" && transport != "telnet")) {
      return refuse("port", transport, "a port from 1 to 65535 of ssh or telnet");
    }
  }
  if (device.os_version.size() > kLongestVersion || has_control_characters(device.os_version)) {
    return refuse("os_version", device.os_version, "at most 64 printable characters");
  }
  if (device.notes.size() > kLongestNotes || has_control_characters(device.notes)) {
    return refuse("notes", device.notes, "at most 4096 characters of text");
  }
  return {};
}

}  // namespace lw::store
