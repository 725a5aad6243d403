// HTTP/1.0 and 1.1 on the wire: bytes to messages and back, without waiting. Beast's parser and
// serializer are behind it, in one translation unit. Private to the room; pure; every byte that is
// read is hostile. RFC 9112.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/http.h"

namespace lw::net {

inline constexpr std::size_t kMostHttpHeader = 64 << 10;

enum class HttpVersion : std::uint8_t { k10, k11 };

// One answer. Feed what arrives until done(); when the peer has closed, end() says whether that was
// its end. Answers of status 1xx are passed over.
class HttpResponseReader {
 public:
  // `method` is the request's: an answer to HEAD has no body. Bodies over `most_body` are refused.
  HttpResponseReader(std::string_view method, std::size_t most_body);
  ~HttpResponseReader();

  // kUnsupported: not HTTP, over a limit, more than was announced.
  [[nodiscard]] Result<void> feed(std::string_view bytes);
  [[nodiscard]] bool done() const;
  // kConnectionLost says what is missing ("announced 10 bytes, sent 3").
  [[nodiscard]] Result<void> end();
  // Any byte at all has arrived.
  [[nodiscard]] bool began() const;
  // Only the connection's end ends the body: neither a length nor chunks do.
  [[nodiscard]] bool ends_by_close() const;
  // Whether another request may follow on the connection. Once done().
  [[nodiscard]] bool keeps_alive() const;
  // Once done().
  [[nodiscard]] HttpResponse take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Requests, one after the other.
class HttpRequestReader {
 public:
  explicit HttpRequestReader(std::size_t most_body);
  ~HttpRequestReader();

  // kInvalidArgument: malformed, or over a limit; then refusal() is the status to answer with.
  [[nodiscard]] Result<void> feed(std::string_view bytes);
  [[nodiscard]] int refusal() const;
  [[nodiscard]] bool done() const;
  [[nodiscard]] bool began() const;
  // The client waits for "100 Continue" before it sends the body. True once a request.
  [[nodiscard]] bool asks_to_continue();
  [[nodiscard]] bool keeps_alive() const;
  [[nodiscard]] HttpVersion version() const;
  // Once done(). Reading goes on with the next request, of which bytes may be here already.
  [[nodiscard]] Result<HttpRequest> take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Adds Host and Content-Length where they are missing. kInvalidArgument when a method, target or
// field would not stay one line of its own.
[[nodiscard]] Result<std::string> encode_request(const HttpRequest& request, std::string_view host);

// The status line and fields, up to and with the empty line; nothing is added.
[[nodiscard]] std::string encode_response_header(const HttpResponse& response, HttpVersion version);

}  // namespace lw::net
