// What a preparation tells: every event and every line that changes the device to the journal, one
// line for people at each step. Owned by one run; lives on its loop's thread, as the sessions do
// whose lines it hears.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "device/access.h"
#include "device/journal.h"
#include "session/session.h"

namespace lw::prepare {

class Recorder {
 public:
  // `may_send`: asked before each line that changes the device; none: always.
  Recorder(const device::Access& access, device::Journal& journal,
           std::function<void(const std::string&)> progress,
           std::function<Result<void>()> may_send = {})
      : device_(access.device.name),
        platform_(access.platform),
        journal_(journal),
        progress_(std::move(progress)),
        may_send_(std::move(may_send)) {}
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  // kStoreFailed: the work must stop, for it would go unrecorded.
  [[nodiscard]] Result<void> record(device::JournalEvent event, std::string_view detail);
  void progress(const std::string& line) const;
  // Without its secrets.
  [[nodiscard]] std::string shown(std::string_view command) const;

  // For Options.transcript: between begin_entering() and entered(), lines are journalled before
  // they go out; one that may not be sent, or can't be recorded, does not go out, and none after
  // it.
  void heard(const session::TranscriptLine& line);
  // `session`: to be stopped where the journal fails; null while it is being opened.
  void begin_entering(session::Session* session) {
    entering_ = true;
    session_ = session;
  }
  // What a call that entered something ended with, or why the journal stopped it.
  template <class T>
  [[nodiscard]] Result<T> entered(Result<T> result) {
    entering_ = false;
    if (fault_) return std::unexpected(*fault_);
    return result;
  }

 private:
  std::string device_;
  std::shared_ptr<const platform::Platform> platform_;
  device::Journal& journal_;
  std::function<void(const std::string&)> progress_;
  std::function<Result<void>()> may_send_;
  session::Session* session_ = nullptr;
  bool entering_ = false;
  std::optional<Error> fault_;
};

}  // namespace lw::prepare
