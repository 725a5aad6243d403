#include "net/tls_stream.h"

#include <fmt/core.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <climits>
#include <system_error>
#include <utility>

#include "net/foreign_protocol.h"
#include "net/loop.h"

namespace lw::net {
namespace {

constexpr int kReadsPerTurn = 64;  // then the other conversations of the thread get one
constexpr std::size_t kLargestPiece = 1 << 20;
constexpr std::chrono::seconds kGoodbye{2};

// A TLS record starts with its type and the major version; OpenSSL waits for five bytes, which a
// Telnet server may never send.
bool may_be_tls(std::string_view greeting) {
  if (greeting.empty()) return true;
  const bool record = greeting[0] == '\x15' || greeting[0] == '\x16';
  return record && (greeting.size() < 2 || greeting[1] == '\x03');
}

int int_size(std::size_t size) { return static_cast<int>(std::min<std::size_t>(size, INT_MAX)); }

}  // namespace

Result<std::unique_ptr<TlsStream>> TlsStream::create(std::shared_ptr<TcpSocket> socket,
                                                     SslHandle ssl, std::string description) {
  if (!ssl) return failure(ErrorCode::kInternal, "no memory for a TLS connection");
  std::unique_ptr<TlsStream> stream(
      new TlsStream(std::move(socket), std::move(ssl), std::move(description)));
  BIO* const bio = new_tls_wire_bio(stream->wire_);
  if (bio == nullptr) return failure(ErrorCode::kInternal, "no memory for a TLS connection");
  SSL_set_bio(stream->ssl(), bio, bio);
  SSL_set_app_data(stream->ssl(), &stream->pinned_);
  return stream;
}

TlsStream::~TlsStream() { wire_.socket->close(); }

Result<void> TlsStream::usable(Deadline deadline) const {
  if (wire_.socket->cancelled()) return failure(ErrorCode::kCancelled, "cancelled");
  if (closed_ || wire_.socket->descriptor() < 0) {
    return failure(ErrorCode::kConnectionLost, "the connection is closed");
  }
  if (deadline.passed()) return failure(ErrorCode::kTimeout, "no answer in time");
  return {};
}

std::unexpected<Error> TlsStream::broken() {
  if (wire_.error != 0) {
    return failure(ErrorCode::kConnectionLost,
                   "the connection was lost: " + std::generic_category().message(wire_.error));
  }
  if (wire_.closed) {
    end_ = StreamEnd::kClosed;
    return failure(ErrorCode::kConnectionLost, "the peer closed");
  }
  reason_ = ERR_GET_REASON(ERR_peek_error());
  return failure(
      SSL_is_init_finished(ssl()) != 0 ? ErrorCode::kConnectionLost : ErrorCode::kUnsupported,
      "TLS failed: " + openssl_error_text());
}

Task<Result<int>> TlsStream::drive(std::function<int()> step, Deadline deadline) {
  for (;;) {
    LW_CO_TRY(usable(deadline));
    ERR_clear_error();  // the queue is the thread's, not the connection's
    const int outcome = step();
    if (outcome > 0) co_return outcome;
    switch (SSL_get_error(ssl(), outcome)) {
      case SSL_ERROR_WANT_READ:
        if (!may_be_tls(wire_.greeting)) co_return broken();
        LW_CO_TRY(co_await wire_.socket->wait(Ready::kRead, deadline));
        break;
      case SSL_ERROR_WANT_WRITE:
        LW_CO_TRY(co_await wire_.socket->wait(Ready::kWrite, deadline));
        break;
      case SSL_ERROR_ZERO_RETURN:
        end_ = StreamEnd::kGoodbye;
        co_return failure(ErrorCode::kConnectionLost, "the peer closed");
      default:
        co_return broken();
    }
  }
}

Task<Result<void>> TlsStream::handshake(Deadline deadline) {
  auto done = co_await drive([this] { return SSL_do_handshake(ssl()); }, deadline);
  wire_.greeting_wanted = false;
  const auto& greeting = wire_.greeting;
  if (!done && !may_be_tls(greeting)) {
    co_return failure(ErrorCode::kUnsupported,
                      "the server does not speak TLS: " + what_it_sent(greeting),
                      foreign_protocol_hint(greeting), Diagnosis::kNotThisProtocol);
  }
  LW_CO_TRY(std::move(done));
  wire_.greeting = {};
  co_return Result<void>{};
}

Task<Result<std::size_t>> TlsStream::read_some(std::span<char> buffer, Deadline deadline) {
  if (buffer.empty()) co_return failure(ErrorCode::kInternal, "read into an empty buffer");
  if (++reads_ % kReadsPerTurn == 0) co_await yield_turn();
  LW_CO_ASSIGN(
      const int count,
      co_await drive(
          [this, buffer] { return SSL_read(ssl(), buffer.data(), int_size(buffer.size())); },
          deadline));
  co_return static_cast<std::size_t>(count);
}

Task<Result<void>> TlsStream::write(std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    if (write_failed_) {
      co_return failure(ErrorCode::kConnectionLost, "an earlier write was not finished");
    }
    const auto piece = bytes.substr(0, kLargestPiece);
    auto count = co_await drive(
        [this, piece] { return SSL_write(ssl(), piece.data(), int_size(piece.size())); }, deadline);
    write_failed_ = !count;
    LW_CO_TRY(count);
    bytes.remove_prefix(static_cast<std::size_t>(*count));
  }
  co_return Result<void>{};
}

Task<void> TlsStream::close(Deadline deadline) {
  const int descriptor = wire_.socket->descriptor();
  const bool can_say_goodbye = SSL_is_init_finished(ssl()) != 0 && !write_failed_ && !closed_;
  if (can_say_goodbye && descriptor >= 0 && wire_.error == 0) {
    // Whether it arrives changes nothing. The first call gives 0: sent, the peer's not yet seen.
    (void)co_await drive([this] { return SSL_shutdown(ssl()) >= 0 ? 1 : -1; },
                         deadline.within(kGoodbye));
  }
  closed_ = true;
  if (descriptor >= 0) ::shutdown(descriptor, SHUT_RDWR);
  wire_.socket->close();
}

bool TlsStream::quiet() {
  if (closed_ || write_failed_ || wire_.socket->descriptor() < 0) return false;
  char byte = 0;
  ERR_clear_error();
  const int count = SSL_peek(ssl(), &byte, 1);
  const bool waits = count <= 0 && SSL_get_error(ssl(), count) == SSL_ERROR_WANT_READ;
  ERR_clear_error();
  return waits;
}

}  // namespace lw::net
