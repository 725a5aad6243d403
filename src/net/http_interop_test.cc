// HTTP programs that this project did not write: curl against our server, our client against
// Python's and OpenSSL's servers.
#include <fmt/core.h>

#include "net/http_testing.h"
#include "net/server_process_testing.h"

namespace lw::net {
namespace {

class HttpInterop : public HttpFixture {
 protected:
  std::string curl(const HttpServer& server, std::string_view more,
                   std::string_view scheme = "http") {
    return said_by_client(fmt::format("curl -sS -k {} {}://127.0.0.1:{}/admin/config", more, scheme,
                                      server.local().port));
  }
};

TEST_F(HttpInterop, CurlIsServedPlainAndOverTls) {
  auto plain = serve(repeat_request);
  EXPECT_EQ(curl(plain, ""), "GET /admin/config ");
  EXPECT_EQ(curl(plain, "--http1.0"), "GET /admin/config ");
  EXPECT_EQ(curl(plain, "--data-binary 'no shut'"), "POST /admin/config no shut");
  auto secure = serve(repeat_request, identity_of(test_certificate()));
  for (const auto* const version : {"--tls-max 1.2", "--tlsv1.3"}) {
    EXPECT_EQ(curl(secure, version, "https"), "GET /admin/config ") << version;
  }
}

TEST_F(HttpInterop, CurlSendsALargeBodyAfterAskingToGoOn) {
  std::size_t received = 0;
  auto server = serve([&](HttpArrival arrival) -> Task<HttpReply> {
    received = arrival.request.body.size();
    co_return HttpReply{.response = {.body = "bytes uploaded"}};
  });
  const auto file = folder_.path() / "image.bin";
  std::ofstream(file) << std::string(5 << 20, 'x');
  EXPECT_EQ(curl(server, "-H 'Expect: 100-continue' --data-binary @" + file.string()),
            "bytes uploaded");
  server.stop();  // after it the handler's writes are ours to read
  EXPECT_EQ(received, 5u << 20);
}

TEST_F(HttpInterop, CurlReadsEveryFramingByteByByte) {
  for (const auto end : {HttpBodyEnd::kLength, HttpBodyEnd::kChunks, HttpBodyEnd::kClose}) {
    auto server = serve_reply(
        {.response = {.body = "Config OK\n"}, .delivery = {.body_end = end, .piece = 1}});
    EXPECT_EQ(curl(server, ""), "Config OK\n");
  }
}

TEST_F(HttpInterop, CurlSeesTheFaultsAsFaults) {
  auto cut = serve_reply({.response = {.body = "Config OK\n"}, .delivery = {.cut_after = 3}});
  EXPECT_NE(curl(cut, "").find("curl: (18)"), std::string::npos) << curl(cut, "");
  auto longer = serve_reply({.response = {.body = "Config OK\n"},
                             .delivery = {.close_after = true, .announced_length = 100}});
  EXPECT_NE(curl(longer, "").find("curl: (18)"), std::string::npos) << curl(longer, "");
}

TEST_F(HttpInterop, CurlReusesTheConnectionAndStopsAtTheLimit) {
  std::vector<std::string> peers;
  auto server = serve(
      [&](HttpArrival arrival) -> Task<HttpReply> {
        peers.push_back(arrival.peer_address);
        return repeat_request(std::move(arrival));
      },
      identity_of(test_certificate()), {.most_requests = 2});
  const auto url = fmt::format("https://127.0.0.1:{}/", server.local().port);
  said_by_client(fmt::format("curl -sS -k {0}1 {0}2 {0}3", url));
  server.stop();  // after it the handler's writes are ours to read
  ASSERT_EQ(peers.size(), 3u);
  EXPECT_EQ(peers[0], peers[1]);
  EXPECT_NE(peers[1], peers[2]);
}

TEST_F(HttpInterop, PythonsServerIsReadPlain) {
  std::ofstream(folder_.path() / "startup-config") << "hostname r1\n";
  const ServerProcess server(loop_, {"/usr/bin/python3", "-m", "http.server", "PORT", "--bind",
                                     "127.0.0.1", "--directory", folder_.path().string()});
  ASSERT_TRUE(server.up());
  const auto client = client_of(server.at());
  const auto found = send(*client, {.target = "/startup-config"});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->body, "hostname r1\n");
  const auto missing = send(*client, {.target = "/none"});
  ASSERT_TRUE(missing) << missing.error().message;
  EXPECT_EQ(missing->status, 404);
  const auto head = send(*client, {.method = "HEAD", .target = "/startup-config"});
  ASSERT_TRUE(head) << head.error().message;
  EXPECT_EQ(head->body, "");
}

TEST_F(HttpInterop, OpensslsWebServerWithoutALengthIsReadToItsGoodbye) {
  if (!std::filesystem::exists("/usr/bin/openssl")) GTEST_SKIP() << "skipped: no openssl";
  const auto pem = (folder_.path() / "pem").string();
  std::ofstream(pem) << test_certificate().certificate << test_certificate().key.reveal();
  const ServerProcess server(loop_, {"/usr/bin/openssl", "s_server", "-www", "-accept",
                                     "127.0.0.1:PORT", "-cert", pem, "-key", pem});
  ASSERT_TRUE(server.up());
  const auto response = get(server.at(), CryptoProfile::kModern);
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_NE(response->body.find("s_server -www"), std::string::npos);
  EXPECT_FALSE(response->maybe_cut);
}

}  // namespace
}  // namespace lw::net
