// The processor time that this process has used, in seconds: user and system, all threads.
#pragma once

#include <sys/resource.h>
#include <sys/time.h>

namespace lw::bench {

inline double processor_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace lw::bench
