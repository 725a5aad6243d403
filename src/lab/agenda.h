// What is due when, in all devices of a lab: a scheduled reload, a configuration to be taken back.
// One Task carries it out, and sleeps while nothing is due. Belongs to the lab's thread, but for
// stop().
#pragma once

#include <atomic>
#include <optional>
#include <set>
#include <utility>

#include "lab/device.h"
#include "net/signal.h"

namespace lw::lab {

class Host;

class Agenda {
 public:
  explicit Agenda(const net::Executor& executor) : executor_(executor), changed_(executor) {}

  // Of the lab's thread.
  [[nodiscard]] const net::Executor& executor() const { return executor_; }

  // `host` has its next event then, instead of `before`.
  void move(Host& host, std::optional<WallTime> before, std::optional<WallTime> then);

  // Lets hosts carry out what is due, until stop(). They must outlive it.
  [[nodiscard]] net::Task<> run();
  // Any thread.
  void stop();

 private:
  net::Executor executor_;
  net::Signal changed_;
  std::set<std::pair<WallTime, Host*>> events_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace lw::lab
