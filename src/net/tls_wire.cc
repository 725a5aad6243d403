#include "net/tls_wire.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>

namespace lw::net {
namespace {

constexpr std::size_t kLongestGreeting = 256;

TlsWire& wire_of(BIO* bio) { return *static_cast<TlsWire*>(BIO_get_data(bio)); }

bool would_block(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

void keep_greeting(TlsWire& wire, const char* bytes, std::size_t count) {
  if (!wire.greeting_wanted) return;
  const auto room = kLongestGreeting - std::min(kLongestGreeting, wire.greeting.size());
  wire.greeting.append(bytes, std::min(count, room));
}

int read(BIO* bio, char* buffer, int size) {
  BIO_clear_retry_flags(bio);
  auto& wire = wire_of(bio);
  const auto count = ::recv(wire.socket->descriptor(), buffer, static_cast<std::size_t>(size), 0);
  if (count > 0) {
    keep_greeting(wire, buffer, static_cast<std::size_t>(count));
  } else if (count == 0) {
    wire.closed = true;
  } else if (would_block(errno)) {
    BIO_set_retry_read(bio);
  } else {
    wire.error = errno;
  }
  return static_cast<int>(count);
}

int write(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  auto& wire = wire_of(bio);
  const auto count =
      ::send(wire.socket->descriptor(), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (count < 0) {
    if (would_block(errno)) {
      BIO_set_retry_write(bio);
    } else {
      wire.error = errno;
    }
  }
  return static_cast<int>(count);
}

// Nothing is buffered here, so a flush has always been done. The end of the stream is not told:
// OpenSSL would answer it with an alert and spoil the state that says how the peer ended.
long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

int create(BIO* bio) {
  BIO_set_init(bio, 1);
  return 1;
}

const BIO_METHOD* method() {
  static const BIO_METHOD* const made = [] {
    BIO_METHOD* created = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "TcpSocket");
    if (created == nullptr) return created;
    BIO_meth_set_read(created, read);
    BIO_meth_set_write(created, write);
    BIO_meth_set_ctrl(created, control);
    BIO_meth_set_create(created, create);
    return created;
  }();
  return made;
}

}  // namespace

BIO* new_tls_wire_bio(TlsWire& wire) {
  if (method() == nullptr) return nullptr;
  BIO* bio = BIO_new(method());
  if (bio != nullptr) BIO_set_data(bio, &wire);
  return bio;
}

}  // namespace lw::net
