// HTTP from a hostile peer, at once and in pieces of one and of seven bytes: no crash, no limit
// passed, and the same end.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "net/http_codec.h"

namespace {

constexpr std::size_t kMostBody = 64 * 1024;

struct End {
  bool failed = false;
  bool done = false;
  std::string body;
};

End respond(std::string_view bytes, std::size_t piece, std::string_view method) {
  lw::net::HttpResponseReader reader(method, kMostBody);
  End end;
  for (std::size_t at = 0; at < bytes.size() && !reader.done() && !end.failed; at += piece) {
    end.failed = !reader.feed(bytes.substr(at, piece));
  }
  if (!end.failed) end.failed = !reader.end();
  end.done = !end.failed && reader.done();
  if (end.done) end.body = reader.take().body;
  if (end.body.size() > kMostBody) std::abort();
  return end;
}

void request(std::string_view bytes, std::size_t piece) {
  lw::net::HttpRequestReader reader(kMostBody);
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    if (!reader.feed(bytes.substr(at, piece))) return;
    (void)reader.asks_to_continue();
    while (reader.done()) {
      const auto taken = reader.take();
      if (!taken) return;
      if (taken->body.size() > kMostBody) std::abort();
      // What is written again has its one header, unless it was refused for breaking its lines.
      const auto again = encode_request(*taken, "host");
      if (again && !again->ends_with("\r\n\r\n" + taken->body)) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view method = data[0] % 8 == 0 ? "HEAD" : "GET";
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto one = respond(bytes, 1, method);
  const auto seven = respond(bytes, 7, method);
  if (one.done && seven.done && one.body != seven.body) std::abort();
  (void)respond(bytes, bytes.size() + 1, method);
  request(bytes, bytes.size() + 1);
  request(bytes, 3);
  return 0;
}
