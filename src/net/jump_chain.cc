#include "net/jump_chain.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace lw::net {
namespace {

constexpr std::chrono::minutes kRefusalCounts{5};
// Each is spent when the connection that was picked died, or filled up before it came up.
constexpr int kMostConnectionsTried = 4;

}  // namespace

JumpChain::JumpChain(Loop& loop, PeerPins& pins, JumpLimits limits, SshTarget hop,
                     std::shared_ptr<Route> before)
    : loop_(loop),
      pins_(pins),
      limits_(limits),
      hop_(std::move(hop)),
      before_(std::move(before)),
      name_("through jump host " + to_string(hop_.endpoint)) {}

Task<Result<std::shared_ptr<TcpSocket>>> JumpChain::open(Endpoint endpoint, Deadline deadline) {
  for (int tried = 0; tried < kMostConnectionsTried; ++tried) {
    LW_CO_ASSIGN(const auto connection, pick());
    auto opened = co_await connection->open(endpoint, deadline);
    if (!opened) co_return std::unexpected(std::move(opened).error().with_context(name_));
    if (*opened) co_return *std::move(opened);
  }
  co_return failure(ErrorCode::kConnectionLost,
                    name_ + ": its connections are lost again and again",
                    "check the jump host's log");
}

// Another connection is opened only while one proves that the hop lets us in: a hundred devices
// behind a hop that refuses the login are one refused login.
Result<std::shared_ptr<JumpConnection>> JumpChain::pick() {
  const std::scoped_lock only(mutex_);
  if (stopped_) return failure(ErrorCode::kCancelled, name_ + ": cancelled");
  bury_ended();
  if (refused_ && !ask_again_.passed()) {
    return std::unexpected(Error(*refused_).with_context(name_));
  }
  // Those that are up first: a place on one that is not yet may have to be given back.
  for (const auto state : {JumpConnection::State::kUp, JumpConnection::State::kConnecting}) {
    for (const auto& connection : connections_) {
      if (connection->state() == state && connection->reserve()) return connection;
    }
  }
  const auto connection =
      std::make_shared<JumpConnection>(loop_.next(), hop_, before_, pins_, limits_);
  connections_.push_back(connection);
  (void)connection->reserve();
  connection->start();
  return connection;
}

void JumpChain::bury_ended() {
  std::erase_if(connections_, [this](const auto& connection) {
    if (connection->state() != JumpConnection::State::kEnded) return false;
    auto error = connection->failure_to_connect();
    if (error && error->code == ErrorCode::kLoginRefused) {
      refused_ = std::move(error);
      refused_->message += " (it is not asked again for five minutes)";
      ask_again_ = Deadline::after(kRefusalCounts);
    }
    return true;
  });
}

bool JumpChain::leads_through(const SshTarget& hop, const Route* before) const {
  return before == before_.get() && hop.endpoint == hop_.endpoint &&
         hop.username == hop_.username && hop.profile == hop_.profile &&
         hop.password.equals(hop_.password) && hop.private_key.equals(hop_.private_key);
}

std::size_t JumpChain::connections() const {
  const std::scoped_lock only(mutex_);
  return static_cast<std::size_t>(std::ranges::count_if(connections_, [](const auto& connection) {
    return connection->state() != JumpConnection::State::kEnded;
  }));
}

void JumpChain::stop() {
  const std::scoped_lock only(mutex_);
  stopped_ = true;
  for (const auto& connection : connections_) connection->stop();
}

void JumpChain::wait_until_ended() {
  std::list<std::shared_ptr<JumpConnection>> ending;
  {
    const std::scoped_lock only(mutex_);
    ending.swap(connections_);
  }
  for (const auto& connection : ending) connection->wait_until_ended();
}

}  // namespace lw::net
