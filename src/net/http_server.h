// An HTTP/1.1 server, plain or with TLS, for simulated devices: many of them behind one listening
// socket, told apart by the address that was called. It can also answer badly on purpose. Not a
// server for real use. Destroy it before the Loop, and not from one of the Loop's threads.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "net/endpoint.h"
#include "net/http.h"
#include "net/listener.h"
#include "net/loop.h"
#include "net/task.h"
#include "net/tls_identity.h"

namespace lw::net {

class Connections;

struct HttpArrival {
  HttpRequest request;
  std::string local_address;  // the one that was called, without the port
  std::string peer_address;   // "127.0.0.1:40000"
};

// What marks the end of a body: servers of HTTP/1.0 often had the connection's end alone.
enum class HttpBodyEnd : std::uint8_t { kLength, kChunks, kClose };

// How an answer goes out. The default is how it should be.
struct HttpDelivery {
  bool as_http_1_0 = false;
  HttpBodyEnd body_end = HttpBodyEnd::kLength;
  bool close_after = false;
  // Faults.
  bool silent = false;  // nothing goes out; the connection lasts until the client closes it
  // Bytes of the body are counted without the framing of chunks.
  std::optional<std::size_t> announced_length = {};  // instead of the body's own
  std::optional<std::size_t> cut_after = {};  // bytes of the body; then closes without a goodbye
  std::size_t piece = 0;                      // bytes of the answer in one write; 0: all
  std::chrono::milliseconds pause{0};         // between two pieces
};

struct HttpReply {
  HttpResponse response;
  HttpDelivery delivery = {};
};

// One simulated device's web server. Exceptions that leave the handler end that connection alone.
struct HttpSite {
  std::shared_ptr<const TlsIdentity> tls = nullptr;  // null: plain HTTP
  std::function<Task<HttpReply>(HttpArrival)> handler;
};

struct HttpServerOptions {
  // Asked once a connection, on the Loop's threads, several at once; must not block. The addresses
  // are those of HttpArrival. Nothing: nobody is there, and the connection is closed. What it gives
  // lives as long as the connection.
  std::function<std::optional<HttpSite>(const std::string& local_address,
                                        const std::string& peer_address)>
      site = {};
  Reach reach = Reach::kOneAddress;
  std::size_t most_connections = 1024;
  std::size_t most_requests = 1000;  // on one connection; 1: no keep-alive
  std::size_t most_body = 64 << 20;  // bytes of a request's body; its header may have 64 KiB
  // For a handshake, for the next request, for a client that does not read.
  std::chrono::milliseconds patience{60'000};
};

class HttpServer {
 public:
  // Errors as TcpListener::create().
  [[nodiscard]] static Result<HttpServer> create(Loop& loop, const Endpoint& at,
                                                 HttpServerOptions options);
  HttpServer(HttpServer&&) noexcept;
  HttpServer& operator=(HttpServer&&) noexcept;
  ~HttpServer();  // stop()

  [[nodiscard]] const Endpoint& local() const;
  [[nodiscard]] std::size_t connections() const;
  // As TcpListener::stop().
  void stop();

 private:
  explicit HttpServer(std::shared_ptr<Connections> connections);
  std::shared_ptr<Connections> connections_;
};

}  // namespace lw::net
