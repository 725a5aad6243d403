// One simulated device at work, behind whatever ports lead to it: the device, its SSH host key, its
// console line, the file in which it survives. Owned by the lab, belongs to the lab's thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "lab/agenda.h"
#include "lab/device.h"
#include "lab/faults.h"
#include "lab/ssh_keys.h"

namespace lw::lab {

class Host {
 public:
  // `saved` is what the state file holds.
  Host(std::unique_ptr<Device> device, std::unique_ptr<SshKeys> keys, Faults faults, Agenda& agenda,
       std::filesystem::path state_file, std::string saved);
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  ~Host();

  [[nodiscard]] Device& device() { return *device_; }
  [[nodiscard]] SshKeys& ssh_keys() { return *keys_; }
  [[nodiscard]] const Faults& faults() const { return faults_; }

  // After anything happened at the device: keys, file and agenda follow it.
  void settle();

  // A console is one line: it stays logged in when the connection to it drops, and somebody who
  // connects while another is there is refused (inferred: a serial line without modem control).
  [[nodiscard]] Result<std::unique_ptr<Session>> take_console(const Arrival& arrival);
  // Who took it leaves; the session goes on unless it has finished.
  void leave_console(std::unique_ptr<Session> session);

 private:
  std::unique_ptr<Device> device_;
  std::unique_ptr<SshKeys> keys_;
  Faults faults_;
  Agenda& agenda_;
  std::optional<WallTime> planned_;
  std::filesystem::path state_file_;
  std::string saved_;
  std::unique_ptr<Session> console_;
  bool console_taken_ = false;
};

}  // namespace lw::lab
