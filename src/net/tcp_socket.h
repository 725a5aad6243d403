// A connected socket and the one way in which this room waits on it: until it is ready, a deadline
// passes, or somebody cancels. Private to the room. Belongs to its executor's thread; only cancel()
// may come from others. Shared, because the waits under way keep it alive.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "base/deadline.h"
#include "base/result.h"
#include "net/asio.h"
#include "net/task.h"

namespace lw::net {

enum class Ready : unsigned { kNothing = 0, kRead = 1, kWrite = 2, kEither = 3 };

class TcpSocket : public std::enable_shared_from_this<TcpSocket> {
 public:
  // Makes it non-blocking and sends small writes at once: a conversation is made of them.
  explicit TcpSocket(asio::ip::tcp::socket socket);

  // Until one of the two asked for may be possible; a spurious return is allowed. kTimeout,
  // kCancelled.
  [[nodiscard]] Task<Result<void>> wait(Ready wanted, Deadline deadline);

  [[nodiscard]] bool cancelled() const { return cancelled_.load(std::memory_order_acquire); }
  void cancel();
  // On the socket's thread: the wait under way, or the next one, returns for no other reason.
  void wake();
  void close();
  [[nodiscard]] int descriptor() { return socket_.native_handle(); }
  [[nodiscard]] Executor executor() { return socket_.get_executor(); }
  [[nodiscard]] const std::string& peer() const { return peer_; }  // "192.0.2.1:22"
  // Of this machine, without the port: of a listener on several, the one that was called.
  [[nodiscard]] const std::string& local_address() const { return local_address_; }

 private:
  void arm(Ready one);

  asio::ip::tcp::socket socket_;
  asio::steady_timer wake_;  // the deadline; cancelled when there is something to look at earlier
  std::string peer_;
  std::string local_address_;
  unsigned armed_ = 0;
  unsigned ready_ = 0;
  bool woken_ = false;
  std::atomic<bool> cancelled_{false};
};

}  // namespace lw::net
