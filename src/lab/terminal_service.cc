#include "lab/terminal_service.h"

#include <chrono>
#include <vector>

#include "net/signal.h"

namespace lw::lab {
namespace {

constexpr std::chrono::milliseconds kEndlessPause(50);
constexpr std::chrono::seconds kWritePatience(30);
constexpr std::chrono::seconds kGoodbye(1);
// For all servers that a device may ask in turn.
constexpr std::chrono::seconds kAnswerPatience(120);
// The wall clock may be set while the lab runs, so no wait on it is longer than this.
constexpr std::chrono::hours kLongestWait(1);

// How long the session's next byte may take, on the clock of waits.
Deadline idle_limit(const Session& session) {
  const auto idle = session.idle_deadline();
  const Deadline deadline = Deadline::after(kLongestWait);
  return idle ? deadline.within(*idle - std::chrono::system_clock::now()) : deadline;
}

net::Task<Result<void>> send(net::Stream& stream, FaultyOutput& output, std::string text) {
  if (text.empty()) co_return Result<void>();
  const std::vector<std::string> pieces = output.shape(std::move(text));
  for (const std::string& piece : pieces) {
    LW_CO_TRY(co_await stream.write(piece, Deadline::after(kWritePatience)));
  }
  co_return Result<void>();
}

// Until the client, the session or a fault ends it.
net::Task<> converse(net::Stream& stream, Host& host, Session& session, Transport transport) {
  FaultyOutput output(host.faults(transport));
  std::optional<LineStrike> struck;
  session.on_news([&stream] { stream.interrupt(); });
  session.watch_lines([&] { return struck = host.next_line(transport); });
  for (;;) {
    const bool sent = (co_await send(stream, output, session.take_output())).has_value();
    if (!sent || output.dropped() || session.finished()) break;
    Deadline deadline = idle_limit(session);
    if (const std::string more = output.endless(); !more.empty()) {
      if (!co_await stream.write(more, Deadline::after(kWritePatience))) break;
      deadline = Deadline::after(kEndlessPause);
    }
    char typed[1024];
    const auto count = co_await stream.read_some(typed, deadline);
    if (count) {
      host.device().advance();
      session.receive({typed, *count});
      if (struck == LineStrike::kReload) host.device().power_cycle();
      host.settle();
      if (struck == LineStrike::kCutBefore || struck == LineStrike::kCutAfter) break;
      struck.reset();
      continue;
    }
    if (count.error().code != ErrorCode::kTimeout) break;
    const auto idle = session.idle_deadline();
    if (idle && std::chrono::system_clock::now() >= *idle) session.idle_expired();
  }
  session.on_news(nullptr);
  session.watch_lines(nullptr);
}

// Until the session has heard what it waits for.
net::Task<> hear_out(Session& session, net::Executor executor) {
  net::Signal news(std::move(executor));
  session.on_news([&news] { news.raise(); });
  const Deadline deadline = Deadline::after(kAnswerPatience);
  while (session.waiting() && !session.finished() && !deadline.passed()) {
    co_await news.wait(deadline);
  }
  session.on_news(nullptr);
}

}  // namespace

std::string peer_address(const net::Stream& stream) {
  const std::string description = stream.description();
  const std::size_t blank = description.find_last_of(' ');
  std::string peer = description.substr(blank == std::string::npos ? 0 : blank + 1);
  peer.resize(std::min(peer.rfind(':'), peer.size()));
  return peer;
}

net::Task<> serve_terminal(std::unique_ptr<net::Stream> stream, Host& host, Arrival arrival,
                           std::string command) {
  host.device().advance();
  auto session = host.device().open(arrival);
  if (!session) {
    co_await stream->close(Deadline::after(kGoodbye));
    co_return;
  }
  if (command.empty()) {
    co_await converse(*stream, host, **session, arrival.transport);
  } else {
    FaultyOutput output(host.faults(arrival.transport));
    (*session)->receive(command + "\r");
    co_await hear_out(**session, host.executor());
    host.settle();
    (void)co_await send(*stream, output, (*session)->take_output());
  }
  session->reset();
  co_await stream->close(Deadline::after(kGoodbye));
}

net::Task<> serve_console(std::unique_ptr<net::Stream> stream, Host& host, Arrival arrival) {
  host.device().advance();
  auto session = host.take_console(arrival);
  if (session) {
    co_await converse(*stream, host, **session, arrival.transport);
    host.leave_console(*std::move(session));
  }
  co_await stream->close(Deadline::after(kGoodbye));
}

}  // namespace lw::lab
