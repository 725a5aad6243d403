// One SSH connection to a jump host, and the channels over it. Shared by the chain that it belongs
// to, the Tasks that open channels and its own Task, which runs on one thread and alone touches the
// session; the public calls are thread-safe. Private to the room.
#pragma once

#include <array>
#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "net/jump_channel.h"
#include "net/jump_hosts.h"
#include "net/pending.h"

namespace lw::net {

class JumpConnection : public std::enable_shared_from_this<JumpConnection> {
 public:
  enum class State { kConnecting, kUp, kEnded };

  // `route` leads to the hop.
  JumpConnection(const Executor& executor, SshTarget hop, std::shared_ptr<Route> route,
                 PeerPins& pins, JumpLimits limits);

  void start();

  [[nodiscard]] State state() const;
  // Why it never came up; only once it has ended.
  [[nodiscard]] std::optional<Error> failure_to_connect() const;
  // A channel's place, for open(), which gives it back. While the hop has not let us in yet, every
  // caller gets one: more than the limit are told by open() to try another connection.
  [[nodiscard]] bool reserve();

  // One end of a socket pair, of the calling Task's thread, whose other end leads to `to`. nullptr:
  // try another connection, this one is full or has died.
  [[nodiscard]] Task<Result<std::shared_ptr<TcpSocket>>> open(Endpoint to, Deadline deadline);

  void stop();
  void wait_until_ended();  // not from a thread of the Loop

 private:
  using Opened = Result<std::shared_ptr<TcpSocket>>;
  struct Request {
    Request(Endpoint endpoint, const Executor& executor)
        : to(std::move(endpoint)),
          caller(executor),
          pending(std::make_shared<Pending<Opened>>(executor)) {}
    Endpoint to;
    Executor caller;
    std::shared_ptr<Pending<Opened>> pending;
    SocketPair sockets;  // the caller's end, ours
  };

  [[nodiscard]] Task<> run();
  [[nodiscard]] Task<Result<std::unique_ptr<SshSession>>> connect();
  [[nodiscard]] Task<> serve();
  [[nodiscard]] Task<> carry(std::shared_ptr<Request> request);
  [[nodiscard]] Task<Result<void>> open_channel(JumpChannel& channel, Endpoint to);
  [[nodiscard]] Task<> wait(JumpChannel& channel, JumpChannel::Need need, std::uint64_t before);
  void take(std::shared_ptr<Request> request);
  void begin(const std::shared_ptr<Request>& request);
  void answer(const Request& request, Opened opened);
  void give_back();
  void tell_curious();
  void end(std::optional<Error> error);
  [[nodiscard]] Error refusal(std::uint32_t number, const Endpoint& to);

  const Executor executor_;
  const SshTarget hop_;
  const std::shared_ptr<Route> route_;
  PeerPins& pins_;
  const JumpLimits limits_;

  mutable std::mutex mutex_;
  std::condition_variable ended_;
  State state_ = State::kConnecting;
  std::optional<Error> failed_;
  std::size_t reserved_ = 0;

  // Of the executor's thread.
  asio::cancellation_signal cancel_connect_;
  bool stopping_ = false;
  std::optional<Error> connect_error_;
  std::vector<std::shared_ptr<Request>> waiting_;
  std::unique_ptr<SshSession> session_;
  bool lost_ = false;
  std::list<JumpChannel*> channels_;
  std::list<TcpSocket*> curious_;  // of channels that wait for any news of the session
  std::uint64_t seen_bytes_ = 0;
  bool held_back_ = false;
  std::uint32_t opened_ = 0;
  Deadline idle_since_ = Deadline::after({});
  std::array<char, 32768> scratch_;
};

}  // namespace lw::net
