#include "net/http_codec.h"

#include <gtest/gtest.h>

#include <ctime>

namespace lw::net {
namespace {

using namespace std::string_literals;

constexpr std::size_t kMost = 1 << 20;

// Fed at once and byte by byte: both must come to the same end.
Result<HttpResponse> read(std::string_view bytes, bool closes = false,
                          std::string_view method = "GET", std::size_t most = kMost) {
  Result<HttpResponse> ends[2] = {HttpResponse{}, HttpResponse{}};
  for (const bool in_bytes : {false, true}) {
    HttpResponseReader reader(method, most);
    Result<void> fed;
    const std::size_t piece = in_bytes ? 1 : bytes.size();
    for (std::size_t at = 0; at < bytes.size() && fed && !reader.done(); at += piece) {
      fed = reader.feed(bytes.substr(at, piece));
    }
    if (fed && closes) fed = reader.end();
    auto& end = ends[in_bytes];
    if (!fed) {
      end = std::unexpected(fed.error());
    } else if (reader.done()) {
      end = reader.take();
    } else {
      end = failure(ErrorCode::kTimeout, "more is wanted");
    }
  }
  EXPECT_EQ(ends[0].has_value(), ends[1].has_value());
  if (ends[0] && ends[1]) {
    EXPECT_EQ(ends[0]->body, ends[1]->body);
  } else if (!ends[0] && !ends[1]) {
    EXPECT_EQ(ends[0].error().code, ends[1].error().code) << ends[1].error().message;
  }
  return ends[0];
}

TEST(HttpCodec, ReadsABodyByItsLength) {
  const auto response = read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nServer: x\r\n\r\nhello");
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->reason, "OK");
  EXPECT_EQ(response->body, "hello");
  EXPECT_EQ(find_field(response->fields, "server"), "x");
}

TEST(HttpCodec, ReadsChunksWithExtensionsAndTrailers) {
  const auto response = read(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;a=b\r\nhello\r\n1\r\n \r\nB\r\nbeautiful!!\r\n0\r\nX-Sum: 1\r\n\r\n");
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "hello beautiful!!");
}

TEST(HttpCodec, ReadsABodyOfNoChunksByteByByte) {
  const auto response = read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "");
}

TEST(HttpCodec, ReadsAnAnswerOfIos11UntilItCloses) {
  const auto bytes =
      "HTTP/1.0 401 Unauthorized\r\nDate: Mon, 01 Mar 1993 00:05:20 GMT\r\n"
      "Content-type: text/html\r\nExpires: Thu, 16 Feb 1989 00:00:00 GMT\r\n"
      "WWW-Authenticate: Basic realm=\"level 15 access\"\r\n\r\n"
      "<HEAD><TITLE>Authorization Required</TITLE></HEAD>";
  EXPECT_EQ(read(bytes).error().code, ErrorCode::kTimeout);
  const auto response = read(bytes, true);
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 401);
  EXPECT_EQ(find_field(response->fields, "www-authenticate"), "Basic realm=\"level 15 access\"");
  EXPECT_EQ(response->body, "<HEAD><TITLE>Authorization Required</TITLE></HEAD>");
}

TEST(HttpCodec, PassesOverInformationalAnswers) {
  const auto response = read(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
      "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok");
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 201);
  EXPECT_EQ(response->body, "ok");
}

TEST(HttpCodec, KnowsTheAnswersThatHaveNoBody) {
  EXPECT_TRUE(read("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", false, "HEAD"));
  EXPECT_TRUE(read("HTTP/1.1 204 No Content\r\n\r\n"));
  EXPECT_TRUE(read("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"));
}

TEST(HttpCodec, SaysWhatIsMissingWhenTheServerCloses) {
  const auto cut = [](std::string_view bytes) {
    const auto response = read(bytes, true);
    EXPECT_FALSE(response);
    if (response) return ""s;
    EXPECT_EQ(response.error().code, ErrorCode::kConnectionLost);
    return response.error().message;
  };
  EXPECT_EQ(cut(""), "the server closed before it answered");
  EXPECT_NE(cut("HTTP/1.1 200 OK\r\nConte").find("answer's header"), std::string::npos);
  EXPECT_EQ(cut("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"),
            "the server announced 10 bytes and sent 3");
  EXPECT_NE(cut("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc").find("chunked"),
            std::string::npos);
}

TEST(HttpCodec, SaysThatMoreCameThanWasAnnounced) {
  HttpResponseReader reader("GET", kMost);
  const auto fed = reader.feed("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdefgh");
  ASSERT_FALSE(fed);
  EXPECT_EQ(fed.error().code, ErrorCode::kUnsupported);
  EXPECT_EQ(fed.error().message, "the server announced 3 bytes and sent at least 8");
}

TEST(HttpCodec, ForgivesALineEndThatWasNotCounted) {
  HttpResponseReader reader("GET", kMost);
  EXPECT_TRUE(reader.feed("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc\r\n"));
  EXPECT_EQ(reader.take().body, "abc");
}

TEST(HttpCodec, ShowsWhatIsNoHttp) {
  const auto hint_for = [](std::string_view bytes) {
    const auto response = read(bytes);
    EXPECT_FALSE(response);
    if (response) return ""s;
    EXPECT_EQ(response.error().code, ErrorCode::kUnsupported);
    EXPECT_NE(response.error().message.find("does not speak HTTP"), std::string::npos);
    return response.error().hint;
  };
  EXPECT_NE(hint_for("SSH-2.0-Cisco-1.25\r\n").find("SSH"), std::string::npos);
  EXPECT_NE(hint_for("\xff\xfb\x01\xff\xfb\x03").find("Telnet"), std::string::npos);
  EXPECT_NE(hint_for("\x15\x03\x01\x00\x02\x02\x0a"s).find("HTTPS"), std::string::npos);
  EXPECT_FALSE(hint_for("<html>HTTP 0.9</html>").empty());
}

TEST(HttpCodec, RefusesLengthsThatCannotBeTrusted) {
  for (const auto* const fields :
       {"Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: -1\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "Content-Length: 0x5\r\n",
        "Content-Length: 99999999999999999999\r\n"}) {
    const auto response = read("HTTP/1.1 200 OK\r\n"s + fields + "\r\nhello");
    ASSERT_FALSE(response) << fields;
    EXPECT_EQ(response.error().code, ErrorCode::kUnsupported) << fields;
  }
  const auto chunk = read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello");
  EXPECT_EQ(chunk.error().code, ErrorCode::kUnsupported);
}

TEST(HttpCodec, KeepsTheLimitOfTheBodyHoweverItIsFramed) {
  const auto body = std::string(2000, 'x');
  const std::string answers[] = {
      "HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + body,
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + body + "\r\n0\r\n\r\n",
      "HTTP/1.0 200 OK\r\n\r\n" + body};
  for (const auto& answer : answers) {
    EXPECT_TRUE(read(answer, true, "GET", 2000)) << answer.substr(0, 60);
    const auto refused = read(answer, true, "GET", 1999);
    ASSERT_FALSE(refused) << answer.substr(0, 60);
    EXPECT_EQ(refused.error().message, "the answer is over the limit of 1999 bytes");
  }
}

TEST(HttpCodec, KeepsTheLimitOfTheHeaderHoweverItArrives) {
  const std::string short_lines = [] {
    std::string text;
    while (text.size() < 2 * kMostHttpHeader) text += "A: b\r\n";
    return text;
  }();
  for (const std::size_t piece : {std::size_t{1}, std::size_t{6}, std::size_t{4096}}) {
    for (const auto& lines : {short_lines, "A: "s + std::string(2 * kMostHttpHeader, 'x')}) {
      HttpResponseReader reader("GET", kMost);
      auto fed = reader.feed("HTTP/1.1 200 OK\r\n");
      std::size_t at = 0;
      for (; fed && at < lines.size(); at += piece) fed = reader.feed(lines.substr(at, piece));
      ASSERT_FALSE(fed) << piece;
      EXPECT_NE(fed.error().message.find("header"), std::string::npos) << fed.error().message;
      EXPECT_LE(at, kMostHttpHeader + 2 * piece);
    }
  }
}

TEST(HttpCodec, ReadsFiftyMegabytesInLinearTime) {
  const auto seconds_for = [](const std::string& bytes, std::size_t piece) {
    const auto began = std::clock();
    HttpResponseReader reader("GET", 64 << 20);
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      EXPECT_TRUE(reader.feed(std::string_view(bytes).substr(at, piece)));
    }
    EXPECT_TRUE(reader.done());
    return static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  };
  constexpr std::size_t kSize = 50'000'000;
  const auto plain =
      "HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n" + std::string(kSize, 'x');
  EXPECT_LT(seconds_for(plain, 16 << 10), 1.0);
  auto chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"s;
  while (chunks.size() < kSize) chunks += "64\r\n" + std::string(100, 'x') + "\r\n";
  chunks += "0\r\n\r\n";
  EXPECT_LT(seconds_for(chunks, 16 << 10), 3.0);
}

TEST(HttpCodec, ReadsRequestsThatCameTogether) {
  HttpRequestReader reader(kMost);
  ASSERT_TRUE(
      reader.feed("POST /admin/config HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                  "GET / HTTP/1.0\r\n\r\n"));
  ASSERT_TRUE(reader.done());
  EXPECT_TRUE(reader.keeps_alive());
  const auto first = reader.take();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->method, "POST");
  EXPECT_EQ(first->target, "/admin/config");
  EXPECT_EQ(first->body, "abc");
  ASSERT_TRUE(reader.done());
  EXPECT_FALSE(reader.keeps_alive());
  EXPECT_EQ(reader.version(), HttpVersion::k10);
  EXPECT_EQ(reader.take()->method, "GET");
  EXPECT_FALSE(reader.began());
}

TEST(HttpCodec, SaysWithWhichStatusARequestIsRefused) {
  const auto refusal = [](std::string_view bytes) {
    HttpRequestReader reader(10);
    EXPECT_FALSE(reader.feed(bytes));
    return reader.refusal();
  };
  EXPECT_EQ(refusal("\x16\x03\x01"), 400);
  EXPECT_EQ(refusal("POST / HTTP/1.1\r\nContent-Length: 11\r\n\r\n"), 413);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nA: " + std::string(kMostHttpHeader, 'x')), 431);
}

TEST(HttpCodec, ARequestSaysItsHostAndLength) {
  EXPECT_EQ(
      encode_request({.target = "/admin/exec/show+version", .fields = {{"User-Agent", "CSM"}}},
                     "192.0.2.1:443")
          .value(),
      "GET /admin/exec/show+version HTTP/1.1\r\nHost: 192.0.2.1:443\r\n"
      "User-Agent: CSM\r\n\r\n");
  EXPECT_EQ(encode_request({.method = "POST", .body = "no shut\n"}, "h").value(),
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 8\r\n\r\nno shut\n");
  EXPECT_EQ(encode_request({.method = "POST"}, "h").value(),
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
}

TEST(HttpCodec, ARequestThatWouldBreakItsLineIsRefused) {
  EXPECT_FALSE(encode_request({.method = "GET /x"}, "h"));
  EXPECT_FALSE(encode_request({.target = "/a b"}, "h"));
  EXPECT_FALSE(encode_request({.target = "/a\r\nX: y"}, "h"));
  EXPECT_FALSE(encode_request({.fields = {{"A:", "b"}}}, "h"));
  EXPECT_FALSE(encode_request({.fields = {{"A", "b\r\nX: y"}}}, "h"));
}

TEST(HttpCodec, AResponseHeaderIsWrittenAsItIs) {
  EXPECT_EQ(encode_response_header({.status = 404, .fields = {{"A", "b"}}}, HttpVersion::k11),
            "HTTP/1.1 404 Not Found\r\nA: b\r\n\r\n");
  EXPECT_EQ(encode_response_header({.reason = "Fine", .fields = {{"Transfer-Encoding", "chunked"}}},
                                   HttpVersion::k10),
            "HTTP/1.0 200 Fine\r\nTransfer-Encoding: chunked\r\n\r\n");
}

}  // namespace
}  // namespace lw::net
