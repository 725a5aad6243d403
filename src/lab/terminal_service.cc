#include "lab/terminal_service.h"

#include <chrono>
#include <vector>

namespace lw::lab {
namespace {

// How soon a terminal shows what others caused: a log line, a closed line, a reload.
constexpr std::chrono::milliseconds kRefresh(50);
constexpr std::chrono::seconds kWritePatience(30);
constexpr std::chrono::seconds kGoodbye(1);

net::Task<Result<void>> send(net::Stream& stream, const std::vector<std::string>& pieces) {
  for (const std::string& piece : pieces) {
    LW_CO_TRY(co_await stream.write(piece, Deadline::after(kWritePatience)));
  }
  co_return Result<void>();
}

}  // namespace

std::string peer_address(const net::Stream& stream) {
  const std::string description = stream.description();
  const std::size_t blank = description.find_last_of(' ');
  std::string peer = description.substr(blank == std::string::npos ? 0 : blank + 1);
  peer.resize(std::min(peer.rfind(':'), peer.size()));
  return peer;
}

net::Task<> serve_terminal(std::unique_ptr<net::Stream> stream, Device& device, Arrival arrival,
                           Faults faults, std::string command) {
  device.advance();
  auto session = device.open(arrival);
  if (!session) {
    co_await stream->close(Deadline::after(kGoodbye));
    co_return;
  }
  FaultyOutput output(faults);
  if (!command.empty()) (*session)->receive(command + "\r");
  for (;;) {
    const bool sent = (co_await send(*stream, output.shape((*session)->take_output()))).has_value();
    if (!sent || output.dropped() || (*session)->finished() || !command.empty()) break;
    if (const std::string more = output.endless(); !more.empty()) {
      if (!co_await stream->write(more, Deadline::after(kWritePatience))) break;
    }
    char typed[1024];
    const auto count = co_await stream->read_some(typed, Deadline::after(kRefresh));
    device.advance();
    if (count) {
      (*session)->receive({typed, *count});
      continue;
    }
    if (count.error().code != ErrorCode::kTimeout) break;
    const auto idle = (*session)->idle_deadline();
    if (idle && std::chrono::system_clock::now() >= *idle) (*session)->idle_expired();
  }
  session->reset();
  co_await stream->close(Deadline::after(kGoodbye));
}

}  // namespace lw::lab
