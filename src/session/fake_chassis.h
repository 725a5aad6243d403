// For tests: a switch with a firewall module in slot 6, both of them FakeDevices. The switch is
// logged in to; its command leads to the module, the escape keys lead back and leave the module's
// session open until it is disconnected.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "session/session_rig.h"

namespace lw::session {

class FakeChassis final : public Peer {
 public:
  explicit FakeChassis(bool catos = false) : catos_(catos) {
    supervisor = make_device(catos ? "cisco_catos" : "cisco_ios");
    supervisor->name = "cat6k";
    supervisor->authenticated = true;
    supervisor->starts_privileged = true;
    supervisor->answers["show module"] =
        "  6    6  Firewall Module   WS-SVC-FWM-1   SAD0948024S\r\n  6  0200.5e00.0600  3.1(1)  " +
        std::string("Ok\r\n");
    Wording words = family("cisco_asa");
    words.platform = "cisco_fwsm";
    words.user_question = "";
    module = std::make_shared<FakeDevice>(words);
    module->name = "FWSM";
  }

  void start() override {
    supervisor->start();
    collect();
  }

  void receive(char byte) override {
    if (at_ == At::kModule) {
      to_module(byte);
    } else if (at_ == At::kConfirm) {
      say("\r\n");
      if (byte == 'y' || byte == '\r') suspended = false;
      at_ = At::kSupervisor;
      supervisor->show_prompt();
    } else {
      to_supervisor(byte);
    }
    collect();
    closed = supervisor->closed;
  }

  // The module ends the session by itself: a reload.
  void drop_module() {
    module_left();
    collect();
  }

  std::shared_ptr<FakeDevice> supervisor;
  std::shared_ptr<FakeDevice> module;
  std::string refusal;     // instead of a session
  bool silent = false;     // the command is never answered
  bool suspended = false;  // a session is open behind the escape
  bool escaped = false;
  [[nodiscard]] bool in_module() const { return at_ == At::kModule; }

 private:
  enum class At { kSupervisor, kModule, kConfirm };

  void collect() {
    pending += std::exchange(supervisor->pending, "");
    pending += std::exchange(module->pending, "");
  }

  void to_supervisor(char byte) {
    if (byte != '\r') {
      line_ += byte;
      return supervisor->receive(byte);
    }
    const std::string line = std::exchange(line_, "");
    const std::string command = catos_ ? "session 6" : "session slot 6 processor 1";
    if (line != command && (line != "disconnect" || catos_)) return supervisor->receive(byte);
    supervisor->receive('\x15');
    collect();
    if (line == "disconnect") {
      say("\r\nClosing connection to 127.0.0.61 [confirm]");
      at_ = At::kConfirm;
      return;
    }
    if (silent) return;
    if (!refusal.empty()) {
      say("\r\n" + refusal + "\r\n");
      return supervisor->show_prompt();
    }
    say(catos_ ? "\r\nTrying Module-6...\r\nConnected to Module-6.\r\nEscape character is '^]'.\r\n"
               : "\r\nThe default escape character is Ctrl-^, then x.\r\nTrying 127.0.0.61 ... "
                 "Open\r\n\r\nUser Access Verification\r\n\r\n");
    at_ = At::kModule;
    module->start();
  }

  void to_module(char byte) {
    if (catos_ && byte == '\x1d') {
      escaped = true;
      return module_left();
    }
    if (!catos_ && (byte == '\x1e' || (byte == 'x' && half_escape_))) {
      if (!std::exchange(half_escape_, byte == '\x1e')) return;
      escaped = suspended = true;
      at_ = At::kSupervisor;
      say("\r\n");
      return supervisor->show_prompt();
    }
    module->receive(byte);
    if (module->closed) module_left();
  }

  void module_left() {
    collect();
    say(catos_ ? "\r\nConnection closed.\r\n"
               : "\r\n[Connection to 127.0.0.61 closed by foreign host]\r\n");
    at_ = At::kSupervisor;
    supervisor->show_prompt();
  }

  bool catos_;
  At at_ = At::kSupervisor;
  bool half_escape_ = false;
  std::string line_;
};

}  // namespace lw::session
