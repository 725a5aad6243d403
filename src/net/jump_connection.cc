#include "net/jump_connection.h"

#include <fmt/core.h>
#include <libssh/server.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "net/ssh_handshake.h"
#include "net/ssh_login.h"

namespace lw::net {
namespace {

constexpr int kStepsPerTurn = 16;  // then the other channels get one
constexpr std::chrono::hours kForever{24 * 365};
// A device's session that only shut its sending is looked after this often: it may have closed.
constexpr std::chrono::seconds kLook{1};

// Notices a hop that has gone without a word: what we send is not acknowledged for half a minute.
void notice_silence(TcpSocket& socket) {
  const auto set = [&](int option, int value) {
    ::setsockopt(socket.descriptor(), IPPROTO_TCP, option, &value, sizeof value);
  };
  set(TCP_USER_TIMEOUT, 30'000);
  set(TCP_KEEPIDLE, 30);
  set(TCP_KEEPINTVL, 10);
  set(TCP_KEEPCNT, 3);
}

// From the words of the hop's system, as OpenSSH passes them on.
Diagnosis diagnosis_of(std::string_view words) {
  if (words.find("refused") != std::string_view::npos) return Diagnosis::kRefused;
  if (words.find("timed out") != std::string_view::npos) return Diagnosis::kSilent;
  if (words.find("resolve") != std::string_view::npos) return Diagnosis::kNoSuchHost;
  return Diagnosis::kNoRoute;
}

}  // namespace

JumpConnection::JumpConnection(const Executor& executor, SshTarget hop,
                               std::shared_ptr<Route> route, PeerPins& pins, JumpLimits limits)
    : executor_(executor),
      hop_(std::move(hop)),
      route_(std::move(route)),
      pins_(pins),
      limits_(limits) {}

void JumpConnection::start() {
  // From its own thread: the cancellation signal may be touched by that thread alone.
  asio::post(executor_, [self = shared_from_this()] {
    asio::co_spawn(
        self->executor_, [self] { return self->run(); },
        asio::bind_cancellation_slot(self->cancel_connect_.slot(),
                                     [self](const std::exception_ptr& thrown) {
                                       auto error = self->connect_error_;
                                       if (thrown)
                                         error = Error{ErrorCode::kCancelled, "cancelled", ""};
                                       self->end(std::move(error));
                                     }));
  });
}

JumpConnection::State JumpConnection::state() const {
  const std::scoped_lock only(mutex_);
  return state_;
}

std::optional<Error> JumpConnection::failure_to_connect() const {
  const std::scoped_lock only(mutex_);
  return failed_;
}

bool JumpConnection::reserve() {
  const std::scoped_lock only(mutex_);
  if (state_ == State::kEnded) return false;
  if (state_ == State::kUp && reserved_ >= limits_.channels) return false;
  ++reserved_;
  return true;
}

void JumpConnection::give_back() {
  const std::scoped_lock only(mutex_);
  --reserved_;
}

Task<Result<std::shared_ptr<TcpSocket>>> JumpConnection::open(Endpoint to, Deadline deadline) {
  const Executor executor = co_await asio::this_coro::executor;
  const auto request = std::make_shared<Request>(std::move(to), executor);
  auto sockets = join_sockets(executor, executor_, to_string(request->to));
  if (!sockets) {
    give_back();
    co_return std::unexpected(std::move(sockets).error());
  }
  request->sockets = *std::move(sockets);
  asio::post(executor_, [self = shared_from_this(), request] { self->take(request); });
  auto opened = co_await request->pending->await(deadline);
  if (opened) co_return *std::move(opened);
  // A channel that is opened after all finds nobody at the other end, and is closed.
  co_return failure(
      ErrorCode::kTimeout, fmt::format("no answer about {}", to_string(request->to)),
      "the device is down, or a firewall between the jump host and it drops the packets");
}

void JumpConnection::stop() {
  asio::post(executor_, [self = shared_from_this()] {
    self->stopping_ = true;
    if (self->session_) {
      self->session_->socket().wake();
    } else {
      self->cancel_connect_.emit(asio::cancellation_type::terminal);
    }
  });
}

void JumpConnection::wait_until_ended() {
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [this] { return state_ == State::kEnded; });
}

Task<> JumpConnection::run() {
  if (stopping_) co_return;
  auto session = co_await connect();
  if (!session) {
    connect_error_ = std::move(session).error();
    // Not when a hop before it failed.
    if (connect_error_->hop.empty()) connect_error_->hop = to_string(hop_.endpoint);
    co_return;
  }
  session_ = *std::move(session);
  {
    const std::scoped_lock only(mutex_);
    state_ = State::kUp;
  }
  for (const auto& request : std::exchange(waiting_, {})) begin(request);
  co_await serve();
}

Task<Result<std::unique_ptr<SshSession>>> JumpConnection::connect() {
  const auto deadline = Deadline::after(limits_.connect);
  LW_CO_ASSIGN(auto socket, co_await route_->open(hop_.endpoint, deadline));
  notice_silence(*socket);
  LW_CO_ASSIGN(auto session, co_await shake_hands(std::move(socket), hop_, pins_, deadline));
  LW_CO_TRY(co_await ssh_log_in(*session, hop_, deadline));
  co_return session;
}

// Takes in what the session brings until nobody needs it any more; then all channels end.
Task<> JumpConnection::serve() {
  idle_since_ = Deadline::after({});
  while (!stopping_) {
    ssh_execute_message_callbacks(session_->handle());
    if (ssh_is_connected(session_->handle()) == 0) break;
    tell_curious();
    auto until = Deadline::after(kForever);
    if (channels_.empty()) {
      until = Deadline::at(idle_since_.when() + limits_.idle);
      const std::scoped_lock only(mutex_);
      if (until.passed() && reserved_ == 0) {
        state_ = State::kEnded;  // nobody gets a place from here on
        break;
      }
      if (until.passed()) until = Deadline::after(limits_.idle);
    }
    const auto waited = co_await session_->wait(until);
    if (!waited && waited.error().code == ErrorCode::kCancelled) break;
  }
  lost_ = true;
  while (!channels_.empty()) {
    for (auto* channel : channels_) channel->local().wake();
    co_await asio::post(executor_, asio::use_awaitable);
  }
  session_.reset();
}

void JumpConnection::take(std::shared_ptr<Request> request) {
  if (session_ && !lost_) {
    begin(request);
  } else if (state() == State::kConnecting) {
    waiting_.push_back(std::move(request));
  } else {
    give_back();
    const auto failed = failure_to_connect();
    answer(*request, failed ? Opened(std::unexpected(*failed)) : Opened(nullptr));
  }
}

void JumpConnection::begin(const std::shared_ptr<Request>& request) {
  if (channels_.size() >= limits_.channels) {
    give_back();
    return answer(*request, nullptr);
  }
  asio::co_spawn(
      executor_, [self = shared_from_this(), request] { return self->carry(request); },
      [self = shared_from_this()](const std::exception_ptr&) {
        self->give_back();
        self->idle_since_ = Deadline::after({});
        if (self->session_) self->session_->socket().wake();
      });
}

Task<> JumpConnection::carry(std::shared_ptr<Request> request) {
  JumpChannel channel(*session_, std::exchange(request->sockets.second, nullptr));
  const auto place = channels_.insert(channels_.end(), &channel);
  const std::shared_ptr<void> leave(nullptr, [&](void*) { channels_.erase(place); });
  auto opened = co_await open_channel(channel, request->to);
  if (!opened) {
    answer(*request, lost_ ? Opened(nullptr) : Opened(std::unexpected(std::move(opened).error())));
    co_return;
  }
  answer(*request, std::exchange(request->sockets.first, nullptr));
  request.reset();
  for (int steps = 1; !lost_; ++steps) {
    const auto before = session_->received_bytes();
    const auto need = channel.step(scratch_);
    tell_curious();
    if (need.over) break;
    if (need.moved && steps % kStepsPerTurn != 0) continue;
    if (need.moved) {
      co_await asio::post(executor_, asio::use_awaitable);
    } else {
      co_await wait(channel, need, before);
    }
  }
}

Task<Result<void>> JumpConnection::open_channel(JumpChannel& channel, Endpoint to) {
  if (channel.handle() == nullptr) {
    co_return failure(ErrorCode::kInternal, "no memory for an SSH channel");
  }
  const auto number = ++opened_;
  for (;;) {
    if (lost_) co_return failure(ErrorCode::kConnectionLost, "the connection was lost");
    const auto before = session_->received_bytes();
    const int outcome =
        ssh_channel_open_forward(channel.handle(), to.host.c_str(), to.port, "127.0.0.1", 0);
    tell_curious();
    if (outcome == SSH_OK) co_return Result<void>{};
    if (outcome != SSH_AGAIN) co_return std::unexpected(refusal(number, to));
    co_await wait(channel, {.news = true}, before);
  }
}

// Until there is what the channel needs. `before` is what the session had received before the need
// was seen: what has come since may have met it.
Task<> JumpConnection::wait(JumpChannel& channel, JumpChannel::Need need, std::uint64_t before) {
  const auto until = Deadline::after(channel.half_closed() ? kLook : kForever);
  if (!need.news && !need.room) {
    (void)co_await channel.local().wait(need.local, until);
    co_return;
  }
  const bool held_back = session_->holds_back();
  if (session_->received_bytes() != before || (need.room && !held_back)) {
    co_await asio::post(executor_, asio::use_awaitable);
    co_return;
  }
  if (held_back) session_->socket().wake();  // serve() shall wait for room as well
  const auto place = curious_.insert(curious_.end(), &channel.local());
  const std::shared_ptr<void> leave(nullptr, [&](void*) { curious_.erase(place); });
  (void)co_await channel.local().wait(need.local, until);
}

// libssh handles packets of all channels whenever one of them is used, and has no callback for a
// channel that was opened, or whose window grew. Called after each use.
void JumpConnection::tell_curious() {
  const bool held_back = session_->holds_back();
  const bool news = session_->received_bytes() != seen_bytes_ || (held_back_ && !held_back);
  seen_bytes_ = session_->received_bytes();
  held_back_ = held_back;
  if (!news) return;
  for (auto* socket : curious_) socket->wake();
}

// "Channel opening failure: channel 43 error (2) Connection refused": of the channel that failed
// last, which need not be this one. libssh numbers them from 43 on.
Error JumpConnection::refusal(std::uint32_t number, const Endpoint& to) {
  constexpr std::uint32_t kFirst = 42;
  const std::string text = ssh_get_error(session_->handle());
  const auto ours = fmt::format("channel {} error (", kFirst + number);
  const auto at = text.find(ours);
  std::string code;
  std::string words;
  if (at != std::string::npos) {
    code = text.substr(at + ours.size(), 1);
    words = text.substr(std::min(text.find(") ", at), text.size() - 2) + 2);
  }
  const auto target = to_string(to);
  if (code == "1") {
    return {ErrorCode::kUnreachable,
            fmt::format("it does not forward to {}: {}", target, printable(words)),
            "allow TCP forwarding for this user on the jump host (OpenSSH: AllowTcpForwarding, "
            "PermitOpen)",
            Diagnosis::kNoRoute};
  }
  if (code == "4") {
    return {ErrorCode::kUnreachable, fmt::format("it has no room for a channel to {}", target),
            "the jump host is out of resources: use fewer sessions at once",
            Diagnosis::kLimitReached};
  }
  if (words.empty()) words = "no reason was given";
  return {ErrorCode::kUnreachable,
          fmt::format("it cannot connect to {}: {}", target, printable(words)),
          "check the device's address as the jump host sees it, its port, and the transport",
          diagnosis_of(words)};
}

void JumpConnection::answer(const Request& request, Opened opened) {
  asio::post(request.caller, [pending = request.pending, opened = std::move(opened)]() mutable {
    pending->finish(std::move(opened));
  });
}

void JumpConnection::end(std::optional<Error> error) {
  {
    const std::scoped_lock only(mutex_);
    failed_ = error;
    state_ = State::kEnded;
    reserved_ -= waiting_.size();
  }
  for (const auto& request : std::exchange(waiting_, {})) {
    answer(*request, error ? Opened(std::unexpected(*error)) : Opened(nullptr));
  }
  ended_.notify_all();
}

}  // namespace lw::net
