#include "net/tls_probe.h"

#include <openssl/rand.h>

#include <array>
#include <chrono>
#include <span>
#include <string>
#include <utility>

#include "net/tcp.h"
#include "net/tls_suites.h"

namespace lw::net {
namespace {

constexpr std::chrono::seconds kOneHello{5};
constexpr std::size_t kLongestAnswer = 16 << 10;

// What came back before the server closed, fell silent or broke off counts as its answer.
Task<TlsAnswer> ask(TlsClientHello hello, Endpoint endpoint, Route& route, Deadline deadline) {
  const auto limit = deadline.within(kOneHello);
  const auto stream = co_await connect_tcp(std::move(endpoint), route, limit);
  if (!stream) co_return TlsUnfinished{};
  TlsRandom random;
  RAND_bytes(random.data(), static_cast<int>(random.size()));
  std::string seen;
  if (co_await (*stream)->write(encode(hello, random), limit)) {
    std::array<char, 1024> buffer;
    while (seen.size() < kLongestAnswer) {
      const auto count = co_await (*stream)->read_some(buffer, limit);
      if (!count) break;
      seen.append(buffer.data(), *count);
      if (!std::holds_alternative<TlsUnfinished>(read_tls_answer(seen))) break;
    }
  }
  co_await (*stream)->close(limit);
  co_return read_tls_answer(seen);
}

bool is_des(std::uint16_t number) {
  const auto* const suite = find_tls_suite(number);
  return suite != nullptr && suite->age >= SuiteAge::kDes;
}

}  // namespace

Task<TlsFindings> probe_tls(Endpoint endpoint, Route& route, Deadline deadline) {
  using enum SuiteAge;
  TlsFindings findings;
  const auto offer = [&](TlsVersion version, SuiteAge first, SuiteAge last) -> Task<bool> {
    const auto answer =
        co_await ask({version, tls_suites_from(first, last)}, endpoint, route, deadline);
    const auto* const hello = std::get_if<TlsServerHello>(&answer);
    const auto* const alert = std::get_if<TlsAlert>(&answer);
    if (hello != nullptr) findings.takes = *hello;
    if (alert != nullptr) findings.alert = *alert;
    co_return hello != nullptr;
  };
  if (co_await offer(TlsVersion::kTls12, kModern, kAncient)) co_return findings;
  if (!co_await offer(TlsVersion::kTls12, kTripleDes, kExport)) {
    // Some that know only SSL 3.0 refuse a newer hello instead of answering with their own version.
    co_await offer(TlsVersion::kSsl3, kAncient, kExport);
    co_return findings;
  }
  if (is_des(findings.takes->suite)) {
    findings.only_des = !co_await offer(TlsVersion::kTls12, kTripleDes, kRc4);
  }
  co_return findings;
}

}  // namespace lw::net
