#include "prepare/recorder.h"

namespace lw::prepare {

Result<void> Recorder::record(device::JournalEvent event, std::string_view detail) {
  return journal_.record(device_, event, detail);
}

void Recorder::progress(const std::string& line) const {
  if (progress_) progress_(line);
}

std::string Recorder::shown(std::string_view command) const { return platform_->redact(command); }

void Recorder::heard(const session::TranscriptLine& line) {
  if (!entering_ || line.direction != session::TranscriptLine::Direction::kSent) return;
  auto ready = may_send_ ? may_send_() : Result<void>{};
  if (ready) ready = record(device::JournalEvent::kSent, line.text);
  if (ready) return;
  fault_ = std::move(ready).error();
  if (session_ != nullptr) session_->cancel();
}

}  // namespace lw::prepare
