#include "net/tls.h"

#include <arpa/inet.h>
#include <fmt/core.h>

#include <utility>

#include "net/foreign_protocol.h"
#include "net/tls_certificate.h"
#include "net/tls_client.h"
#include "net/tls_diagnosis.h"
#include "net/tls_probe.h"
#include "net/tls_profile.h"

namespace lw::net {
namespace {

bool is_address(const std::string& host) {
  in6_addr any;
  return ::inet_pton(AF_INET, host.c_str(), &any) == 1 ||
         ::inet_pton(AF_INET6, host.substr(0, host.find('%')).c_str(), &any) == 1;
}

Task<Error> explain(TlsStream& stream, Error own, TlsTarget target, Route& route,
                    Deadline deadline) {
  if (own.code == ErrorCode::kTimeout) {
    own.message = "waiting for a TLS server: " + what_it_sent(stream.greeting());
    own.hint = "check that HTTPS is enabled on that port";
  }
  const bool agreeing_failed =
      own.code == ErrorCode::kUnsupported || own.code == ErrorCode::kConnectionLost;
  // A hint says that the error explains itself already.
  if (!agreeing_failed || !own.hint.empty()) co_return own;
  if (auto known = explain_reason(stream.reason(), target.profile)) co_return *std::move(known);
  co_await stream.close(deadline);  // some devices have very few sessions
  const auto findings = co_await probe_tls(target.endpoint, route, deadline);
  co_return explain_findings(findings, target.profile, own);
}

Result<void> check_certificate(TlsStream& stream, const TlsTarget& target, PeerPins& pins) {
  X509* const certificate = SSL_get0_peer_certificate(stream.ssl());
  if (certificate == nullptr) {
    return failure(ErrorCode::kUnsupported, "the server showed no certificate");
  }
  LW_ASSIGN(const auto shown, describe_certificate(*certificate));
  return check_pinned(shown, target.endpoint, target.profile, pins);
}

Task<Result<std::unique_ptr<Stream>>> connect(const TlsTarget& target, PeerPins& pins, Route& route,
                                              Deadline deadline) {
  LW_CO_ASSIGN(auto socket, co_await route.open(target.endpoint, deadline));
  LW_CO_ASSIGN(auto stream, co_await start_tls(std::move(socket), target, pins, route, deadline));
  co_return stream;
}

}  // namespace

Task<Result<std::unique_ptr<TlsStream>>> start_tls(std::shared_ptr<TcpSocket> socket,
                                                   TlsTarget target, PeerPins& pins, Route& route,
                                                   Deadline deadline) {
  LW_CO_ASSIGN(auto ssl, new_tls_client(target.profile));
  const auto& host = target.endpoint.host;
  if (!is_address(host)) SSL_set_tlsext_host_name(ssl.get(), host.c_str());
  LW_CO_ASSIGN(auto stream, TlsStream::create(std::move(socket), std::move(ssl),
                                              "tls " + to_string(target.endpoint)));
  auto agreed = co_await stream->handshake(deadline);
  if (!agreed) {
    co_return std::unexpected(
        co_await explain(*stream, std::move(agreed).error(), target, route, deadline));
  }
  if (auto trusted = check_certificate(*stream, target, pins); !trusted) {
    co_await stream->close(deadline);
    co_return std::unexpected(std::move(trusted).error());
  }
  co_return stream;
}

Task<Result<std::unique_ptr<Stream>>> connect_tls(TlsTarget target, PeerPins& pins, Route& route,
                                                  Deadline deadline) {
  auto stream = co_await connect(target, pins, route, deadline);
  if (stream) co_return stream;
  co_return std::unexpected(
      std::move(stream).error().with_context("tls to " + to_string(target.endpoint)));
}

}  // namespace lw::net
