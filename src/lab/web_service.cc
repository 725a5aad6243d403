#include "lab/web_service.h"

#include <chrono>
#include <utility>

#include "lab/web_faults.h"
#include "net/certificate.h"
#include "net/loop.h"
#include "net/tls_identity.h"

namespace lw::lab {
namespace {

constexpr std::size_t kMostSessions = 6;   // non-ASDM HTTPS sessions of an ASA [verified]
constexpr std::chrono::hours kSilence{1};  // of a device that stalls
constexpr std::chrono::days kLongExpired{-30};

Result<std::shared_ptr<const net::TlsIdentity>> make_identity(const Device& device,
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
  return net::TlsIdentity::create(std::move(options));
}

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
  return reply;
}

net::Task<net::HttpReply> answer(Device& device, WebFaults faults, bool encrypted,
                                 net::HttpArrival arrival) {
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
  device.advance();
  auto delivery = answer_with_faults(device, std::move(request), faults);
  if (!delivery) {  // the connection is refused
    net::HttpReply nothing;
    nothing.delivery.cut_after = 0;
    co_return nothing;
  }
  if (delivery->silent) co_await net::wait_until(Deadline::after(kSilence));
  co_return delivered(*std::move(delivery));
}

}  // namespace

Result<net::HttpServer> serve_web(net::Loop& loop, const net::Endpoint& at, Device& device,
                                  const Faults& faults, Transport transport) {
  const bool encrypted = transport == Transport::kHttps;
  std::shared_ptr<const net::TlsIdentity> identity;
  if (encrypted) {
    LW_ASSIGN(identity, make_identity(device, faults));
  }
  net::HttpServerOptions options;
  options.most_connections = kMostSessions;
  options.site = [&device, identity, encrypted,
                  web = faults.web](const std::string&) -> std::optional<net::HttpSite> {
    const auto door = device.web_door();
    if (!door || !(encrypted ? door->https : door->http)) return std::nullopt;
    return net::HttpSite{.tls = identity,
                         .handler = [&device, web, encrypted](net::HttpArrival arrival) {
                           return answer(device, web, encrypted, std::move(arrival));
                         }};
  };
  return net::HttpServer::create(loop, at, std::move(options));
}

}  // namespace lw::lab
