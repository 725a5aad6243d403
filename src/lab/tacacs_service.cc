#include "lab/tacacs_service.h"

#include <chrono>
#include <memory>

#include "net/stream.h"

namespace lw::lab {
namespace {

// Of a client that says nothing more.
constexpr std::chrono::minutes kPatience(5);
constexpr std::chrono::seconds kGoodbye(1);

// Whether what is to be said late should still be said: the client has waited.
net::Task<bool> let_wait(net::Stream& stream, TacacsServerDialog& dialog,
                         std::chrono::milliseconds delay) {
  const Deadline deadline = Deadline::after(delay);
  for (;;) {
    char bytes[1024];
    const auto count = co_await stream.read_some(bytes, deadline);
    if (!count) co_return count.error().code == ErrorCode::kTimeout;
    if (!dialog.receive({bytes, *count})) co_return false;
  }
}

net::Task<> serve(const AaaServerDescription& server, std::unique_ptr<net::Stream> stream) {
  TacacsServerDialog dialog(server);
  for (;;) {
    char bytes[4096];
    const auto count = co_await stream->read_some(bytes, Deadline::after(kPatience));
    if (!count || !dialog.receive({bytes, *count})) break;
    const auto delay = server.faults.delay;
    if (delay.count() != 0 && !co_await let_wait(*stream, dialog, delay)) break;
    const std::string output = dialog.take_output();
    if (!output.empty() && !co_await stream->write(output, Deadline::after(kPatience))) break;
  }
  co_await stream->close(Deadline::after(kGoodbye));
}

}  // namespace

Result<net::TcpListener> serve_tacacs(net::Loop& loop, const AaaServerDescription& server) {
  return net::TcpListener::create(
      loop, {server.address, server.port},
      [&server](std::unique_ptr<net::Stream> stream) { return serve(server, std::move(stream)); });
}

}  // namespace lw::lab
