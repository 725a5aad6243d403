// A point in time by which work must be done. Every call that waits takes one; it is passed down as
// it is, so that nested waits share the caller's budget instead of adding up. A plain value.
#pragma once

#include <algorithm>
#include <chrono>

namespace lw {

class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] static Deadline after(Clock::duration duration) {
    return Deadline(Clock::now() + duration);
  }
  [[nodiscard]] static Deadline at(Clock::time_point when) { return Deadline(when); }

  [[nodiscard]] Clock::time_point when() const { return when_; }
  [[nodiscard]] bool passed() const { return Clock::now() >= when_; }
  // Zero when passed.
  [[nodiscard]] Clock::duration remaining() const {
    return std::max(when_ - Clock::now(), Clock::duration::zero());
  }
  // The tighter of this one and `duration` from now: for a step that has its own limit.
  [[nodiscard]] Deadline within(Clock::duration duration) const {
    return Deadline(std::min(when_, Clock::now() + duration));
  }

 private:
  explicit Deadline(Clock::time_point when) : when_(when) {}
  Clock::time_point when_;
};

}  // namespace lw
