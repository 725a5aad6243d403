// A session at one device that was opened from the terminal of another: the supervisor's "session
// slot 6", a module's prompt within. Keystrokes pass until its device ends it or the escape keys
// are typed. The session that opened it owns it; same thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lab/device.h"

namespace lw::lab {

class NestedSession {
 public:
  // `device` is kept for as long as the session is. `escape`: two keys, or one; never passed on
  // when they are typed one after the other.
  NestedSession(std::shared_ptr<Device> device, std::unique_ptr<Session> session,
                std::string_view escape)
      : device_(std::move(device)), session_(std::move(session)), escape_(escape) {}

  // One keystroke. kEscaped: it was the last of the escape keys.
  enum class Step { kPassed, kEscaped };
  [[nodiscard]] Step press(char key);
  [[nodiscard]] std::string take_output() { return session_->take_output(); }
  [[nodiscard]] bool finished() const { return session_->finished(); }
  void on_news(std::function<void()> tell) { session_->on_news(std::move(tell)); }

 private:
  std::shared_ptr<Device> device_;
  std::unique_ptr<Session> session_;
  std::string_view escape_;
  std::size_t matched_ = 0;
};

}  // namespace lw::lab
