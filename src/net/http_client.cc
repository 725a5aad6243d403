#include "net/http_client.h"

#include <fmt/core.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <cerrno>
#include <utility>
#include <vector>

#include "net/cancel_switch.h"
#include "net/http_codec.h"
#include "net/tcp_socket.h"
#include "net/tcp_stream.h"
#include "net/tls_client.h"

namespace lw::net {
namespace {

constexpr std::size_t kReadPiece = 32 << 10;

// One connection to the server, plain or not.
struct Connection {
  std::shared_ptr<TcpSocket> socket;
  std::unique_ptr<Stream> stream;
  TlsStream* tls = nullptr;  // the stream, when it is one

  // The server has neither closed nor spoken unasked, so a request can still reach it.
  bool is_usable() const {
    if (tls != nullptr) return tls->quiet();
    char byte = 0;
    const auto count = ::recv(socket->descriptor(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }
};

// Without the port where it is the scheme's own, as browsers do.
std::string host_field(const HttpServerAddress& address) {
  const auto whole = to_string(address.endpoint);
  const std::uint16_t usual = address.tls ? 443 : 80;
  return address.endpoint.port == usual ? whole.substr(0, whole.rfind(':')) : whole;
}

class Client final : public HttpClient {
 public:
  Client(HttpServerAddress address, PeerPins& pins, Route& route, HttpLimits limits)
      : address_(std::move(address)), pins_(pins), route_(route), limits_(limits) {}

  Task<Result<HttpResponse>> send(HttpRequest request, Deadline deadline) override;
  Task<void> close(Deadline deadline) override;
  void cancel() override { cancel_.cancel(); }
  std::string description() const override {
    return fmt::format("{} {}", address_.tls ? "https" : "http", to_string(address_.endpoint));
  }

 private:
  Task<Result<HttpResponse>> exchange(HttpRequest request, Deadline deadline);
  Task<Result<HttpResponse>> exchange_or_fail(HttpRequest request, Deadline deadline);
  Task<Result<void>> open(Deadline deadline);
  Task<Result<HttpResponse>> read_response(std::string method, Deadline deadline);
  Result<void> ended(HttpResponseReader& reader, const Error& lost);
  Result<void> accept_end_by_close(StreamEnd end);

  HttpServerAddress address_;
  PeerPins& pins_;
  Route& route_;
  HttpLimits limits_;
  CancelSwitch cancel_;
  std::optional<Connection> connection_;
};

Task<Result<HttpResponse>> Client::send(HttpRequest request, Deadline deadline) {
  using namespace asio::experimental::awaitable_operators;
  const auto cancelled = failure(ErrorCode::kCancelled, "cancelled");
  if (cancel_.cancelled()) co_return cancelled;
  auto outcome = co_await (exchange_or_fail(std::move(request), deadline) || cancel_.wait());
  if (outcome.index() != 0) {
    connection_.reset();
    co_return cancelled;
  }
  auto& response = std::get<0>(outcome);
  if (response) co_return std::move(response);
  connection_.reset();
  co_return std::unexpected(std::move(response).error().with_context(description()));
}

// An `||` waits for an arm that ends without an exception, and the other one would wait for ever.
Task<Result<HttpResponse>> Client::exchange_or_fail(HttpRequest request, Deadline deadline) {
  try {
    co_return co_await exchange(std::move(request), deadline);
  } catch (const std::exception& thrown) {
    co_return failure(ErrorCode::kInternal, thrown.what());
  }
}

Task<Result<HttpResponse>> Client::exchange(HttpRequest request, Deadline deadline) {
  LW_CO_ASSIGN(const auto bytes, encode_request(request, host_field(address_)));
  if (connection_ && !connection_->is_usable()) connection_.reset();
  if (!connection_) LW_CO_TRY(co_await open(deadline));
  auto written = co_await connection_->stream->write(bytes, deadline);
  // A server that refuses a long request may answer and close before it has read it all.
  if (!written && written.error().code != ErrorCode::kConnectionLost) {
    co_return std::unexpected(std::move(written).error());
  }
  auto response = co_await read_response(request.method, deadline);
  if (!written && response) connection_.reset();
  co_return response;
}

Task<Result<void>> Client::open(Deadline deadline) {
  Connection made;
  LW_CO_ASSIGN(made.socket, co_await route_.open(address_.endpoint, deadline));
  if (address_.tls) {
    LW_CO_ASSIGN(auto tls, co_await start_tls(made.socket, {address_.endpoint, *address_.tls},
                                              pins_, route_, deadline));
    made.tls = tls.get();
    made.stream = std::move(tls);
  } else {
    made.stream = make_tcp_stream(made.socket, description());
  }
  connection_ = std::move(made);
  co_return Result<void>{};
}

Task<Result<HttpResponse>> Client::read_response(std::string method, Deadline deadline) {
  HttpResponseReader reader(method, limits_.body);
  std::vector<char> buffer(kReadPiece);
  bool maybe_cut = false;
  while (!reader.done()) {
    const auto count = co_await connection_->stream->read_some(buffer, deadline);
    if (count) {
      LW_CO_TRY(reader.feed({buffer.data(), *count}));
      continue;
    }
    if (count.error().code == ErrorCode::kTimeout && reader.began()) {
      co_return failure(ErrorCode::kTimeout, "the answer was not finished in time",
                        "the web server announced more than it sent, or is slow: try again with "
                        "longer timeouts, or over SSH",
                        Diagnosis::kSilent);
    }
    if (count.error().code != ErrorCode::kConnectionLost) co_return std::unexpected(count.error());
    LW_CO_TRY(ended(reader, count.error()));
    maybe_cut = connection_->stream->end() != StreamEnd::kGoodbye;
  }
  if (!reader.keeps_alive()) {
    co_await connection_->stream->close(deadline);
    connection_.reset();
  }
  auto response = reader.take();
  response.maybe_cut = maybe_cut;
  co_return response;
}

Result<void> Client::ended(HttpResponseReader& reader, const Error& lost) {
  if (!reader.ends_by_close()) {
    LW_TRY(reader.end());
    return {};
  }
  const auto end = connection_->stream->end();
  if (end == StreamEnd::kBroken) return std::unexpected(lost);
  LW_TRY(accept_end_by_close(end));
  return reader.end();
}

Result<void> Client::accept_end_by_close(StreamEnd end) {
  const bool strict = address_.tls == CryptoProfile::kModern;
  if (end == StreamEnd::kGoodbye || !strict) return {};
  return failure(ErrorCode::kConnectionLost,
                 "the answer has no length and ended without TLS's goodbye: it may be cut off",
                 "if the device always ends so, set the cryptography profile to legacy");
}

Task<void> Client::close(Deadline deadline) {
  if (connection_) co_await connection_->stream->close(deadline);
  connection_.reset();
}

}  // namespace

std::unique_ptr<HttpClient> make_http_client(HttpServerAddress address, PeerPins& pins,
                                             Route& route, HttpLimits limits) {
  return std::make_unique<Client>(std::move(address), pins, route, limits);
}

}  // namespace lw::net
