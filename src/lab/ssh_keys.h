// The SSH host key that a simulated device shows at the moment: follows what the device does with
// its RSA keys. Belongs to the lab's thread.
#pragma once

#include <optional>

#include "lab/device.h"
#include "lab/key_maker.h"
#include "net/signal.h"

namespace lw::lab {

class SshKeys {
 public:
  struct Settings {
    net::SshServerAlgorithms algorithms = net::SshServerAlgorithms::kModern;
    std::filesystem::path key_file;  // of a key that is this device's alone; empty: nowhere
    SshHostKeyPtr shared;            // the first key of every device of a fleet; null: its own
  };
  // What the device has from the start is there when this returns.
  [[nodiscard]] static Result<std::unique_ptr<SshKeys>> create(net::Executor executor,
                                                               KeyMaker& maker, Settings settings,
                                                               std::optional<HostKeys> keys);

  // The device's keys are these now. When they are new ones a key of that size is made.
  void follow(const std::optional<HostKeys>& keys);
  // A new host key although the device's keys are the same.
  void rotate();

  // Null without keys. Waits, as a device does, while they are being made.
  [[nodiscard]] net::Task<SshHostKeyPtr> current(Deadline deadline);

 private:
  struct State;
  SshKeys(KeyMaker& maker, std::shared_ptr<State> state)
      : maker_(maker), state_(std::move(state)) {}

  KeyMaker& maker_;
  std::shared_ptr<State> state_;  // shared with keys that are being made
};

}  // namespace lw::lab
