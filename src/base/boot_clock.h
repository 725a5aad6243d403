// A clock that goes on while the machine sleeps, as the clocks of other machines do: for rights
// that run out elsewhere, too. std::chrono::steady_clock stands still then. Any thread.
#pragma once

#include <time.h>

#include <chrono>

namespace lw {

struct BootClock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<BootClock>;
  static constexpr bool is_steady = true;

  [[nodiscard]] static time_point now() noexcept {
    timespec now{};
    // It cannot fail on the kernels that this program runs on (Linux 2.6.39).
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return time_point(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
  }
};

}  // namespace lw
