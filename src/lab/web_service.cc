#include "lab/web_service.h"

#include <chrono>
#include <utility>

#include "lab/web_faults.h"
#include "net/certificate.h"
#include "net/loop.h"
#include "net/tls_identity.h"

namespace lw::lab {
namespace {

constexpr std::chrono::days kLongExpired{-30};
constexpr int kUnavailable = 503;
constexpr std::uint16_t kDesSuite = 0x0009;  // TLS_RSA_WITH_DES_CBC_SHA, of a K8 unit

net::HttpReply delivered(WebDelivery delivery) {
  net::HttpReply reply;
  reply.response.status = delivery.reply.status;
  reply.response.body = std::move(delivery.reply.body);
  for (auto& [name, value] : delivery.reply.fields) {
    reply.response.fields.push_back({std::move(name), std::move(value)});
  }
  reply.delivery.close_after = delivery.reply.close;
  reply.delivery.announced_length = delivery.announced_length;
  reply.delivery.cut_after = delivery.cut_after;
  if (delivery.byte_by_byte) reply.delivery.piece = 1;
  reply.delivery.silent = delivery.silent;
  return reply;
}

net::Task<net::HttpReply> answer(Host& host, bool encrypted, net::HttpArrival arrival) {
  WebRequest request{
      .method = std::move(arrival.request.method),
      .target = std::move(arrival.request.target),
      .fields = {},
      .body = std::move(arrival.request.body),
      .source_address = arrival.peer_address.substr(0, arrival.peer_address.rfind(':')),
      .encrypted = encrypted};
  for (auto& field : arrival.request.fields) {
    request.fields.emplace_back(std::move(field.name), std::move(field.value));
  }
  const Transport transport = encrypted ? Transport::kHttps : Transport::kHttp;
  host.device().advance();
  const auto struck = host.next_line(transport);
  if (struck == LineStrike::kReload) host.device().power_cycle();
  if (struck == LineStrike::kRefuse) co_return delivered({.reply = {.status = kUnavailable}});
  std::optional<WebDelivery> delivery;
  if (struck != LineStrike::kReload && struck != LineStrike::kCutBefore) {
    delivery = answer_with_faults(host.device(), std::move(request), host.faults(transport).web);
  }
  host.settle();
  if (!delivery || struck == LineStrike::kCutAfter) {  // the connection is refused, or cut
    net::HttpReply nothing;
    nothing.delivery.cut_after = 0;
    co_return nothing;
  }
  co_return delivered(*std::move(delivery));
}

}  // namespace

Result<std::shared_ptr<const net::TlsIdentity>> make_tls_identity(const Device& device,
                                                                  const Faults& faults) {
  const auto door = device.web_door();
  net::CertificateWishes wishes;
  wishes.common_name = door && !door->certificate_name.empty() ? door->certificate_name : "device";
  if (faults.web.expired_certificate) {
    wishes.starts_in = 2 * kLongExpired;
    wishes.ends_in = kLongExpired;
  }
  LW_ASSIGN(const auto made, net::make_self_signed_certificate(wishes));
  net::TlsIdentityOptions options;
  options.certificate = made.certificate;
  options.key = made.key;
  if (door && door->des_only) options.bygone_suites = {kDesSuite};
  return net::TlsIdentity::create(std::move(options));
}

Result<net::HttpServer> serve_web(net::Loop& loop, const net::Endpoint& at, net::Reach reach,
                                  Transport transport, FindHost find, std::size_t most) {
  const bool encrypted = transport == Transport::kHttps;
  net::HttpServerOptions options;
  options.reach = reach;
  options.most_connections = most;
  options.site = [find = std::move(find), encrypted](
                     const std::string& address,
                     const std::string& peer) -> std::optional<net::HttpSite> {
    Host* host = find(address);
    if (host == nullptr) return std::nullopt;
    const auto door = host->device().web_door();
    if (!door || !(encrypted ? door->https : door->http)) return std::nullopt;
    auto session = host->take_web_session(peer);
    if (!session) return std::nullopt;
    return net::HttpSite{
        .tls = encrypted ? host->tls() : nullptr,
        .handler = [host, encrypted, session = std::move(session)](net::HttpArrival arrival) {
          return answer(*host, encrypted, std::move(arrival));
        }};
  };
  return net::HttpServer::create(loop, at, std::move(options));
}

}  // namespace lw::lab
