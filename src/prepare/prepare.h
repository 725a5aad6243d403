// Carries a procedure out on a device: looks at what is there, shows the plan, enters what is
// missing line by line, proves the result on the device (over a new login where the way in
// changes), saves, and only then says so. Never closes a way in before another one has been proved
// in the same run, and arms the device's own undo where a login might fail afterwards (design,
// promise 1).
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "device/connector.h"
#include "device/journal.h"
#include "procedure/procedure.h"

namespace lw::prepare {

struct Request {
  device::Access access;
  std::shared_ptr<const procedure::Procedure> procedure;
  procedure::Values values;
  device::Timeouts timeouts;
};

// Where the caller takes part. Called on the loop's thread, one at a time; may block.
struct Callbacks {
  // The plan, before anything is entered, and the commands of which the first that the device takes
  // arms its own undo before the plan's first line (empty: none); false leaves the device as it is.
  std::function<bool(const procedure::Plan&, const std::vector<std::string>& undo)> approve;
  // Asked before each line that changes the device; an error stops the work, and the line is not
  // sent. None: always.
  std::function<Result<void>()> may_send = {};
  // The running configuration, secrets and all: what it was before the first line, and again when
  // lines were entered, proved and saved. An error becomes a note. None: nobody wants it.
  std::function<Result<void>(const std::string&)> keep_configuration = {};
  // One line for people: "logging in over telnet".
  std::function<void(const std::string&)> progress;
};

struct Outcome {
  std::vector<std::string> applied;  // the commands entered, secrets removed
  bool proved = false;
  bool changed = false;   // false: everything was there already
  bool declined = false;  // the caller said no to the plan
  device::Transport transport_before = device::Transport::kSsh;
  device::Transport transport_after = device::Transport::kSsh;
  store::Device device;  // as it is reached now: its address and ports may have changed
  // What reached the device over the new transport; the caller keeps them with the device.
  store::DeviceCredentials credentials;
  std::vector<std::string> notes;  // what did not go as it should, and takes nothing of it back
};

// An error says how far it got; `outcome_so_far` in the journal has every line. Stopping (`stop`)
// ends before the next line is sent, with kCancelled.
[[nodiscard]] net::Task<Result<Outcome>> prepare(Request request, device::Connector& connector,
                                                 device::Journal& journal, Callbacks callbacks,
                                                 std::stop_token stop);

}  // namespace lw::prepare
