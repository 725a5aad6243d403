#include "net/http_codec.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <limits>
#include <utility>

#include "base/text.h"
#include "net/asio.h"
#include "net/foreign_protocol.h"

namespace lw::net {
namespace {

namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t kShown = 80;
// Beast 1.81 asserts that the last chunk's line and the empty line after it are there at once when
// it is asked again about them. Nothing shorter can end a chunked body, so waiting for it is safe.
constexpr std::size_t kShortestChunkEnd = 5;

std::string text_of(boost::core::string_view view) { return {view.data(), view.size()}; }

template <class Fields>
std::vector<HttpField> fields_of(const Fields& fields) {
  std::vector<HttpField> list;
  for (const auto& field : fields) {
    list.push_back({text_of(field.name_string()), text_of(field.value())});
  }
  return list;
}

// What both readers share: Beast's parser, the bytes that it has not taken yet, the limits that it
// does not keep.
template <bool kRequest>
class MessageParser {
 public:
  using Parser = http::parser<kRequest, http::string_body>;

  explicit MessageParser(std::size_t most_body) : most_body_(most_body) { next(); }

  // For the next message; what is left over of the last one stays.
  void next() {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(kMostHttpHeader));
    parser_->body_limit(most_body_);
    parser_->eager(true);
    header_bytes_ = 0;
  }

  void put(std::string_view bytes, error_code& error) {
    error = {};
    if (rest_.empty()) {
      rest_.assign(parse(bytes, error));
      return;
    }
    rest_ += bytes;
    const auto left = parse(rest_, error).size();
    rest_.erase(0, rest_.size() - left);
  }

  Parser& parser() { return *parser_; }
  const Parser& parser() const { return *parser_; }
  const std::string& rest() const { return rest_; }
  // As many bytes as were announced and not sent.
  std::uint64_t missing() const { return parser_->content_length_remaining().value_or(0); }

 private:
  // Gives what was not taken.
  std::string_view parse(std::string_view bytes, error_code& error) {
    while (!bytes.empty() && !parser_->is_done() && !error) {
      const bool in_chunks = parser_->is_header_done() && parser_->chunked();
      if (in_chunks && bytes.size() < kShortestChunkEnd) break;
      const bool in_header = !parser_->is_header_done();
      const auto taken = parser_->put(boost::asio::buffer(bytes.data(), bytes.size()), error);
      bytes.remove_prefix(taken);
      if (in_header && !parser_->is_header_done()) header_bytes_ += taken;
      if (error == http::error::need_more) {
        error = {};
        break;
      }
    }
    // Beast counts only what it has to keep, so that many short fields would have no limit.
    if (!error && !parser_->is_done() && header_bytes_ + bytes.size() > kMostHttpHeader) {
      error = http::error::header_limit;
    }
    return bytes;
  }

  std::size_t most_body_;
  std::optional<Parser> parser_;
  std::string rest_;
  std::size_t header_bytes_ = 0;
};

// Beast asks for a whole header before it looks at a first byte that is wrong.
bool may_be_http(std::string_view greeting) {
  constexpr std::string_view kStart = "HTTP/";
  const auto size = std::min(greeting.size(), kStart.size());
  return greeting.substr(0, size) == kStart.substr(0, size);
}

bool is_one_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c != 0x7f; });
}

template <bool kRequest>
std::string header_text(http::message<kRequest, http::empty_body>& message) {
  http::serializer<kRequest, http::empty_body> serializer(message);
  std::string text;
  error_code error;
  while (!serializer.is_header_done() && !error) {
    serializer.next(error, [&](error_code&, const auto& buffers) {
      std::size_t count = 0;
      for (auto at = boost::asio::buffer_sequence_begin(buffers);
           at != boost::asio::buffer_sequence_end(buffers); ++at) {
        const boost::asio::const_buffer piece(*at);
        text.append(static_cast<const char*>(piece.data()), piece.size());
        count += piece.size();
      }
      serializer.consume(count);
    });
  }
  return text;
}

}  // namespace

struct HttpResponseReader::State {
  State(std::string_view method, std::size_t most)
      : head(method == "HEAD"), most_body(most), message(most) {
    message.parser().skip(head);
  }

  std::unexpected<Error> refuse(const error_code& error) const {
    if (error == http::error::header_limit) {
      return failure(ErrorCode::kUnsupported,
                     fmt::format("the header of the answer is over {} bytes", kMostHttpHeader),
                     "check that the device's web server listens there", Diagnosis::kTooMuchOutput);
    }
    if (error == http::error::body_limit) {
      return failure(ErrorCode::kUnsupported,
                     fmt::format("the answer is over the limit of {} bytes", most_body),
                     "ask for less at once, or over SSH", Diagnosis::kTooMuchOutput);
    }
    if (!passed_over && !message.parser().is_header_done()) return not_http();
    return failure(ErrorCode::kUnsupported, "the answer is no correct HTTP: " + error.message(),
                   "check that the device's web server listens there", Diagnosis::kNotThisProtocol);
  }

  std::unexpected<Error> not_http() const {
    return failure(ErrorCode::kUnsupported,
                   "the server does not speak HTTP: " + what_it_sent(greeting),
                   foreign_protocol_hint(greeting), Diagnosis::kNotThisProtocol);
  }

  std::size_t body_size() const { return message.parser().get().body().size(); }

  bool head;
  std::size_t most_body;
  bool passed_over = false;  // an answer of status 1xx came first
  std::string greeting;
  MessageParser<false> message;
};

HttpResponseReader::HttpResponseReader(std::string_view method, std::size_t most_body)
    : state_(std::make_unique<State>(method, most_body)) {}
HttpResponseReader::~HttpResponseReader() = default;

Result<void> HttpResponseReader::feed(std::string_view bytes) {
  auto& state = *state_;
  state.greeting += bytes.substr(0, kShown - std::min(kShown, state.greeting.size()));
  if (!may_be_http(state.greeting)) return state.not_http();
  error_code error;
  for (;;) {
    state.message.put(bytes, error);
    if (error) return state.refuse(error);
    if (!done()) return {};
    const int status = state.message.parser().get().result_int();
    constexpr int kSwitchingProtocols = 101;
    if (status / 100 != 1 || status == kSwitchingProtocols) break;
    state.passed_over = true;
    state.message.next();
    state.message.parser().skip(state.head);
    bytes = {};
  }
  // Some servers end a body with a line end that they have not counted; anything else is a length
  // that was too small, and the body is cut.
  if (!trim(state.message.rest()).empty()) {
    return failure(ErrorCode::kUnsupported,
                   fmt::format("the server announced {} bytes and sent at least {}",
                               state.body_size(), state.body_size() + state.message.rest().size()),
                   "the answer cannot be relied on: its length is wrong");
  }
  return {};
}

bool HttpResponseReader::done() const { return state_->message.parser().is_done(); }
bool HttpResponseReader::began() const { return !state_->greeting.empty(); }
bool HttpResponseReader::ends_by_close() const {
  const auto& parser = state_->message.parser();
  return parser.is_header_done() && parser.need_eof() && !parser.chunked() &&
         !parser.content_length().has_value();
}
bool HttpResponseReader::keeps_alive() const {
  return state_->message.parser().keep_alive() &&
         state_->message.parser().get().result() != http::status::switching_protocols;
}

Result<void> HttpResponseReader::end() {
  auto& parser = state_->message.parser();
  if (done()) return {};
  const auto lost = [](std::string message) {
    return failure(ErrorCode::kConnectionLost, std::move(message));
  };
  if (!began()) {
    return failure(ErrorCode::kConnectionLost, "the server closed before it answered",
                   "it may be out of web sessions, or a list of addresses may refuse this one",
                   Diagnosis::kClosedAtOnce);
  }
  if (!parser.is_header_done()) {
    return lost("the server closed in the middle of the answer's header: " +
                what_it_sent(state_->greeting));
  }
  if (parser.chunked()) {
    return lost(fmt::format("the server closed in the middle of a chunked answer, after {} bytes",
                            state_->body_size()));
  }
  if (const auto length = parser.content_length(); length && state_->message.missing() > 0) {
    return lost(fmt::format("the server announced {} bytes and sent {}", *length,
                            *length - state_->message.missing()));
  }
  error_code error;
  parser.put_eof(error);
  if (error) return state_->refuse(error);
  return {};
}

HttpResponse HttpResponseReader::take() {
  auto& message = state_->message.parser().get();
  HttpResponse response;
  response.status = static_cast<int>(message.result_int());
  response.reason = text_of(message.reason());
  response.fields = fields_of(message);
  response.body = std::move(message.body());
  return response;
}

struct HttpRequestReader::State {
  explicit State(std::size_t most) : message(most) {}
  MessageParser<true> message;
  int refusal = 400;
  bool continued = false;
};

HttpRequestReader::HttpRequestReader(std::size_t most_body)
    : state_(std::make_unique<State>(most_body)) {}
HttpRequestReader::~HttpRequestReader() = default;

Result<void> HttpRequestReader::feed(std::string_view bytes) {
  error_code error;
  state_->message.put(bytes, error);
  if (!error) return {};
  state_->refusal = error == http::error::header_limit ? 431
                    : error == http::error::body_limit ? 413
                                                       : 400;
  return failure(ErrorCode::kInvalidArgument, "not a request: " + error.message());
}

int HttpRequestReader::refusal() const { return state_->refusal; }
bool HttpRequestReader::done() const { return state_->message.parser().is_done(); }
bool HttpRequestReader::began() const {
  return state_->message.parser().got_some() || !state_->message.rest().empty();
}
bool HttpRequestReader::keeps_alive() const { return state_->message.parser().keep_alive(); }
HttpVersion HttpRequestReader::version() const {
  constexpr unsigned kBeast11 = 11;
  return state_->message.parser().get().version() == kBeast11 ? HttpVersion::k11 : HttpVersion::k10;
}

bool HttpRequestReader::asks_to_continue() {
  const auto& parser = state_->message.parser();
  if (state_->continued || !parser.is_header_done() || parser.is_done()) return false;
  const auto expectation = parser.get()[http::field::expect];
  if (to_lower(text_of(expectation)) != "100-continue") return false;
  state_->continued = true;
  return true;
}

Result<HttpRequest> HttpRequestReader::take() {
  auto& message = state_->message.parser().get();
  HttpRequest request;
  request.method = text_of(message.method_string());
  request.target = text_of(message.target());
  request.fields = fields_of(message);
  request.body = std::move(message.body());
  state_->message.next();
  state_->continued = false;
  if (!state_->message.rest().empty()) LW_TRY(feed({}));
  return request;
}

Result<std::string> encode_request(const HttpRequest& request, std::string_view host) {
  const auto refuse = [](std::string_view what) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("the request's {} would break its line", what));
  };
  if (!is_word(request.method)) return refuse("method");
  if (!is_word(request.target)) return refuse("target");
  http::request<http::empty_body> message;
  message.version(11);
  message.method_string(request.method);
  message.target(request.target);
  if (!find_field(request.fields, "Host")) message.insert(http::field::host, host);
  for (const auto& field : request.fields) {
    if (!is_word(field.name) || field.name.contains(':') || !is_one_line(field.value)) {
      return refuse("field " + printable(field.name, kShown));
    }
    message.insert(field.name, field.value);
  }
  const bool has_body = !request.body.empty() || request.method == "POST" ||
                        request.method == "PUT" || request.method == "PATCH";
  if (has_body && !find_field(request.fields, "Content-Length")) {
    message.insert(http::field::content_length, std::to_string(request.body.size()));
  }
  return header_text(message) + request.body;
}

std::string encode_response_header(const HttpResponse& response, HttpVersion version) {
  http::response<http::empty_body> message;
  message.version(version == HttpVersion::k11 ? 11 : 10);
  message.result(static_cast<unsigned>(response.status));
  message.reason(response.reason.empty()
                     ? http::obsolete_reason(static_cast<http::status>(response.status))
                     : boost::core::string_view(response.reason));
  for (const auto& field : response.fields) message.insert(field.name, field.value);
  return header_text(message);
}

}  // namespace lw::net
