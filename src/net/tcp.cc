#include "net/tcp.h"

#include <fmt/core.h>

#include <utility>
#include <vector>

#include "base/text.h"
#include "net/pending.h"
#include "net/tcp_stream.h"

namespace lw::net {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

struct LookUp {
  error_code error;
  tcp::resolver::results_type found;
};

std::vector<tcp::endpoint> alternate_families(const tcp::resolver::results_type& found) {
  std::vector<tcp::endpoint> same;
  std::vector<tcp::endpoint> other;
  for (const auto& entry : found) {
    const auto at = entry.endpoint();
    (same.empty() || at.protocol() == same.front().protocol() ? same : other).push_back(at);
  }
  std::vector<tcp::endpoint> order;
  for (std::size_t i = 0; i < same.size() || i < other.size(); ++i) {
    if (i < same.size()) order.push_back(same[i]);
    if (i < other.size()) order.push_back(other[i]);
  }
  return order;
}

Task<Result<std::vector<tcp::endpoint>>> look_up(const Endpoint& endpoint, Deadline deadline) {
  error_code not_an_address;
  const auto address = asio::ip::make_address(endpoint.host, not_an_address);
  if (!not_an_address) co_return std::vector{tcp::endpoint(address, endpoint.port)};

  const Executor executor = co_await asio::this_coro::executor;
  tcp::resolver resolver(executor);
  auto pending = std::make_shared<Pending<LookUp>>(executor);
  resolver.async_resolve(endpoint.host, std::to_string(endpoint.port),
                         tcp::resolver::numeric_service,
                         [pending](error_code error, tcp::resolver::results_type found) {
                           pending->finish({error, std::move(found)});
                         });
  const auto outcome = co_await pending->await(deadline);
  if (!outcome) {
    co_return failure(ErrorCode::kTimeout,
                      fmt::format("looking up '{}' took too long", printable(endpoint.host)),
                      "check the name servers of this machine, or give the device's address");
  }
  if (outcome->error || outcome->found.empty()) {
    co_return failure(ErrorCode::kUnreachable,
                      fmt::format("there is no host '{}'", printable(endpoint.host)),
                      "check the name, or give the device's address", Diagnosis::kNoSuchHost);
  }
  co_return alternate_families(outcome->found);
}

std::unexpected<Error> refusal(const Endpoint& endpoint, const error_code& error) {
  const auto at = to_string(endpoint);
  if (error == asio::error::connection_refused) {
    return failure(ErrorCode::kUnreachable, fmt::format("{} refused the connection", at),
                   "the host is up, but nothing listens there: check the port and the transport",
                   Diagnosis::kRefused);
  }
  if (error == asio::error::host_unreachable || error == asio::error::network_unreachable) {
    return failure(ErrorCode::kUnreachable, fmt::format("no route to {}", at),
                   "check the address, and the routing between here and the device",
                   Diagnosis::kNoRoute);
  }
  return failure(ErrorCode::kUnreachable,
                 fmt::format("cannot connect to {}: {}", at, error.message()));
}

Task<Result<std::shared_ptr<TcpSocket>>> try_address(const Endpoint& endpoint,
                                                     tcp::endpoint address, Deadline deadline) {
  const Executor executor = co_await asio::this_coro::executor;
  auto socket = std::make_shared<tcp::socket>(executor);
  auto pending = std::make_shared<Pending<error_code>>(executor);
  socket->async_connect(address, [pending, socket](error_code error) { pending->finish(error); });
  const auto outcome = co_await pending->await(deadline);
  if (!outcome) {
    error_code ignored;
    socket->close(ignored);
    co_return failure(ErrorCode::kTimeout, fmt::format("no answer from {}", to_string(endpoint)),
                      "the device is down, or a firewall on the way drops the packets",
                      Diagnosis::kSilent);
  }
  if (*outcome) co_return refusal(endpoint, *outcome);
  co_return std::make_shared<TcpSocket>(std::move(*socket));
}

class DirectRoute final : public Route {
 public:
  Task<Result<std::shared_ptr<TcpSocket>>> open(Endpoint endpoint, Deadline deadline) override;
};

Task<Result<std::shared_ptr<TcpSocket>>> DirectRoute::open(Endpoint endpoint, Deadline deadline) {
  if (deadline.passed()) {
    co_return failure(ErrorCode::kTimeout,
                      fmt::format("no time left to connect to {}", to_string(endpoint)));
  }
  LW_CO_ASSIGN(const auto addresses, co_await look_up(endpoint, deadline));
  Result<std::shared_ptr<TcpSocket>> last = failure(ErrorCode::kInternal, "no address was tried");
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const auto left = static_cast<Deadline::Clock::rep>(addresses.size() - i);
    last =
        co_await try_address(endpoint, addresses[i], deadline.within(deadline.remaining() / left));
    if (last) break;
  }
  co_return last;
}

}  // namespace

Route& direct_route() {
  static DirectRoute route;
  return route;
}

Task<Result<std::unique_ptr<Stream>>> connect_tcp(Endpoint endpoint, Route& route,
                                                  Deadline deadline) {
  LW_CO_ASSIGN(auto socket, co_await route.open(endpoint, deadline));
  co_return make_tcp_stream(std::move(socket), "tcp " + to_string(endpoint));
}

}  // namespace lw::net
