#include "net/http_client.h"

#include <atomic>
#include <thread>

#include "net/http_testing.h"

namespace lw::net {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;

class HttpClientTest : public HttpFixture {};

// To a host that never answers.
class UnansweredRoute final : public Route {
 public:
  Task<Result<std::shared_ptr<TcpSocket>>> open(Endpoint, Deadline deadline) override {
    calling = true;
    co_await wait_until(deadline);
    co_return failure(ErrorCode::kTimeout, "no answer");
  }
  std::atomic<bool> calling = false;
};

// Leads to one server whatever is asked for.
class DivertedRoute final : public Route {
 public:
  explicit DivertedRoute(Endpoint to) : to_(std::move(to)) {}
  Task<Result<std::shared_ptr<TcpSocket>>> open(Endpoint, Deadline deadline) override {
    return direct_route().open(to_, deadline);
  }

 private:
  Endpoint to_;
};

TEST_F(HttpClientTest, NamesThePortInHostOnlyWhereItIsUnusual) {
  auto server = serve([](HttpArrival arrival) -> Task<HttpReply> {
    const auto host = find_field(arrival.request.fields, "Host").value_or("");
    co_return HttpReply{.response = {.body = std::string(host)}};
  });
  DivertedRoute route(server.local());
  const std::pair<Endpoint, std::string> rows[] = {{{"192.0.2.1", 80}, "192.0.2.1"},
                                                   {{"192.0.2.1", 443}, "192.0.2.1:443"},
                                                   {{"2001:db8::1", 80}, "[2001:db8::1]"}};
  for (const auto& [endpoint, host] : rows) {
    const auto client = make_http_client({endpoint, {}}, pins_, route);
    EXPECT_EQ(send(*client)->body, host);
  }
}

TEST_F(HttpClientTest, SendsRequestsOverOneConnectionPlainAndOverTls) {
  for (const auto& tls : {std::shared_ptr<const TlsIdentity>(), identity_of(test_certificate())}) {
    std::vector<std::string> peers;
    auto server = serve(
        [&](HttpArrival arrival) -> Task<HttpReply> {
          peers.push_back(arrival.peer_address);
          return repeat_request(std::move(arrival));
        },
        tls);
    const auto client =
        client_of(server.local(), tls ? std::optional(CryptoProfile::kModern) : std::nullopt);
    for (const auto* const body : {"one", "two", "three"}) {
      const auto response =
          send(*client, {.method = "POST", .target = "/admin/config", .body = body});
      ASSERT_TRUE(response) << response.error().message;
      EXPECT_EQ(response->body, "POST /admin/config "s + body);
      EXPECT_FALSE(response->maybe_cut);
    }
    EXPECT_EQ(peers, std::vector<std::string>(3, peers.front())) << "one connection";
  }
}

TEST_F(HttpClientTest, ReopensAKeptConnectionThatTheServerHasClosed) {
  for (const auto& tls : {std::shared_ptr<const TlsIdentity>(), identity_of(test_certificate())}) {
    int requests = 0;
    // Promises to keep the connection, and closes it all the same.
    auto server = serve(
        [&](HttpArrival) -> Task<HttpReply> {
          ++requests;
          co_return HttpReply{.response = {.body = "answer"}};
        },
        tls, {.patience = 100ms});
    const auto client =
        client_of(server.local(), tls ? std::optional(CryptoProfile::kModern) : std::nullopt);
    ASSERT_TRUE(send(*client));
    loop_.run<void>([&]() -> Task<> {
      while (server.connections() > 0) co_await wait_until(Deadline::after(5ms));
    });
    const auto again = send(*client);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(requests, 2);
  }
}

TEST_F(HttpClientTest, DoesNotSendARequestTwiceThatTheServerMayHaveRead) {
  std::atomic<int> requests = 0;
  auto listener = listen(loop_, [&](std::unique_ptr<Stream> stream) -> Task<> {
    while (co_await read_until(*stream, "\r\n\r\n", soon())) {
      if (++requests > 1) co_return;  // reads the second one, and closes without a word
      EXPECT_TRUE(co_await stream->write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", soon()));
    }
  });
  const auto client = client_of(listener.local());
  ASSERT_TRUE(send(*client));
  const auto lost = send(*client);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::kConnectionLost);
  EXPECT_EQ(requests, 2);
}

TEST_F(HttpClientTest, ReadsAnswersThatComeByteByByteHoweverTheyAreFramed) {
  for (const auto end : {HttpBodyEnd::kLength, HttpBodyEnd::kChunks, HttpBodyEnd::kClose}) {
    auto server = serve_reply(
        {.response = {.body = "interface Vlan1\n"}, .delivery = {.body_end = end, .piece = 1}});
    const auto response = get(server.local());
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->body, "interface Vlan1\n");
    EXPECT_EQ(response->maybe_cut, end == HttpBodyEnd::kClose);
  }
}

TEST_F(HttpClientTest, NamesALengthThatIsWrong) {
  auto longer = serve_reply(
      {.response = {.body = "abc"}, .delivery = {.close_after = true, .announced_length = 10}});
  const auto cut = get(longer.local());
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, ErrorCode::kConnectionLost);
  EXPECT_NE(cut.error().message.find("announced 10 bytes and sent 3"), std::string::npos)
      << cut.error().message;
  auto shorter = serve_reply({.response = {.body = "abcdef"}, .delivery = {.announced_length = 2}});
  const auto more = get(shorter.local());
  ASSERT_FALSE(more);
  EXPECT_NE(more.error().message.find("announced 2 bytes"), std::string::npos)
      << more.error().message;
}

TEST_F(HttpClientTest, NamesABodyThatIsCut) {
  for (const auto end : {HttpBodyEnd::kLength, HttpBodyEnd::kChunks}) {
    auto server = serve_reply({.response = {.body = std::string(1000, 'x')},
                               .delivery = {.body_end = end, .cut_after = 400}});
    const auto cut = get(server.local());
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().code, ErrorCode::kConnectionLost);
    EXPECT_NE(cut.error().message.find("400"), std::string::npos) << cut.error().message;
  }
}

TEST_F(HttpClientTest, ProvesByTlsThatAnAnswerWithoutALengthIsWhole) {
  const auto identity = identity_of(test_certificate());
  auto whole = serve_reply(
      {.response = {.body = "abc"}, .delivery = {.body_end = HttpBodyEnd::kClose}}, identity);
  const auto proved = get(whole.local(), CryptoProfile::kModern);
  ASSERT_TRUE(proved) << proved.error().message;
  EXPECT_FALSE(proved->maybe_cut);

  auto cut = serve_reply({.response = {.body = "abcdef"},
                          .delivery = {.body_end = HttpBodyEnd::kClose, .cut_after = 3}},
                         identity);
  const auto refused = get(cut.local(), CryptoProfile::kModern);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConnectionLost);
  EXPECT_NE(refused.error().hint.find("legacy"), std::string::npos) << refused.error().hint;
  const auto tolerated = get(cut.local(), CryptoProfile::kLegacy);
  ASSERT_TRUE(tolerated) << tolerated.error().message;
  EXPECT_TRUE(tolerated->maybe_cut);
}

TEST_F(HttpClientTest, SlowAndEndlessBodiesEndAtTheDeadline) {
  auto slow = serve_reply(
      {.response = {.body = std::string(1000, 'x')}, .delivery = {.piece = 1, .pause = 20ms}});
  const auto error = get(slow.local(), {}, Deadline::after(150ms));
  ASSERT_FALSE(error);
  EXPECT_EQ(error.error().code, ErrorCode::kTimeout);
  EXPECT_NE(error.error().message.find("not finished in time"), std::string::npos);

  auto endless = listen(loop_, [](std::unique_ptr<Stream> stream) -> Task<> {
    const std::string chunk = "1000\r\n" + std::string(0x1000, 'x') + "\r\n";
    auto more =
        co_await stream->write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", soon());
    while (more) more = co_await stream->write(chunk, soon());
  });
  const auto client = client_of(endless.local(), {}, {.body = 1 << 20});
  const auto over = send(*client);
  ASSERT_FALSE(over);
  EXPECT_NE(over.error().message.find("limit of 1048576 bytes"), std::string::npos)
      << over.error().message;
}

TEST_F(HttpClientTest, SilenceAndClosingAreToldApart) {
  auto silent = listen(loop_, says(""));
  EXPECT_EQ(get(silent.local(), {}, very_soon()).error().code, ErrorCode::kTimeout);
  auto closing = listen(loop_, [](std::unique_ptr<Stream> stream) -> Task<> {
    (void)co_await read_until(*stream, "\r\n\r\n", soon());
  });
  const auto lost = get(closing.local());
  ASSERT_FALSE(lost);
  EXPECT_NE(lost.error().message.find("before it answered"), std::string::npos)
      << lost.error().message;
}

TEST_F(HttpClientTest, GivesTheAnswerOfAServerThatDoesNotReadTheWholeRequest) {
  auto server = serve(repeat_request, nullptr, {.most_body = 1000});
  const auto client = client_of(server.local());
  const auto refused = send(*client, {.method = "POST", .body = std::string(4 << 20, 'x')});
  ASSERT_TRUE(refused) << refused.error().message;
  EXPECT_EQ(refused->status, 413);
  EXPECT_EQ(send(*client)->status, 200);
}

TEST_F(HttpClientTest, CancelEndsTheRequestUnderWayAndEveryLaterOne) {
  auto silent = listen(loop_, says(""));
  const auto client = client_of(silent.local());
  auto sending =
      loop_.start<Result<HttpResponse>>([&] { return client->send({}, Deadline::after(1h)); });
  while (silent.connections() == 0) std::this_thread::yield();
  client->cancel();
  EXPECT_EQ(sending.get().error().code, ErrorCode::kCancelled);
  EXPECT_EQ(send(*client).error().code, ErrorCode::kCancelled);
}

TEST_F(HttpClientTest, CancelEndsAConnectionThatIsNotThereYet) {
  UnansweredRoute route;
  const auto client = make_http_client({{"127.0.0.1", 80}, {}}, pins_, route);
  auto sending =
      loop_.start<Result<HttpResponse>>([&] { return client->send({}, Deadline::after(1h)); });
  while (!route.calling) std::this_thread::yield();
  client->cancel();
  EXPECT_EQ(sending.get().error().code, ErrorCode::kCancelled);
}

TEST_F(HttpClientTest, SaysWhichServerAnErrorIsAbout) {
  auto server = serve(repeat_request);
  const auto endpoint = server.local();
  server.stop();
  const auto client = client_of(endpoint);
  EXPECT_EQ(client->description(), "http " + to_string(endpoint));
  const auto error = send(*client).error();
  EXPECT_EQ(error.code, ErrorCode::kUnreachable);
  EXPECT_TRUE(error.message.starts_with("http 127.0.0.1:")) << error.message;
}

TEST_F(HttpClientTest, ARedirectIsAnAnswer) {
  auto server = serve_reply(
      {.response = {.status = 301, .fields = {{"Location", "/admin/public/index.html"}}}});
  const auto response = get(server.local());
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 301);
  EXPECT_EQ(find_field(response->fields, "location"), "/admin/public/index.html");
}

}  // namespace
}  // namespace lw::net
