// A connected socket and the one way in which this room waits on it: until it is ready, a deadline
// passes, or somebody cancels. TCP as a rule; one end of a socket pair where another host's
// connection or a child process carries the bytes. Private to the room. Belongs to its executor's
// thread, and one Task waits on it at a time; only cancel() may come from other threads. Shared,
// because the waits under way keep it alive.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "base/deadline.h"
#include "base/result.h"
#include "net/asio.h"
#include "net/task.h"

namespace lw::net {

enum class Ready : unsigned { kNothing = 0, kRead = 1, kWrite = 2, kEither = 3 };

class TcpSocket : public std::enable_shared_from_this<TcpSocket> {
 public:
  using Socket = asio::generic::stream_protocol::socket;

  // Makes it non-blocking and sends small writes at once: a conversation is made of them.
  explicit TcpSocket(asio::ip::tcp::socket socket);
  // Not over TCP; `peer` is for messages.
  TcpSocket(Socket socket, std::string peer);

  // Until one of the two asked for may be possible, or wake(); a spurious return is allowed.
  // kTimeout, kCancelled.
  [[nodiscard]] Task<Result<void>> wait(Ready wanted, Deadline deadline);
  // Ends the wait under way, or the next one.
  void wake();

  [[nodiscard]] bool cancelled() const { return cancelled_.load(std::memory_order_acquire); }
  void cancel();
  void close();
  [[nodiscard]] int descriptor() { return socket_.native_handle(); }
  [[nodiscard]] Executor executor() { return socket_.get_executor(); }
  [[nodiscard]] const std::string& peer() const { return peer_; }  // "192.0.2.1:22"
  // Of this machine, without the port: of a listener on several, the one that was called.
  [[nodiscard]] const std::string& local_address() const { return local_address_; }

 private:
  void arm(Ready one);
  void set_alarm(Deadline deadline);

  Socket socket_;
  asio::steady_timer wake_;   // never expires: cancelled when there is something to look at
  asio::steady_timer alarm_;  // not later than the deadline of the wait under way
  bool alarm_set_ = false;
  std::string peer_;
  std::string local_address_;
  unsigned armed_ = 0;
  unsigned ready_ = 0;
  bool woken_ = false;
  std::atomic<bool> cancelled_{false};
};

// Two sockets joined to each other, on the executors (and threads) of their users.
using SocketPair = std::pair<std::shared_ptr<TcpSocket>, std::shared_ptr<TcpSocket>>;
[[nodiscard]] Result<SocketPair> join_sockets(const Executor& one, const Executor& other,
                                              const std::string& peer);

}  // namespace lw::net
