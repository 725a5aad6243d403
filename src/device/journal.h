// The record of everything that was sent to devices and what they answered, and of every use of
// old cryptography, one JSON object a line, written through to the disk before the next line is
// sent: after a crash it tells how far each device got. Secrets are redacted before they reach it.
// One Journal may be shared by all threads.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace lw::device {

enum class JournalEvent {
  kStarted,       // work on a device begins; the detail says which
  kSent,          // a line is about to be sent
  kAcknowledged,  // the device took it
  kRejected,      // the device refused it; the detail holds its words
  kProved,        // a proof or a new login succeeded
  kArmed,         // the device is about to be told to take what follows back by itself
  kDisarmed,      // it no longer will
  kFinished,      // the work ended well
  kFailed,        // the work ended; the detail says why
};

class Journal {
 public:
  // Appends to `folder`/journal.jsonl (mode 0600), made when absent.
  [[nodiscard]] static Result<Journal> open(const std::filesystem::path& folder);
  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) noexcept;
  ~Journal();

  // kStoreFailed when the line could not be written: the work must stop then, for it would go
  // unrecorded.
  [[nodiscard]] Result<void> record(std::string_view device, JournalEvent event,
                                    std::string_view detail);

  // Whether the last that was recorded of the device's own undo is that it was armed: work on it
  // was cut. The first call reads the whole journal; what other processes record afterwards is not
  // seen. kStoreFailed when it can't be read.
  [[nodiscard]] Result<bool> left_armed(std::string_view device) const;

  // That a login over old cryptography is about to begin: "ssh1", "ssh2" or "https" under the
  // device's profile, or "ftps" under a token server's.
  [[nodiscard]] Result<void> record_old_cryptography(std::string_view device,
                                                     std::string_view protocol,
                                                     std::string_view profile);

 private:
  struct State;
  explicit Journal(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lw::device
