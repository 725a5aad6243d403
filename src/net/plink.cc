#include "net/plink.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <string>
#include <utility>

#include "net/plink_process.h"
#include "net/ssh1_host_key.h"
#include "net/tcp_stream.h"

namespace lw::net {
namespace {

constexpr std::chrono::seconds kGoodbye{1};
constexpr std::string_view kIdentification = "SSH-1.5-Linewarden\n";
constexpr std::size_t kMostBeforeKey = 16384;

class PlinkStream final : public Stream {
 public:
  PlinkStream(std::unique_ptr<PlinkProcess> process, std::string description)
      : process_(std::move(process)),
        shell_(make_tcp_stream(process_->shell(), std::move(description))) {}

  Task<Result<std::size_t>> read_some(std::span<char> buffer, Deadline deadline) override {
    auto count = co_await shell_->read_some(buffer, deadline);
    if (!count && count.error().code == ErrorCode::kConnectionLost && !closed_) {
      co_return std::unexpected(co_await process_->last_words(deadline.within(kGoodbye)));
    }
    co_return count;
  }
  Task<Result<void>> write(std::string_view bytes, Deadline deadline) override {
    return shell_->write(bytes, deadline);
  }
  Task<void> close(Deadline deadline) override {
    if (!std::exchange(closed_, true)) co_await process_->end_input(deadline.within(kGoodbye));
    co_await shell_->close(deadline);
  }
  void cancel() override { shell_->cancel(); }
  std::string description() const override { return shell_->description(); }

 private:
  std::unique_ptr<PlinkProcess> process_;
  std::unique_ptr<Stream> shell_;
  bool closed_ = false;
};

Result<void> check_login(const SshTarget& target) {
  if (!target.password.empty() || target.private_key.empty()) return {};
  return failure(ErrorCode::kUnsupported, "plink logs in by password only",
                 "set a password for this device");
}

std::unique_ptr<Stream> make_stream(std::unique_ptr<PlinkProcess> process, const char* protocol,
                                    const SshTarget& target) {
  return std::make_unique<PlinkStream>(std::move(process),
                                       protocol + (" " + to_string(target.endpoint)));
}

Task<Result<void>> send_all(TcpSocket& socket, std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    const auto count = ::send(socket.descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
    if (count < 0 && errno != EAGAIN && errno != EINTR) {
      co_return failure(ErrorCode::kConnectionLost, "the connection was lost");
    }
    if (!bytes.empty()) LW_CO_TRY(co_await socket.wait(Ready::kWrite, deadline));
  }
  co_return Result<void>{};
}

struct Greeting {
  std::string received;  // identification and key, as they came
  Ssh1HostKey host_key;
};

// The start of a line "SSH-…" and all behind it: what stands before is no part of the protocol.
std::string_view from_identification(std::string_view received) {
  if (received.starts_with("SSH-")) return received;
  const auto line = received.find("\nSSH-");
  return line == std::string_view::npos ? std::string_view{} : received.substr(line + 1);
}

// The server's identification, and its keys in answer to ours.
Task<Result<Greeting>> greet(TcpSocket& socket, Deadline deadline) {
  LW_CO_TRY(co_await send_all(socket, kIdentification, deadline));
  std::string received;
  while (received.size() < kMostBeforeKey) {
    std::array<char, 1024> buffer;
    const auto count = ::recv(socket.descriptor(), buffer.data(), buffer.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
      LW_CO_TRY(co_await socket.wait(Ready::kRead, deadline));
      continue;
    }
    if (count <= 0) {
      co_return failure(ErrorCode::kConnectionLost, "the server closed before it sent its key",
                        "it may be out of sessions, or have no RSA key yet");
    }
    received.append(buffer.data(), static_cast<std::size_t>(count));
    const auto identified = from_identification(received);
    const auto line_end = identified.find('\n');
    if (line_end == std::string_view::npos) continue;
    LW_CO_ASSIGN(auto key, read_ssh1_host_key(identified.substr(line_end + 1)));
    if (key) co_return Greeting{std::string(identified), *std::move(key)};
  }
  co_return failure(ErrorCode::kUnsupported, "the server talks on and sends no key",
                    "check what listens on that port");
}

}  // namespace

Task<Result<std::unique_ptr<Stream>>> connect_ssh1(std::shared_ptr<TcpSocket> socket,
                                                   const SshTarget& target, PeerPins& pins,
                                                   Deadline deadline) {
  LW_CO_TRY(check_login(target));
  LW_CO_ASSIGN(auto greeting, co_await greet(*socket, deadline));
  LW_CO_TRY(pins.check(target.endpoint, greeting.host_key.key));
  LW_CO_TRY(tell_before_login(target, SshVersion::k1));
  PlinkLog log;
  LW_CO_ASSIGN(auto process,
               co_await PlinkProcess::open_shell(std::move(socket), target,
                                                 {.version = PlinkProcess::Version::k1,
                                                  .host_key = greeting.host_key.md5,
                                                  .received = std::move(greeting.received)},
                                                 log, deadline));
  co_return make_stream(std::move(process), "ssh1", target);
}

Task<Result<std::unique_ptr<Stream>>> connect_ssh2_by_plink(const SshTarget& target, PeerPins& pins,
                                                            Route& route, Deadline deadline) {
  LW_CO_TRY(check_login(target));
  LW_CO_TRY(tell_before_login(target, SshVersion::k2));
  LW_CO_ASSIGN(auto pinned, pins.find(target.endpoint));
  for (int attempt = 0;; ++attempt) {
    LW_CO_ASSIGN(auto socket, co_await route.open(target.endpoint, deadline));
    PlinkLog log;
    auto process = co_await PlinkProcess::open_shell(std::move(socket), target,
                                                     {.version = PlinkProcess::Version::k2,
                                                      .host_key = pinned ? pinned->fingerprint : "",
                                                      .received = ""},
                                                     log, deadline);
    if (process) co_return make_stream(*std::move(process), "ssh", target);
    if (!log.host_key_unconfirmed() || !log.host_key() || attempt > 0) {
      co_return std::unexpected(std::move(process).error());
    }
    LW_CO_TRY(pins.check(target.endpoint, *log.host_key()));
    pinned = log.host_key();
  }
}

}  // namespace lw::net
