// After an error in the middle of a change: everybody who could log in before can log in again, or
// the message says what the device itself does about it and when. Belongs to one run.
#pragma once

#include <memory>

#include "prepare/armed_undo.h"
#include "prepare/line_entry.h"
#include "prepare/ways_in.h"

namespace lw::prepare {

class Recovery {
 public:
  Recovery(WaysIn& ways, LineEntry& entry, ArmedUndo& undo)
      : ways_(ways), entry_(entry), undo_(undo) {}

  // `session`, the one that the change was entered in, may be replaced by a new one. `running`: the
  // configuration from before the change. In this order, the first that comes off: the device's
  // undo at once; a login that works (then what was entered stays, and a reload is called off); the
  // lines that decide who gets in as they were, proved by a login; the device's undo in its own
  // time. Does nothing where no login was at risk.
  [[nodiscard]] net::Task<Error> recover(Error error, std::unique_ptr<session::Session>& session,
                                         configtext::Document running, bool at_risk);

 private:
  [[nodiscard]] net::Task<bool> undone_at_once(std::unique_ptr<session::Session>& session);
  // Whether a new login works; it is `session` from then on.
  [[nodiscard]] net::Task<bool> gets_in(std::unique_ptr<session::Session>& session);

  WaysIn& ways_;
  LineEntry& entry_;
  ArmedUndo& undo_;
};

}  // namespace lw::prepare
