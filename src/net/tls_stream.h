// A TLS connection over a socket of ours, either side, driven without blocking. Private to the
// room. Belongs to the socket's thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "net/openssl_handles.h"
#include "net/stream.h"
#include "net/tls_wire.h"

namespace lw::net {

class TlsStream final : public Stream {
 public:
  // `ssl` knows its side (SSL_set_connect_state or SSL_set_accept_state). kInternal without memory.
  [[nodiscard]] static Result<std::unique_ptr<TlsStream>> create(std::shared_ptr<TcpSocket> socket,
                                                                 SslHandle ssl,
                                                                 std::string description);
  TlsStream(const TlsStream&) = delete;
  TlsStream& operator=(const TlsStream&) = delete;
  ~TlsStream() override;

  // Once, before anything else. kUnsupported when the two could not agree or the peer speaks
  // something else, with OpenSSL's reason in reason(); kConnectionLost, kTimeout, kCancelled.
  [[nodiscard]] Task<Result<void>> handshake(Deadline deadline);

  Task<Result<std::size_t>> read_some(std::span<char> buffer, Deadline deadline) override;
  Task<Result<void>> write(std::string_view bytes, Deadline deadline) override;
  StreamEnd end() const override { return end_; }
  Task<void> close(Deadline deadline) override;
  void cancel() override { wire_.socket->cancel(); }
  std::string description() const override { return description_; }

  // Whether the peer has neither closed nor sent anything to read: asks without waiting.
  [[nodiscard]] bool quiet();

  [[nodiscard]] SSL* ssl() { return ssl_.get(); }
  [[nodiscard]] const std::string& greeting() const { return wire_.greeting; }
  // Of a handshake that failed: OpenSSL's SSL_R_…, 0 when it was none of its errors.
  [[nodiscard]] int reason() const { return reason_; }

 private:
  TlsStream(std::shared_ptr<TcpSocket> socket, SslHandle ssl, std::string description)
      : wire_(std::move(socket)), ssl_(std::move(ssl)), description_(std::move(description)) {}

  // Repeats `step` until it has done something, waiting for the socket in between.
  Task<Result<int>> drive(std::function<int()> step, Deadline deadline);
  Result<void> usable(Deadline deadline) const;
  std::unexpected<Error> broken();

  TlsWire wire_;
  SslHandle ssl_;
  std::string description_;
  std::string pinned_;  // see hold_certificate()
  StreamEnd end_ = StreamEnd::kBroken;
  int reason_ = 0;
  unsigned reads_ = 0;
  bool closed_ = false;
  bool write_failed_ = false;  // a record may be half out: nothing can follow it
};

}  // namespace lw::net
