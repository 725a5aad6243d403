#include "net/http_server.h"

#include <fmt/core.h>
#include <sys/socket.h>

#include <array>
#include <utility>

#include "net/connections.h"
#include "net/http_codec.h"
#include "net/http_delivery.h"
#include "net/tcp_stream.h"
#include "net/tls_server.h"

namespace lw::net {
namespace {

constexpr std::size_t kReadPiece = 4 << 10;  // held by every connection that waits for a request
// After an answer to a request that was not read to its end: so much more of it is read, or so
// long, since closing on unread bytes would take the answer away from the client again.
constexpr std::size_t kMostDrained = 16 << 20;
constexpr std::chrono::seconds kDrainLimit{2};
constexpr std::chrono::hours kSilence{1};  // of a server that does not answer

struct Visit {
  std::shared_ptr<const HttpServerOptions> options;
  std::shared_ptr<TcpSocket> socket;
  HttpSite site;
  std::unique_ptr<Stream> stream;

  Deadline patience() const { return Deadline::after(options->patience); }
};

Task<Result<void>> read_request(Visit& visit, HttpRequestReader& reader) {
  std::array<char, kReadPiece> buffer;
  const auto deadline = visit.patience();
  while (!reader.done()) {
    if (reader.asks_to_continue()) {
      LW_CO_TRY(co_await visit.stream->write("HTTP/1.1 100 Continue\r\n\r\n", deadline));
    }
    LW_CO_ASSIGN(const auto count, co_await visit.stream->read_some(buffer, deadline));
    LW_CO_TRY(reader.feed({buffer.data(), count}));
  }
  co_return Result<void>{};
}

Task<> refuse(Visit& visit, int status) {
  HttpReply reply{.response = {.status = status}, .delivery = {.close_after = true}};
  const auto encoded = encode_reply(std::move(reply), "GET", HttpVersion::k11, false);
  if (!co_await visit.stream->write(encoded.bytes, visit.patience())) co_return;
  ::shutdown(visit.socket->descriptor(), SHUT_WR);
  std::array<char, kReadPiece> buffer;
  const auto deadline = Deadline::after(kDrainLimit);
  for (std::size_t drained = 0; drained < kMostDrained;) {
    const auto count = co_await visit.stream->read_some(buffer, deadline);
    if (!count) break;
    drained += *count;
  }
}

// What the client says meanwhile is read, or its end would not be seen.
Task<> stay_silent(Visit& visit) {
  std::array<char, kReadPiece> buffer;
  while (co_await visit.stream->read_some(buffer, Deadline::after(kSilence))) {
  }
}

Task<> serve(Visit visit) {
  HttpRequestReader reader(visit.options->most_body);
  for (std::size_t served = 1;; ++served) {
    if (auto read = co_await read_request(visit, reader); !read) {
      if (read.error().code == ErrorCode::kInvalidArgument) {
        co_await refuse(visit, reader.refusal());
      }
      co_return;
    }
    const bool keep_alive = reader.keeps_alive() && served < visit.options->most_requests;
    const auto version = reader.version();
    auto request = reader.take();
    if (!request) co_return;
    const auto method = request->method;
    auto reply = co_await visit.site.handler(
        {*std::move(request), visit.socket->local_address(), visit.socket->peer()});
    const auto delivery = reply.delivery;
    if (delivery.silent) {
      co_await stay_silent(visit);
      co_return;
    }
    auto encoded = encode_reply(std::move(reply), method, version, keep_alive);
    const auto after = encoded.after;
    if (!co_await write_in_pieces(*visit.stream, std::move(encoded.bytes), delivery,
                                  visit.patience())) {
      co_return;
    }
    if (after == AfterReply::kClose) co_await visit.stream->close(visit.patience());
    if (after != AfterReply::kNextRequest) co_return;
  }
}

Task<> receive(std::shared_ptr<const HttpServerOptions> options,
               std::shared_ptr<TcpSocket> socket) {
  auto site = options->site(socket->local_address(), socket->peer());
  if (!site) co_return;
  Visit visit{options, socket, *std::move(site), nullptr};
  if (visit.site.tls) {
    auto tls = co_await accept_tls(socket, visit.site.tls, visit.patience());
    if (!tls) co_return;
    visit.stream = *std::move(tls);
  } else {
    visit.stream = make_tcp_stream(socket, "http " + socket->peer());
  }
  co_await serve(std::move(visit));
}

}  // namespace

HttpServer::HttpServer(std::shared_ptr<Connections> connections)
    : connections_(std::move(connections)) {}
HttpServer::HttpServer(HttpServer&&) noexcept = default;
HttpServer& HttpServer::operator=(HttpServer&& other) noexcept {
  std::swap(connections_, other.connections_);
  return *this;
}
HttpServer::~HttpServer() { stop(); }

Result<HttpServer> HttpServer::create(Loop& loop, const Endpoint& at, HttpServerOptions options) {
  const auto most = options.most_connections;
  const Reach reach = options.reach;
  auto shared = std::make_shared<const HttpServerOptions>(std::move(options));
  LW_ASSIGN(auto connections, Connections::open(
                                  loop, at, most,
                                  [shared](std::shared_ptr<TcpSocket> socket) {
                                    return receive(shared, std::move(socket));
                                  },
                                  reach));
  return HttpServer(std::move(connections));
}

const Endpoint& HttpServer::local() const { return connections_->local(); }
std::size_t HttpServer::connections() const { return connections_->count(); }
void HttpServer::stop() {
  if (connections_) connections_->stop();
}

}  // namespace lw::net
