// What a TLS server answers to a probe, and what a client asks: no crash, no reading past the end,
// and a verdict once given stays the same when more arrives.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "net/tls_hello.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lw::net;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = read_tls_answer(bytes);
  for (std::size_t i = 0; i < size && i < 512; ++i) {
    const auto part = read_tls_answer(bytes.substr(0, i));
    if (part.index() != 0 && part.index() != whole.index()) std::abort();
  }
  const auto question = read_client_hello(bytes);
  if (const auto* const hello = std::get_if<TlsClientHello>(&question)) {
    const auto again = read_client_hello(encode(*hello, TlsRandom{}));
    const auto* const copy = std::get_if<TlsClientHello>(&again);
    // Our own encoding adds one suite: the signal of RFC 5746.
    const bool fits = hello->suites.size() < 0x1000;
    if (fits && (copy == nullptr || copy->suites.size() != hello->suites.size() + 1)) std::abort();
  }
  return 0;
}
