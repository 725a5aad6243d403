// Ends a Task's work from any thread, once and for all, whatever the work waits for. Private to the
// room.
#pragma once

#include <memory>

#include "base/result.h"
#include "net/asio.h"
#include "net/task.h"

namespace lw::net {

class CancelSwitch {
 public:
  CancelSwitch();
  // From any thread.
  void cancel();
  [[nodiscard]] bool cancelled() const;

  // Ends when cancel() has been called: the other arm of an `||`. One Task at a time waits.
  [[nodiscard]] Task<> wait();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace lw::net
