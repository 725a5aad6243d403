// An HTTP server and a client of it for the tests of this room. Test code only.
#pragma once

#include <vector>

#include "net/http_client.h"
#include "net/http_server.h"
#include "net/tls_testing.h"

namespace lw::net {

class HttpFixture : public testing::Test {
 protected:
  using Handler = std::function<Task<HttpReply>(HttpArrival)>;

  HttpServer serve(Handler handler, std::shared_ptr<const TlsIdentity> tls = nullptr,
                   HttpServerOptions options = {}) {
    options.site = [handler = std::move(handler), tls](const std::string&, const std::string&) {
      return HttpSite{tls, handler};
    };
    auto server = HttpServer::create(loop_, {"127.0.0.1", 0}, std::move(options));
    EXPECT_TRUE(server) << server.error().message;
    return std::move(*server);
  }
  // Always the same reply.
  HttpServer serve_reply(HttpReply reply, std::shared_ptr<const TlsIdentity> tls = nullptr) {
    return serve([reply](HttpArrival) -> Task<HttpReply> { co_return reply; }, std::move(tls));
  }
  std::unique_ptr<HttpClient> client_of(const Endpoint& endpoint,
                                        std::optional<CryptoProfile> tls = {},
                                        HttpLimits limits = {}) {
    return make_http_client({endpoint, tls}, pins_, direct_route(), limits);
  }
  Result<HttpResponse> send(HttpClient& client, HttpRequest request = {},
                            Deadline deadline = soon()) {
    return loop_.run<Result<HttpResponse>>(
        [&, deadline] { return client.send(request, deadline); });
  }
  Result<HttpResponse> get(const Endpoint& endpoint, std::optional<CryptoProfile> tls = {},
                           Deadline deadline = soon()) {
    const auto client = client_of(endpoint, tls);
    return send(*client, {}, deadline);
  }

  TemporaryFolder folder_;
  PeerPins pins_{folder_.path() / "pins"};
  Loop loop_;  // of one thread: a client belongs to one
};

// What was asked, for the asker.
inline Task<HttpReply> repeat_request(HttpArrival arrival) {
  co_return HttpReply{.response = {.body = arrival.request.method + " " + arrival.request.target +
                                           " " + arrival.request.body}};
}

}  // namespace lw::net
