#include "net/ssh_probe.h"

#include <array>
#include <chrono>
#include <string>

#include "net/tcp_stream.h"

namespace lw::net {
namespace {

constexpr std::size_t kLongestOffer = 64 << 10;
constexpr std::chrono::seconds kPatience{5};

}  // namespace

Task<std::optional<SshOffer>> probe_ssh(Endpoint endpoint, Route& route, Deadline deadline) {
  const Deadline limit = deadline.within(kPatience);
  auto socket = co_await route.open(endpoint, limit);
  if (!socket) co_return std::nullopt;
  const auto stream = make_tcp_stream(*std::move(socket), "ssh " + to_string(endpoint));
  std::optional<SshOffer> offer;
  if (co_await stream->write("SSH-2.0-Linewarden\r\n", limit)) {
    std::string received;
    std::array<char, 4096> buffer;
    while (!offer && received.size() < kLongestOffer) {
      const auto count = co_await stream->read_some(buffer, limit);
      if (!count) break;
      received.append(buffer.data(), *count);
      offer = read_ssh_offer(received);
    }
  }
  co_await stream->close(limit);
  co_return offer;
}

}  // namespace lw::net
