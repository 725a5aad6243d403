// One simulated device at work, behind whatever ports lead to it: the device, its SSH host key, its
// certificate, its console line, the file in which it survives. Owned by the lab, belongs to the
// lab's thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lab/agenda.h"
#include "lab/device.h"
#include "lab/faults.h"
#include "lab/ssh_keys.h"
#include "net/tls_identity.h"

namespace lw::lab {

class Host {
 public:
  struct Parts {
    std::shared_ptr<Device> device;  // shared with the chassis that it is a module of
    std::unique_ptr<SshKeys> ssh_keys;
    std::shared_ptr<const net::TlsIdentity> tls = nullptr;  // null: it has no HTTPS port
    Faults faults = {};
    std::set<Transport> faults_over = {};   // empty: all
    std::filesystem::path state_file = {};  // empty: it lives in memory
    std::string saved = {};                 // what that file holds
    // Called when a fault strikes, with which it was: for whoever watches the lab.
    std::function<void(const std::string&)> struck = {};
  };
  Host(Parts parts, Agenda& agenda) : parts_(std::move(parts)), agenda_(agenda) {}
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  [[nodiscard]] Device& device() { return *parts_.device; }
  [[nodiscard]] SshKeys& ssh_keys() { return *parts_.ssh_keys; }
  [[nodiscard]] const std::shared_ptr<const net::TlsIdentity>& tls() const { return parts_.tls; }
  [[nodiscard]] const Faults& faults(Transport transport) const;
  // Another line has come in: what strikes it.
  [[nodiscard]] std::optional<LineStrike> next_line(Transport transport);

  // Of the lab's thread.
  [[nodiscard]] const net::Executor& executor() const { return agenda_.executor(); }

  // After anything happened at the device: keys, file and agenda follow it. So do those of devices
  // that it may have changed.
  void settle();
  // What happens at this device may change that one: a module in a slot, the mate of a pair.
  void reaches(Host& other) { reached_.push_back(&other); }
  [[nodiscard]] const std::shared_ptr<Device>& shared_device() const { return parts_.device; }

  // A console is one line: it stays logged in when the connection to it drops, and somebody who
  // connects while another is there is refused (inferred: a serial line without modem control).
  [[nodiscard]] Result<std::unique_ptr<Session>> take_console(const Arrival& arrival);
  // Who took it leaves; the session goes on unless it has finished.
  void leave_console(std::unique_ptr<Session> session);

  // To be held for as long as that web client is connected; null when as many are as there may be.
  [[nodiscard]] std::shared_ptr<const void> take_web_session(const std::string& peer);

 private:
  void settle_alone();

  Parts parts_;
  Agenda& agenda_;
  std::vector<Host*> reached_;
  std::optional<WallTime> planned_;
  std::unique_ptr<Session> console_;
  bool console_taken_ = false;
  std::size_t lines_ = 0;  // that came in so far
};

// Who answers at the address that was called; null: nobody.
using FindHost = std::function<Host*(const std::string& local_address)>;

}  // namespace lw::lab
