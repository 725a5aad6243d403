// What TcpListener and SshServer share: the accepting socket, the connections that it gave, and how
// all of them end. Private to the room. Thread-safe.
#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>

#include "base/result.h"
#include "net/endpoint.h"
#include "net/listener.h"
#include "net/loop.h"
#include "net/tcp_socket.h"

namespace lw::net {

class Connections : public std::enable_shared_from_this<Connections> {
 public:
  using Handler = std::function<Task<>(std::shared_ptr<TcpSocket>)>;

  [[nodiscard]] static Result<std::shared_ptr<Connections>> open(Loop& loop, const Endpoint& at,
                                                                 std::size_t most, Handler handler,
                                                                 Reach reach = Reach::kOneAddress);
  Connections(Loop& loop, std::size_t most, Handler handler, Reach reach);

  [[nodiscard]] const Endpoint& local() const { return local_; }
  [[nodiscard]] std::size_t count() const;
  void stop();

 private:
  struct Connection {
    std::shared_ptr<TcpSocket> socket;
    asio::cancellation_signal cancel;
    std::list<std::shared_ptr<Connection>>::iterator place;
  };

  void accept_next();
  void begin(asio::ip::tcp::socket socket);

  Loop& loop_;
  std::size_t most_;
  Handler handler_;
  Reach reach_;
  Executor executor_;
  asio::ip::tcp::acceptor acceptor_;  // used on executor_'s thread only, once open
  asio::steady_timer retry_;
  Endpoint local_;

  mutable std::mutex mutex_;
  std::condition_variable none_left_;
  bool accepting_ = false;
  bool stopping_ = false;
  std::list<std::shared_ptr<Connection>> open_;
};

}  // namespace lw::net
