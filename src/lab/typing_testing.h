// For tests: a user at a simulated device's terminal.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "lab/device.h"

namespace lw::lab {

// A clock that tests move.
class FakeClock {
 public:
  [[nodiscard]] WallClock clock() {
    return [this] { return now_; };
  }
  void advance(std::chrono::seconds by) { now_ += by; }

 private:
  WallTime now_ = WallTime(std::chrono::seconds(1'700'000'000));
};

// How what is typed comes in.
enum class Pieces { kWhole, kBytes };

inline const auto kEveryWay = testing::Values(Pieces::kWhole, Pieces::kBytes);
inline std::string way(const testing::TestParamInfo<Pieces>& pieces) {
  return pieces.param == Pieces::kBytes ? "ByteByByte" : "InLines";
}

class Typist {
 public:
  explicit Typist(Result<std::unique_ptr<Session>> session, std::string line_end = "\r",
                  Pieces pieces = Pieces::kWhole)
      : line_end_(std::move(line_end)), pieces_(pieces) {
    EXPECT_TRUE(session.has_value()) << (session ? "" : session.error().message);
    if (session) session_ = std::move(*session);
  }

  // What the terminal shows now, and since the last look.
  std::string shown() { return session_ ? session_->take_output() : std::string(); }
  // Types the text as it is.
  std::string keys(std::string_view bytes) {
    const std::size_t size = pieces_ == Pieces::kBytes ? 1 : bytes.size();
    std::string all;
    for (std::size_t at = 0; at < bytes.size(); at += size) {
      session_->receive(bytes.substr(at, size));
      all += shown();
    }
    return all;
  }
  // Types a line and Return; the answer with what was typed in front.
  std::string line(std::string_view text) { return keys(std::string(text) + line_end_); }
  // Several lines; what the last one showed.
  std::string lines(std::initializer_list<std::string_view> all) {
    std::string last;
    for (const std::string_view text : all) last = line(text);
    return last;
  }
  [[nodiscard]] bool finished() const { return session_ == nullptr || session_->finished(); }
  [[nodiscard]] Session& session() { return *session_; }
  void hang_up() { session_.reset(); }

 private:
  std::unique_ptr<Session> session_;
  std::string line_end_;
  Pieces pieces_;
};

}  // namespace lw::lab
