#include "net/jump_hosts.h"

#include <mutex>
#include <utility>

#include "net/jump_chain.h"

namespace lw::net {

struct JumpHosts::Pool {
  Loop& loop;
  PeerPins& pins;
  JumpLimits limits;
  mutable std::mutex mutex = {};
  std::vector<std::shared_ptr<JumpChain>> chains = {};
};

JumpHosts::JumpHosts(Loop& loop, PeerPins& pins, JumpLimits limits)
    : pool_(std::make_unique<Pool>(loop, pins, limits)) {}

JumpHosts::~JumpHosts() {
  const std::scoped_lock only(pool_->mutex);
  for (const auto& chain : pool_->chains) chain->stop();
  for (const auto& chain : pool_->chains) chain->wait_until_ended();
}

std::shared_ptr<Route> JumpHosts::via(std::vector<SshTarget> hops) {
  std::shared_ptr<Route> route(&direct_route(), [](Route*) {});
  const std::scoped_lock only(pool_->mutex);
  for (auto& hop : hops) {
    std::shared_ptr<JumpChain> next;
    for (const auto& chain : pool_->chains) {
      if (chain->leads_through(hop, route.get())) next = chain;
    }
    if (!next) {
      next = std::make_shared<JumpChain>(pool_->loop, pool_->pins, pool_->limits, std::move(hop),
                                         route);
      pool_->chains.push_back(next);
    }
    route = next;
  }
  return route;
}

std::size_t JumpHosts::connections() const {
  const std::scoped_lock only(pool_->mutex);
  std::size_t all = 0;
  for (const auto& chain : pool_->chains) all += chain->connections();
  return all;
}

}  // namespace lw::net
