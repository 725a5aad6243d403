#include "net/bygone_tls.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <string>

#include "net/tls_hello.h"

namespace lw::net {
namespace {

constexpr std::size_t kLongestHello = 16 << 10;

std::string answer_to(const TlsClientHello& hello, TlsVersion highest,
                      const std::vector<std::uint16_t>& suites) {
  const auto chosen = std::ranges::find_first_of(hello.suites, suites);
  if (chosen == hello.suites.end()) return encode(kHandshakeFailure);
  TlsRandom random{};
  RAND_bytes(random.data(), static_cast<int>(random.size()));
  return encode(TlsServerHello{std::min(hello.version, highest), *chosen}, random);
}

}  // namespace

Task<> answer_as_bygone_tls(Stream& stream, TlsVersion highest, std::vector<std::uint16_t> suites,
                            Deadline deadline) {
  std::string seen;
  std::array<char, 1024> buffer;
  bool answered = false;
  while (seen.size() < kLongestHello) {
    const auto count = co_await stream.read_some(buffer, deadline);
    if (!count) break;
    if (answered) continue;
    seen.append(buffer.data(), *count);
    const auto question = read_client_hello(seen);
    if (std::holds_alternative<TlsUnfinished>(question)) continue;
    const auto* const hello = std::get_if<TlsClientHello>(&question);
    if (hello == nullptr) break;
    const auto answer = answer_to(*hello, highest, suites);
    answered = true;
    if (!co_await stream.write(answer, deadline)) break;
  }
  co_await stream.close(deadline);
}

}  // namespace lw::net
