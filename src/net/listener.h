// A TCP server: accepts connections on an endpoint and runs one handler Task for each, on the
// Loop's threads in turn. Destroy it before the Loop, and not from one of the Loop's threads.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "net/endpoint.h"
#include "net/loop.h"
#include "net/stream.h"
#include "net/task.h"

namespace lw::net {

class Connections;

// Which addresses one listening socket serves. kAllLoopback: all of 127.0.0.0/8, whatever the
// endpoint's host says; a connection to any other address of this machine is closed at once.
enum class Reach { kOneAddress, kAllLoopback };

class TcpListener {
 public:
  // Exceptions that leave the handler end that connection alone.
  using Handler = std::function<Task<>(std::unique_ptr<Stream>)>;
  // `local_address` is the one that the peer called, without the port.
  using AddressedHandler =
      std::function<Task<>(std::unique_ptr<Stream>, std::string local_address)>;
  static constexpr std::size_t kMostConnections = 1024;

  // `at.host` is an address of this machine; port 0 lets the system choose. Connections beyond
  // `most` are closed at once.
  [[nodiscard]] static Result<TcpListener> create(Loop& loop, const Endpoint& at, Handler handler,
                                                  std::size_t most = kMostConnections);
  [[nodiscard]] static Result<TcpListener> create(Loop& loop, const Endpoint& at,
                                                  AddressedHandler handler, std::size_t most,
                                                  Reach reach);
  TcpListener(TcpListener&&) noexcept;
  TcpListener& operator=(TcpListener&&) noexcept;
  // stop()
  ~TcpListener();

  [[nodiscard]] const Endpoint& local() const;  // with the port that the system chose
  [[nodiscard]] std::size_t connections() const;

  // Closes the port, cancels the handlers' streams and waits, and returns when all have ended. Any
  // thread but the Loop's; safe to repeat.
  void stop();

 private:
  explicit TcpListener(std::shared_ptr<Connections> connections);
  std::shared_ptr<Connections> connections_;
};

}  // namespace lw::net
