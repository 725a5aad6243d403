// A web request to a simulated device and its answer, as plain values: what the listener hands in
// and sends out. Field names compare without case. Pure functions: any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.h"

namespace lw::lab {

using WebFields = std::vector<std::pair<std::string, std::string>>;

struct WebRequest {
  std::string method = "GET";
  std::string target = "/";  // as it came: path and query, encoded
  WebFields fields = {};
  std::string body = {};
  std::string source_address = "127.0.0.1";
  bool encrypted = true;
};

struct WebReply {
  int status = 200;
  WebFields fields = {};  // all but the length, which the listener states
  std::string body = {};
  bool close = false;  // the device ends the connection after it
};

// What listens now. A port that is not set is shut.
struct WebDoor {
  std::optional<std::uint16_t> http = std::nullopt;
  std::optional<std::uint16_t> https = std::nullopt;
  std::string certificate_name = {};  // common name of the self-signed certificate
  long most_clients = 6;              // at once; those of an ASA that are not ASDM [verified]
  bool des_only = false;              // a TLS handshake gets no further than TlsDesOnly takes it
};

// The first field of that name; nullopt when there is none.
[[nodiscard]] std::optional<std::string_view> web_field(const WebFields& fields,
                                                        std::string_view name);

struct WebCredentials {
  std::string user;
  Secret password;
};
// From the field Authorization (Basic, RFC 7617); nullopt when there is none that can be read.
[[nodiscard]] std::optional<WebCredentials> basic_credentials(const WebRequest& request);

// The path of a target, without its query.
[[nodiscard]] std::string_view web_path(std::string_view target);
// The path's segments decoded, without the empty ones; nullopt when a "%" is followed by no two
// hexadecimal digits or stands for a control character. `plus_is_blank`: as in a form.
[[nodiscard]] std::optional<std::vector<std::string>> web_segments(std::string_view path,
                                                                   bool plus_is_blank);

// The pairs behind the target's "?", decoded, "+" as a blank; nullopt when one cannot be decoded.
[[nodiscard]] std::optional<WebFields> web_query(std::string_view target);

// "Wed, 25 Nov 2026 04:13:00 GMT" (RFC 9110).
[[nodiscard]] std::string web_date(std::int64_t seconds_since_epoch);

// `&`, `<`, `>` and `"` as HTML writes them.
[[nodiscard]] std::string html_escaped(std::string_view text);

}  // namespace lw::lab
