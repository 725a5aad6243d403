#include "lab/agenda.h"

#include "lab/host.h"

namespace lw::lab {
namespace {

// The wall clock may be set while the lab runs, so no wait on it is longer than this.
constexpr std::chrono::minutes kLongestWait(1);

}  // namespace

void Agenda::move(Host& host, std::optional<WallTime> before, std::optional<WallTime> then) {
  if (before == then) return;
  if (before) events_.erase({*before, &host});
  if (!then) return;
  const auto place = events_.emplace(*then, &host).first;
  if (place == events_.begin()) changed_.raise();
}

net::Task<> Agenda::run() {
  while (!stopping_) {
    const WallTime now = std::chrono::system_clock::now();
    if (!events_.empty() && events_.begin()->first <= now) {
      Host& host = *events_.begin()->second;
      host.device().advance();
      host.settle();
      continue;
    }
    Deadline deadline = Deadline::after(kLongestWait);
    if (!events_.empty()) deadline = deadline.within(events_.begin()->first - now);
    co_await changed_.wait(deadline);
  }
}

void Agenda::stop() {
  stopping_ = true;
  changed_.raise();
}

}  // namespace lw::lab
