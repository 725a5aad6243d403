// Whatever a client sends to the SSH 1 server, before and after there is a session key: the dialog
// never crashes, and a message gets one answer and perhaps a farewell, no more. The first byte of
// an input says which: even, the rest is raw bytes; odd, the rest is messages (type, length, data)
// that are sent encrypted.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "net/ssh1_server_dialog.h"
#include "net/ssh1_testing.h"

namespace {

using namespace lw::net;

constexpr std::size_t kMostKept = Ssh1Packets::kLongest;
// The keys, and a farewell.
constexpr std::size_t kMostSaid = 1024;

void require(bool holds) {
  if (!holds) std::abort();
}

void decode_all(std::string_view bytes) {
  (void)decode_ssh1_public_keys(bytes);
  (void)decode_ssh1_session_key(bytes);
  (void)decode_ssh1_terminal(bytes);
  (void)Ssh1Reader(bytes).text();
}

void send_raw(Ssh1ServerDialog& dialog, std::string_view bytes) {
  std::size_t said = 0;
  while (!bytes.empty() && !dialog.started()) {
    const auto piece = bytes.substr(0, 61);
    bytes.remove_prefix(piece.size());
    const bool going_on = hear(dialog, piece).has_value();
    said += dialog.take_output().size();
    if (!going_on) break;
  }
  require(said <= kMostSaid);
}

Ssh1Packets agree(Ssh1ServerDialog& dialog) {
  Ssh1Packets client;
  (void)dialog.take_output();
  require(dialog.receive("SSH-1.5-fuzz\n").has_value());
  client.receive(dialog.take_output());
  const auto keys = decode_ssh1_public_keys(client.next().value().value().data).value();
  const auto answer = encode(ssh1_answer(keys, kSsh1CipherTripleDes));
  require(dialog.receive(client.encode(Ssh1Type::kSessionKey, answer).value()).has_value());
  require(client.encrypt_with(kSsh1CipherTripleDes, ssh1_test_session_key()).has_value());
  client.receive(dialog.take_output());
  require(client.next().value().value().type == Ssh1Type::kSuccess);
  return client;
}

void send_messages(Ssh1ServerDialog& dialog, std::string_view messages) {
  Ssh1Packets client = agree(dialog);
  while (messages.size() >= 2 && !dialog.started()) {
    const auto type = static_cast<Ssh1Type>(static_cast<std::uint8_t>(messages[0]));
    const auto data = messages.substr(2, static_cast<std::uint8_t>(messages[1]));
    messages.remove_prefix(2 + data.size());
    const bool going_on = hear(dialog, client.encode(type, data).value()).has_value();
    client.receive(dialog.take_output());
    for (int answers = 0; client.next().value(); ++answers) require(answers < 2);
    if (!going_on) break;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto options = [] {
    auto made = ssh1_test_options();
    made.host_key = ssh1_test_key(512);
    return made;
  }();
  const std::string_view input(reinterpret_cast<const char*>(data), std::min(size, kMostKept));
  if (input.empty()) return 0;
  decode_all(input.substr(1));
  Ssh1ServerDialog dialog(options, ssh1_test_key(768));
  if (input[0] % 2 == 0) {
    send_raw(dialog, input.substr(1));
  } else {
    send_messages(dialog, input.substr(1));
  }
  return 0;
}
