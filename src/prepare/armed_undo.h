// The device's own undo around a change of the ways in (design, promise 1): armed before the first
// line, confirmed only after a new session has worked. Owned by one run; one coroutine at a time.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "configtext/document.h"
#include "device/journal.h"
#include "net/task.h"
#include "prepare/recorder.h"
#include "session/session.h"

namespace lw::prepare {

// How long the device waits for its confirmation: more than the slowest command may take.
inline constexpr std::chrono::minutes kUndoAfter{10};

class ArmedUndo {
 public:
  ArmedUndo(const device::Access& access, std::chrono::seconds patience, device::Journal& journal,
            Recorder& recorder)
      : device_(access.device.name),
        platform_(access.platform),
        patience_(patience),
        journal_(journal),
        recorder_(recorder) {}

  // The commands that arm() would try, in this order; empty: the family has none.
  [[nodiscard]] std::vector<std::string> commands() const;

  // An earlier run that was cut left it armed: confirms that, for the login of this session has
  // just worked. Nothing where none was left.
  [[nodiscard]] net::Task<Result<void>> settle_earlier(session::Session& session);

  // The first that the device takes. One that would lose what is not saved (a reload) only where
  // the startup configuration is the running one. Where none can be armed, people are told why,
  // and the order of the steps alone protects. kConflict: somebody else's is pending.
  [[nodiscard]] net::Task<Result<void>> arm(session::Session& session,
                                            configtext::Document running);
  [[nodiscard]] const platform::Undo* armed() const { return armed_; }

  // After a new session worked. kConflict: the device has taken the change back already.
  [[nodiscard]] net::Task<Result<void>> disarm(session::Session& session);
  // Only where armed()->at_once.
  [[nodiscard]] net::Task<Result<void>> take_back(session::Session& session);

 private:
  [[nodiscard]] net::Task<Result<session::Output>> ask(session::Session& session,
                                                       std::string command,
                                                       session::Answers answers = {});
  // Whether one is pending on the device; false where it can't tell.
  [[nodiscard]] net::Task<Result<bool>> is_pending(session::Session& session,
                                                   const platform::Undo& undo);
  [[nodiscard]] net::Task<Result<bool>> is_saved(session::Session& session,
                                                 const configtext::Document& running);
  [[nodiscard]] net::Task<Result<bool>> try_to_arm(session::Session& session,
                                                   const platform::Undo& undo);
  [[nodiscard]] net::Task<Result<void>> confirm(session::Session& session,
                                                const platform::Undo& undo);

  std::string device_;
  std::shared_ptr<const platform::Platform> platform_;
  std::chrono::seconds patience_;
  device::Journal& journal_;
  Recorder& recorder_;
  const platform::Undo* armed_ = nullptr;  // of platform_
  std::string note_;                       // why none is armed
};

}  // namespace lw::prepare
