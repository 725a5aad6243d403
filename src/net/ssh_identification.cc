#include "net/ssh_identification.h"

#include <fmt/core.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <optional>
#include <string_view>

#include "net/foreign_protocol.h"

namespace lw::net {
namespace {

// RFC 4253 lets a server say lines before its identification; more than this is no SSH server.
constexpr std::size_t kLongestPreamble = 4096;

std::unexpected<Error> not_ssh(std::string_view seen) {
  std::string hint = "check the port";
  if (seen.starts_with('\xff')) hint = "that looks like Telnet: check port and transport";
  if (seen.starts_with("HTTP/")) hint = "that is a web server: check the port";
  return failure(ErrorCode::kUnsupported, "the server does not speak SSH: " + what_it_sent(seen),
                 std::move(hint), Diagnosis::kNotThisProtocol);
}

// nullopt: not yet.
Result<std::optional<SshVersion>> judge(std::string_view seen) {
  if (seen.starts_with('\xff') || seen.starts_with("HTTP/")) return not_ssh(seen);
  for (std::size_t start = 0; start < seen.size();) {
    const auto end = seen.find('\n', start);
    if (end == std::string_view::npos) break;
    const auto line = seen.substr(start, end - start);
    if (line.starts_with("SSH-2.0-") || line.starts_with("SSH-1.99-")) return SshVersion::k2;
    if (line.starts_with("SSH-1.")) return SshVersion::k1;
    if (line.starts_with("SSH-")) {
      return failure(ErrorCode::kUnsupported,
                     "the server speaks an unknown version of SSH: " + what_it_sent(line),
                     "check the port, and that SSH 2 is enabled on the device",
                     Diagnosis::kNotThisProtocol);
    }
    start = end + 1;
  }
  if (seen.size() >= kLongestPreamble) return not_ssh(seen);
  return std::nullopt;
}

// Makes the socket count as readable only when more than what was peeked at has arrived.
void want_bytes(TcpSocket& socket, std::size_t count) {
  const int wanted = static_cast<int>(count);
  ::setsockopt(socket.descriptor(), SOL_SOCKET, SO_RCVLOWAT, &wanted, sizeof wanted);
}

// Unix sockets (a route through other hosts) count as readable whatever want_bytes() says.
bool counts_bytes(TcpSocket& socket) {
  int domain = 0;
  socklen_t size = sizeof domain;
  return ::getsockopt(socket.descriptor(), SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 &&
         domain != AF_UNIX;
}

// Until more than `seen` may have arrived.
Task<Result<void>> await_more(TcpSocket& socket, std::string_view seen, Deadline deadline) {
  if (seen.empty() || counts_bytes(socket)) {
    want_bytes(socket, seen.size() + 1);
    co_return co_await socket.wait(Ready::kRead, deadline);
  }
  constexpr std::chrono::milliseconds kBetweenLooks{20};
  const auto next = deadline.within(kBetweenLooks);
  auto waited = co_await socket.wait(Ready::kNothing, next);
  if (!waited && waited.error().code == ErrorCode::kTimeout && !deadline.passed()) {
    co_return Result<void>{};
  }
  co_return waited;
}

bool peer_closed(TcpSocket& socket) {
  pollfd one{.fd = socket.descriptor(), .events = POLLRDHUP, .revents = 0};
  return ::poll(&one, 1, 0) > 0;
}

}  // namespace

Task<Result<SshVersion>> find_ssh_version(TcpSocket& socket, Deadline deadline) {
  std::array<char, kLongestPreamble> buffer;
  std::string_view seen;
  for (;;) {
    const bool closed = peer_closed(socket);  // asked first: what came before it is then seen
    const auto count =
        ::recv(socket.descriptor(), buffer.data(), buffer.size(), MSG_PEEK | MSG_DONTWAIT);
    const bool lost = count < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR;
    if (count > 0) seen = {buffer.data(), static_cast<std::size_t>(count)};
    LW_CO_ASSIGN(const auto version, judge(seen));
    if (version) {
      want_bytes(socket, 1);
      co_return *version;
    }
    if ((lost || closed) && seen.empty()) {
      co_return failure(ErrorCode::kConnectionLost, "the server closed before it said anything",
                        "it may be out of sessions, or an access list may refuse this address",
                        Diagnosis::kClosedAtOnce);
    }
    if (lost || closed) co_return not_ssh(seen);
    auto ready = co_await await_more(socket, seen, deadline);
    if (!ready && ready.error().code == ErrorCode::kTimeout) {
      const auto unfinished = seen.substr(seen.rfind('\n') + 1);
      if (!seen.empty() && !unfinished.starts_with("SSH-")) co_return not_ssh(seen);
      co_return failure(ErrorCode::kTimeout,
                        "waiting for an SSH server's identification: " + what_it_sent(seen),
                        "check that SSH is enabled on that port", Diagnosis::kSilent);
    }
    LW_CO_TRY(ready);
  }
}

}  // namespace lw::net
