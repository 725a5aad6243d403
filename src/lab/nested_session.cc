#include "lab/nested_session.h"

namespace lw::lab {

NestedSession::Step NestedSession::press(char key) {
  if (key == escape_[matched_]) {
    if (++matched_ < escape_.size()) return Step::kPassed;
    matched_ = 0;
    return Step::kEscaped;
  }
  // A first escape key that was none goes along with what follows it.
  const std::string_view held = escape_.substr(0, matched_);
  matched_ = 0;
  if (!held.empty()) session_->receive(held);
  session_->receive({&key, 1});
  return Step::kPassed;
}

}  // namespace lw::lab
