// Whatever a peer sends: the TACACS+ server, the TACACS+ client and the RADIUS client take it or
// refuse it, and what they say stays bounded. The first byte says who hears the rest; its upper
// bits how many bytes come at a time.
#include <openssl/evp.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "lab/radius_packet.h"
#include "lab/tacacs_client.h"
#include "lab/tacacs_server.h"

namespace {

using lw::Secret;
using namespace lw::lab;  // NOLINT(google-build-using-namespace)

constexpr std::size_t kLongestInput = 32 * 1024;

void require(bool holds) {
  if (!holds) std::abort();
}

// In clear, so that the bytes reach the parsers: with a key they would be noise to them.
void hear_as_server(std::string_view bytes, std::size_t piece) {
  static const AaaServerDescription server{
      .name = "s", .key = {}, .users = {{"u", Secret("p"), Secret("e"), 15}}};
  TacacsServerDialog dialog(server);
  std::size_t said = 0;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    const bool sense = dialog.receive(bytes.substr(at, piece)).has_value();
    said += dialog.take_output().size();
    if (!sense) break;
  }
  // A question has at least a header; an answer is a header and a short text.
  require(said <= (bytes.size() / kTacacsHeaderSize + 1) * 64);
}

void hear_as_client(std::string_view bytes, std::size_t piece, AaaQuestion::Kind kind) {
  TacacsClient client({kind, "u", Secret("p"), "tty0", "127.0.0.1"}, {}, 1);
  std::size_t said = client.take_output().size();
  for (std::size_t at = 0; at < bytes.size() && !client.answer(); at += piece) {
    client.receive(bytes.substr(at, piece));
    said += client.take_output().size();
  }
  require(said <= 256);
}

// An Access-Accept with these bytes as attributes, by who has the key: what stands behind the
// signature is parsed too.
std::string signed_answer(std::string_view attributes, const RadiusRequest& request) {
  attributes = attributes.substr(0, kLargestRadiusPacket - 20);
  const std::size_t size = 20 + attributes.size();
  std::string head{2, static_cast<char>(request.identifier), static_cast<char>(size >> 8),
                   static_cast<char>(size)};
  const std::string text = head + request.authenticator + std::string(attributes) + "k";
  std::string digest(kRadiusAuthenticatorSize, '\0');
  EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr,
             EVP_md5(), nullptr);
  return head + digest + std::string(attributes);
}

void decode_all(std::string_view bytes) {
  for (const auto type : {TacacsType::kAuthorization, TacacsType::kAccounting}) {
    if (const auto request = decode_tacacs_request(bytes, type)) {
      require(encode(*request, type) == bytes);
    }
  }
  if (const auto response = decode_tacacs_response(bytes)) {
    require(encode(*response) == bytes);
    (void)tacacs_privilege(response->arguments);
  }
  if (const auto start = decode_tacacs_start(bytes)) require(encode(*start) == bytes);
  if (const auto reply = decode_tacacs_reply(bytes)) {
    require(encode(*reply).size() == bytes.size());
  }
  (void)decode_tacacs_continue(bytes);
  (void)decode_tacacs_acct_reply(bytes);
  const RadiusRequest request{7, std::string(kRadiusAuthenticatorSize, 'r')};
  (void)decode_access_answer(bytes, request, Secret("k"));
  (void)decode_access_answer(signed_answer(bytes, request), request, Secret("k"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), std::min(size, kLongestInput));
  if (input.empty()) return 0;
  const auto how = static_cast<std::uint8_t>(input[0]);
  const std::size_t piece = (how >> 2) + std::size_t{1};
  const std::string_view bytes = input.substr(1);
  switch (how & 3) {
    case 0:
      hear_as_server(bytes, piece);
      break;
    case 1:
      hear_as_client(bytes, piece, AaaQuestion::Kind::kLogin);
      break;
    case 2:
      hear_as_client(bytes, piece, AaaQuestion::Kind::kShell);
      break;
    default:
      decode_all(bytes);
  }
  return 0;
}
