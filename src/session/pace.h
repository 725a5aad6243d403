// How long a device's output must rest before what stands at its end is taken for a prompt or a
// question: a timer of the protocol, since nothing in the bytes says "that was all". It follows the
// gaps that this device leaves inside its own answers, so a quick one is hardly waited for and one
// that dribbles is given time. Pure.
#pragma once

#include <algorithm>
#include <chrono>

#include "session/reader.h"

namespace lw::session {

class Pace {
 public:
  using Duration = std::chrono::steady_clock::duration;

  // Two reads of one answer came this far apart.
  void heard_after(Duration gap) { gap_ = std::min(std::max(gap_, gap), Duration(kLongest)); }
  // A new exchange: old gaps count less and less.
  void next_exchange() { gap_ = gap_ * 3 / 4; }

  [[nodiscard]] Duration rest(Evidence evidence) const {
    if (evidence == Evidence::kUnechoed) return kUnechoed;
    const Duration least = evidence == Evidence::kStrong ? Duration(kStrong)
                           : evidence == Evidence::kWeak ? Duration(kWeak)
                                                         : Duration(kDoubtful);
    return std::clamp(gap_ * 3, least, Duration(kLongest));
  }

 private:
  static constexpr std::chrono::milliseconds kStrong{1};
  static constexpr std::chrono::milliseconds kWeak{15};
  static constexpr std::chrono::milliseconds kDoubtful{60};
  static constexpr std::chrono::milliseconds kLongest{250};
  static constexpr std::chrono::milliseconds kUnechoed{1000};
  Duration gap_{};
};

}  // namespace lw::session
