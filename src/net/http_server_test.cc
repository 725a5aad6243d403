#include "net/http_server.h"

#include "net/http_testing.h"
#include "net/tcp.h"

namespace lw::net {
namespace {

using namespace std::chrono_literals;

class HttpServerTest : public HttpFixture {
 protected:
  // All that the server says to `bytes` until it closes.
  std::string raw(const HttpServer& server, std::string bytes) {
    return loop_.run<std::string>([&]() -> Task<std::string> {
      auto stream = co_await connect_tcp(server.local(), direct_route(), soon());
      EXPECT_TRUE(co_await (*stream)->write(bytes, soon()));
      std::string text;
      char buffer[4096];
      for (;;) {
        const auto count = co_await (*stream)->read_some(buffer, soon());
        if (!count) co_return text;
        text.append(buffer, *count);
      }
    });
  }
};

TEST_F(HttpServerTest, ChoosesTheSiteByTheAddressThatWasCalled) {
  HttpServerOptions options;
  options.site = [](const std::string& local, const std::string&) -> std::optional<HttpSite> {
    if (local == "127.0.0.9") return std::nullopt;
    const auto handler = [](HttpArrival arrival) -> Task<HttpReply> {
      co_return HttpReply{.response = {.body = "at " + arrival.local_address}};
    };
    if (local == "127.0.0.3") return HttpSite{identity_of(test_certificate()), handler};
    return HttpSite{nullptr, handler};
  };
  auto server = HttpServer::create(loop_, {"0.0.0.0", 0}, std::move(options));
  ASSERT_TRUE(server) << server.error().message;
  const auto port = server->local().port;
  EXPECT_EQ(get({"127.0.0.1", port})->body, "at 127.0.0.1");
  EXPECT_EQ(get({"127.0.0.2", port})->body, "at 127.0.0.2");
  EXPECT_EQ(get({"127.0.0.3", port}, CryptoProfile::kModern)->body, "at 127.0.0.3");
  EXPECT_EQ(get({"127.0.0.9", port}).error().code, ErrorCode::kConnectionLost);
}

TEST_F(HttpServerTest, ClosesAfterItsLastRequest) {
  auto server = serve(repeat_request, nullptr, {.most_requests = 2});
  const auto said = raw(server,
                        "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n"
                        "GET /3 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(said.find("GET /2"), std::string::npos) << said;
  EXPECT_NE(said.find("Connection: close"), std::string::npos) << said;
  EXPECT_EQ(said.find("GET /3"), std::string::npos) << said;
}

TEST_F(HttpServerTest, AnswersAsHttp10WhenAskedToOrToldTo) {
  auto server = serve(repeat_request);
  EXPECT_TRUE(raw(server, "GET / HTTP/1.0\r\n\r\n").starts_with("HTTP/1.0 200 OK\r\n"));
  auto old = serve_reply({.response = {.body = "x"},
                          .delivery = {.as_http_1_0 = true, .body_end = HttpBodyEnd::kClose}});
  EXPECT_EQ(raw(old, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "HTTP/1.0 200 OK\r\n\r\nx");
}

TEST_F(HttpServerTest, SendsNoBodyWhereNoneIsAllowed) {
  auto server = serve_reply({.response = {.body = "body"}});
  const auto head = raw(server, "HEAD / HTTP/1.0\r\n\r\n");
  EXPECT_NE(head.find("Content-Length: 4"), std::string::npos) << head;
  EXPECT_TRUE(head.ends_with("\r\n\r\n")) << head;
  auto empty = serve_reply({.response = {.status = 204, .body = "body"}});
  EXPECT_EQ(raw(empty, "GET / HTTP/1.0\r\n\r\n").find("body"), std::string::npos);
}

TEST_F(HttpServerTest, RefusesWhatIsTooLongOrNoRequest) {
  auto server = serve(repeat_request, nullptr, {.most_body = 10});
  EXPECT_TRUE(raw(server, "hello\r\n\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(raw(server, "POST / HTTP/1.1\r\nContent-Length: 11\r\n\r\nelevenbytes")
                  .starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(raw(server, "GET / HTTP/1.1\r\nA: " + std::string(100'000, 'x') + "\r\n\r\n")
                  .starts_with("HTTP/1.1 431 "));
}

TEST_F(HttpServerTest, TellsAClientThatAsksToGoOn) {
  auto server = serve(repeat_request);
  loop_.run<void>([&]() -> Task<> {
    auto stream = co_await connect_tcp(server.local(), direct_route(), soon());
    EXPECT_TRUE(co_await (*stream)->write(
        "POST / HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n", soon()));
    EXPECT_EQ(*co_await read_until(**stream, "\r\n\r\n", soon()), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_TRUE(co_await (*stream)->write("abc", soon()));
    EXPECT_TRUE(co_await read_until(**stream, "POST / abc", soon()));
  });
}

TEST_F(HttpServerTest, DropsAClientThatSaysNothing) {
  auto server = serve(repeat_request, nullptr, {.patience = 100ms});
  EXPECT_EQ(raw(server, ""), "");
}

TEST_F(HttpServerTest, SaysNothingUntilTheClientLeavesWhenToldTo) {
  auto server = serve_reply({.response = {}, .delivery = {.silent = true}});
  loop_.run<void>([&]() -> Task<> {
    auto stream = co_await connect_tcp(server.local(), direct_route(), soon());
    EXPECT_TRUE(co_await (*stream)->write("GET / HTTP/1.0\r\n\r\n", soon()));
    char byte = 0;
    const auto read = co_await (*stream)->read_some({&byte, 1}, Deadline::after(100ms));
    EXPECT_EQ(read.error().code, ErrorCode::kTimeout);
    EXPECT_EQ(server.connections(), 1U);
    co_await (*stream)->close(soon());
    const Deadline limit = soon();
    while (server.connections() != 0 && !limit.passed()) co_await yield_turn();
  });
  EXPECT_EQ(server.connections(), 0U) << "the client's end was not seen";
}

TEST_F(HttpServerTest, StopEndsHandlersThatWait) {
  bool waiting = false;
  auto server = serve([&](HttpArrival) -> Task<HttpReply> {
    waiting = true;
    co_await wait_until(Deadline::after(1h));
    co_return HttpReply{};
  });
  const auto client = client_of(server.local());
  auto sending = loop_.start<Result<HttpResponse>>([&] { return client->send({}, soon()); });
  loop_.run<void>([&]() -> Task<> {
    while (!waiting) co_await yield_turn();
  });
  server.stop();
  EXPECT_EQ(sending.get().error().code, ErrorCode::kConnectionLost);
}

}  // namespace
}  // namespace lw::net
