#include "net/http_delivery.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <utility>

#include "net/loop.h"

namespace lw::net {
namespace {

bool has_no_body(int status) { return status / 100 == 1 || status == 204 || status == 304; }

std::string in_chunks(std::string_view body) {
  constexpr std::size_t kChunk = 8192;
  std::string text;
  while (!body.empty()) {
    const auto piece = body.substr(0, kChunk);
    text += fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
    body.remove_prefix(piece.size());
  }
  return text;
}

}  // namespace

EncodedReply encode_reply(HttpReply reply, std::string_view method, HttpVersion asked_in,
                          bool keep_alive) {
  auto& response = reply.response;
  const auto& delivery = reply.delivery;
  const bool old = delivery.as_http_1_0 || asked_in == HttpVersion::k10;
  auto body_end = delivery.body_end;
  if (old && body_end == HttpBodyEnd::kChunks) body_end = HttpBodyEnd::kClose;
  const bool cut = delivery.cut_after && *delivery.cut_after < response.body.size();
  const bool closes = !keep_alive || delivery.close_after || delivery.as_http_1_0 ||
                      body_end == HttpBodyEnd::kClose;

  if (!has_no_body(response.status)) {
    const auto length = delivery.announced_length.value_or(response.body.size());
    if (body_end == HttpBodyEnd::kLength) {
      response.fields.push_back({"Content-Length", std::to_string(length)});
    } else if (body_end == HttpBodyEnd::kChunks) {
      response.fields.push_back({"Transfer-Encoding", "chunked"});
    }
  }
  if (closes && !old) response.fields.push_back({"Connection", "close"});
  if (!closes && old) response.fields.push_back({"Connection", "keep-alive"});

  EncodedReply encoded;
  encoded.bytes = encode_response_header(response, old ? HttpVersion::k10 : HttpVersion::k11);
  if (method != "HEAD" && !has_no_body(response.status)) {
    if (cut) response.body.resize(*delivery.cut_after);
    const bool chunks = body_end == HttpBodyEnd::kChunks;
    encoded.bytes += chunks ? in_chunks(response.body) : response.body;
    if (chunks && !cut) encoded.bytes += "0\r\n\r\n";
  }
  encoded.after = cut ? AfterReply::kCut : closes ? AfterReply::kClose : AfterReply::kNextRequest;
  return encoded;
}

Task<Result<void>> write_in_pieces(Stream& stream, std::string bytes, HttpDelivery delivery,
                                   Deadline deadline) {
  std::string_view rest = bytes;
  const auto piece = delivery.piece != 0 ? delivery.piece : rest.size();
  while (!rest.empty()) {
    LW_CO_TRY(co_await stream.write(rest.substr(0, piece), deadline));
    rest.remove_prefix(std::min(piece, rest.size()));
    if (!rest.empty() && delivery.pause.count() > 0) {
      co_await wait_until(deadline.within(delivery.pause));
    }
  }
  co_return Result<void>{};
}

}  // namespace lw::net
