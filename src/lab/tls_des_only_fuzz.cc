// Whatever a client sends as the start of TLS: the same answer in one piece and byte by byte, and
// a bounded one.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "lab/tls_des_only.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kLongestInput = 20000;
  constexpr std::size_t kLongestAnswer = 64;
  const std::string_view input(reinterpret_cast<const char*>(data), std::min(size, kLongestInput));
  lw::lab::TlsDesOnly whole;
  const auto answer = whole.receive(input);
  if (answer.bytes.size() > kLongestAnswer) std::abort();
  lw::lab::TlsDesOnly bytes;
  std::string said;
  bool closed = false;
  for (const char byte : input) {
    const auto reply = bytes.receive({&byte, 1});
    said += reply.bytes;
    closed |= reply.close;
    if (closed) break;
  }
  if (said.size() > kLongestAnswer) std::abort();
  // The random number depends on what came with the message; the record's head does not.
  if (!closed && !answer.close && said.substr(0, 5) != answer.bytes.substr(0, 5)) std::abort();
  return 0;
}
