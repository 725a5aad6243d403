// HTTP/1.1 messages as plain values, and what a client of one server is to its callers. Nothing
// here waits or parses. Field names compare without case.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/deadline.h"
#include "base/result.h"
#include "net/task.h"

namespace lw::net {

struct HttpField {
  std::string name;
  std::string value;
};

struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";  // path and query, encoded
  std::vector<HttpField> fields = {};
  std::string body = {};
};

struct HttpResponse {
  int status = 200;
  std::string reason = {};  // empty in a response to send: the usual one
  std::vector<HttpField> fields = {};
  std::string body = {};
  // Of a response that was received: only the connection's end marked the body's, and neither a
  // length nor TLS's goodbye proves that nothing was cut off.
  bool maybe_cut = false;
};

// The first field of that name; nullopt when there is none.
[[nodiscard]] std::optional<std::string_view> find_field(const std::vector<HttpField>& fields,
                                                         std::string_view name);

// "Basic …" (RFC 7617), for the field Authorization. Holds the password: treat it as a secret.
[[nodiscard]] std::string basic_authorization(std::string_view user, std::string_view password);

// Percent-encoded (RFC 3986): all but letters, digits and "-._~".
[[nodiscard]] std::string url_encode(std::string_view text);
// nullopt when a "%" is not followed by two hexadecimal digits. "+" stays as it is.
[[nodiscard]] std::optional<std::string> url_decode(std::string_view text);

// One server: requests one after the other over one connection, which is opened when it is needed,
// kept open when the server lets it, and opened again for the next request when the server has
// closed it in between. One coroutine at a time; belongs to one loop.
class HttpClient {
 public:
  virtual ~HttpClient() = default;

  // Any complete answer is a response, whatever its status; redirects are not followed. A request
  // goes out once: it is sent again only when the server closed a kept connection before it can
  // have read a byte of it. kConnectionLost (closed in mid-answer, body shorter than announced),
  // kTimeout, kUnsupported (not HTTP, more than announced, over a limit, or no TLS in common),
  // kHostKeyChanged, kUnauthenticated (a new certificate that is out of its dates), kCancelled,
  // kInvalidArgument (a field that would not stay in its line).
  [[nodiscard]] virtual Task<Result<HttpResponse>> send(HttpRequest request, Deadline deadline) = 0;

  [[nodiscard]] virtual Task<void> close(Deadline deadline) = 0;
  // From any thread: makes the call under way, and every later one, end with kCancelled.
  virtual void cancel() = 0;
  // For messages: "https 192.0.2.1:443".
  [[nodiscard]] virtual std::string description() const = 0;
};

}  // namespace lw::net
