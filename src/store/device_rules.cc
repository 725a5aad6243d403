#include "store/device_rules.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace lw::store {
namespace {

constexpr std::size_t kLongestName = 63;
constexpr std::size_t kLongestAddress = 253;  // of a DNS name
constexpr std::size_t kLongestVersion = 64;
constexpr std::size_t kLongestNotes = 4096;
constexpr std::size_t kLongestWord = 16;
constexpr std::size_t kLongestDisplayName = 255;
constexpr std::size_t kLongestImage = 255;
constexpr std::size_t kLongestContext = 32;  // of an ASA [inferred]
constexpr std::size_t kLongestIdentity = 128;
constexpr std::size_t kLongestFileName = 100;
constexpr std::size_t kLongestPath = 1024;
constexpr std::uint32_t kMostSessions = 1000;
constexpr std::uint32_t kLastSlot = 13;  // of the largest chassis, a 6513 [inferred]

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

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= kLongestWord && std::ranges::all_of(text, is_lower);
}

// A host name, IPv4 or IPv6 address with an optional zone. Whether it exists is the network's say.
bool is_address(std::string_view address) {
  return !address.empty() && address.size() <= kLongestAddress && address.front() != '-' &&
         std::ranges::all_of(address, [](char c) {
           return is_alphanumeric(c) || c == '.' || c == '-' || c == '_' || c == ':' || c == '%';
         });
}

// Text that not every database takes, or that no terminal should get.
bool has_control_characters(std::string_view text) {
  return valid_utf8_length(text) != text.size() || std::ranges::any_of(text, [](char c) {
           return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
         });
}

std::unexpected<Error> refuse(std::string_view field, std::string_view value,
                              std::string_view rule) {
  return failure(ErrorCode::kInvalidArgument, fmt::format("{} \"{}\" is refused: it must be {}",
                                                          field, printable(value, 80), rule));
}

// A server, a site: named as devices are; empty for none.
Result<void> check_label(std::string_view field, std::string_view value) {
  if (value.empty() || is_name(value)) return {};
  return refuse(field, value,
                "a name of 1 to 63 letters, digits, '.', '-' or '_', or empty for none");
}

Result<void> check_notes(std::string_view notes) {
  if (notes.size() <= kLongestNotes && !has_control_characters(notes)) return {};
  return refuse("notes", notes, "at most 4096 characters of text");
}

Result<void> check_address(std::string_view address) {
  if (is_address(address)) return {};
  return refuse("address", address, "a host name or an IP address, at most 253 characters");
}

// The name of what is uploaded: of each device another.
bool is_file_pattern(std::string_view pattern) {
  return pattern.size() <= kLongestFileName && pattern.find("{device}") != std::string_view::npos &&
         pattern.front() != '.' && pattern.find('/') == std::string_view::npos &&
         !has_control_characters(pattern) && pattern.find('\n') == std::string_view::npos;
}

bool is_path(std::string_view path) {
  return path.size() <= kLongestPath && !has_control_characters(path) &&
         path.find('\n') == std::string_view::npos;
}

Result<void> check_token_server(const Server& server) {
  if (!server.jump.empty()) {
    return refuse("jump", server.jump, "empty: a token server is reached straight");
  }
  if (!is_path(server.directory)) {
    return refuse("directory", server.directory, "a path on the server, or empty");
  }
  if (server.public_key_file.empty() || !is_path(server.public_key_file)) {
    return refuse("public_key_file", server.public_key_file,
                  "the file that holds the token server's public key");
  }
  if (!is_file_pattern(server.file_name)) {
    return refuse("file_name", server.file_name,
                  "the name of a file with {device} in it, and {mode} where that is wanted");
  }
  return {};
}

Result<void> check_plain_server(const Server& server) {
  const bool plain = server.directory.empty() && server.public_key_file.empty() &&
                     server.file_name.empty() && !server.tls;
  if (plain) return {};
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("a server of kind {} has no directory, public key, file name or TLS",
                             server.kind),
                 "those are of a token server: --kind tms");
}

Result<void> check_device_address(const Device& device) {
  if (!device.address.empty()) return check_address(device.address);
  const bool in_slot = !device.chassis.empty() && device.transport == "chassis";
  if (device.dynamic_address || !device.context_of.empty() || in_slot) return {};
  return refuse(
      "address", device.address,
      "a host name or an IP address; it may be empty for a device with a dynamic address, "
      "for a context of a firewall and for a module that is reached through its chassis");
}

Result<void> check_text(std::string_view field, std::string_view value, std::size_t longest) {
  const bool one_line =
      !has_control_characters(value) && value.find('\n') == std::string_view::npos;
  if (value.size() <= longest && one_line) return {};
  return refuse(field, value, fmt::format("at most {} printable characters", longest));
}

Result<void> check_choice(std::string_view field, std::string_view value,
                          std::initializer_list<std::string_view> choices) {
  if (value.empty() || std::ranges::find(choices, value) != choices.end()) return {};
  return refuse(field, value, fmt::format("{}, or empty", fmt::join(choices, ", ")));
}

Result<void> check_member(std::string_view kind, std::string_view label) {
  if (is_name(label)) return {};
  return refuse(kind, label,
                "1 to 63 letters, digits, '.', '-' or '_', beginning with a letter or digit");
}

Result<void> check_identity(const Device& device) {
  LW_TRY(check_text("host_name", device.host_name, kLongestName));
  LW_TRY(check_text("domain_name", device.domain_name, kLongestAddress));
  return check_text("display_name", device.display_name, kLongestDisplayName);
}

Result<void> check_system(const Device& device) {
  LW_TRY(check_text("image", device.image, kLongestImage));
  LW_TRY(check_text("target_version", device.target_version, kLongestVersion));
  LW_TRY(check_choice("context_mode", device.context_mode, {"single", "multiple"}));
  LW_TRY(check_choice("firewall_mode", device.firewall_mode, {"routed", "transparent"}));
  LW_TRY(check_choice("supports_failover", device.supports_failover, {"yes", "no"}));
  LW_TRY(check_choice("supports_failover_from", device.supports_failover_from,
                      {"discovered", "edited"}));
  LW_TRY(check_label("context_of", device.context_of));
  if (device.context.empty() != device.context_of.empty()) {
    return refuse("context", device.context,
                  "the name of a security context together with its firewall (context_of), and "
                  "absent without one");
  }
  return check_text("context", device.context, kLongestContext);
}

// How a device names itself to the server that it polls (guide page 2-8; facts/aus-cns.md 1.5).
Result<void> check_staging(const Device& device) {
  LW_TRY(check_label("staging_server", device.staging_server));
  LW_TRY(check_choice("identity_form", device.identity_form,
                      {"hardware-serial", "hostname", "ipaddress", "mac-address", "string"}));
  for (const auto& [field, value] :
       {std::pair{"identity", &device.identity}, std::pair{"cns_config_id", &device.cns_config_id},
        std::pair{"cns_event_id", &device.cns_event_id},
        std::pair{"cns_image_id", &device.cns_image_id}}) {
    LW_TRY(check_text(field, *value, kLongestIdentity));
  }
  if (device.identity.empty() || !device.identity_form.empty()) return {};
  return refuse("identity", device.identity,
                "given together with its form: hardware-serial, hostname, ipaddress, mac-address "
                "or string");
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
  LW_TRY(check_device_address(device));
  if (!device.transport.empty() && !is_word(device.transport)) {
    return refuse("transport", device.transport,
                  "the name of a transport in lower-case letters, such as ssh, or empty for the "
                  "type's default");
  }
  for (const auto& [transport, port] : device.ports) {
    if (port == 0 || !is_word(transport)) {
      return refuse("port", transport, "a port from 1 to 65535 of a transport such as ssh");
    }
  }
  if (!device.crypto.empty() && !is_word(device.crypto)) {
    return refuse("crypto", device.crypto, "the name of a cryptography profile, or empty");
  }
  LW_TRY(check_label("jump", device.jump));
  LW_TRY(check_label("chassis", device.chassis));
  if (device.slot > kLastSlot || (device.slot == 0) != device.chassis.empty()) {
    return refuse("slot", std::to_string(device.slot),
                  "a number from 1 to 13 together with a chassis, and absent without one");
  }
  LW_TRY(check_label("site", device.site));
  LW_TRY(check_label("aaa", device.aaa));
  LW_TRY(check_label("token_server", device.token_server));
  if (device.sessions > kMostSessions) {
    return refuse("sessions", std::to_string(device.sessions), "a number from 0 to 1000");
  }
  if (device.os_version.size() > kLongestVersion || has_control_characters(device.os_version)) {
    return refuse("os_version", device.os_version, "at most 64 printable characters");
  }
  LW_TRY(check_identity(device));
  LW_TRY(check_system(device));
  LW_TRY(check_staging(device));
  LW_TRY(check_label("credential_set", device.credential_set));
  for (const auto& group : device.groups) LW_TRY(check_member("group", group));
  for (const auto& tag : device.tags) LW_TRY(check_member("tag", tag));
  return check_notes(device.notes);
}

Result<void> check(const CredentialSet& set) {
  if (!is_name(set.name)) {
    return refuse("name of a credential set", set.name,
                  "1 to 63 letters, digits, '.', '-' or '_', beginning with a letter or digit");
  }
  return check_notes(set.notes);
}

Result<void> check_group(const std::string& group) { return check_member("group", group); }

Result<void> check(const Server& server) {
  if (!is_name(server.name)) {
    return refuse("server name", server.name,
                  "1 to 63 letters, digits, '.', '-' or '_', beginning with a letter or digit");
  }
  if (std::ranges::find(kServerKinds, server.kind) == kServerKinds.end()) {
    return refuse("kind", server.kind, fmt::format("{}", fmt::join(kServerKinds, ", ")));
  }
  LW_TRY(check_address(server.address));
  if (server.port == 0) return refuse("port", "0", "a port from 1 to 65535");
  if (!server.crypto.empty() && !is_word(server.crypto)) {
    return refuse("crypto", server.crypto, "the name of a cryptography profile, or empty");
  }
  LW_TRY(check_label("jump", server.jump));
  LW_TRY(check_notes(server.notes));
  return server.kind == kTokenServerKind ? check_token_server(server) : check_plain_server(server);
}

Result<void> check(const SessionLimit& limit) {
  if (limit.kind != "site" && limit.kind != "aaa") {
    return refuse("kind of limit", limit.kind, "site or aaa");
  }
  if (!is_name(limit.name)) {
    return refuse(limit.kind, limit.name, "a name of 1 to 63 letters, digits, '.', '-' or '_'");
  }
  if (limit.sessions > kMostSessions) {
    return refuse("sessions", std::to_string(limit.sessions), "a number from 0 to 1000");
  }
  return {};
}

}  // namespace lw::store
