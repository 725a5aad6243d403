// One line that pins a key: of our own file, or of OpenSSH's known_hosts (sshd(8)). Pure; any
// thread; the line may be any bytes. Private to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/peer_pins.h"

namespace lw::net {

struct PinLine {
  std::vector<std::string> endpoints;  // as to_string(Endpoint)
  PeerKey key;
  std::string date;  // empty in known_hosts
};

// "SHA256:" and 43 digits of base64, with or without the padding, which is dropped; or, of a
// certificate, 32 pairs of hexadecimal digits with colons between them, which become upper case.
[[nodiscard]] Result<std::string> parse_fingerprint(std::string_view text);

// A line as format_pin_line() writes it.
[[nodiscard]] Result<PinLine> parse_pin_line(std::string_view line);
// That, with port and date left out if need be, or a line of known_hosts. Says of a hashed name,
// a pattern or a certificate authority that they can't be taken over.
[[nodiscard]] Result<PinLine> parse_import_line(std::string_view line);

[[nodiscard]] std::string format_pin_line(const PeerPin& pin);  // with its line end

// Whether the line says nothing: blank, or a comment.
[[nodiscard]] bool is_comment(std::string_view line);

}  // namespace lw::net
