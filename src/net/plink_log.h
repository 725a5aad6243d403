// What PuTTY's plink (0.78) says on its standard error with -v, line by line: whether the shell is
// there, which host key it saw, and what went wrong, as one of our errors. Bounded whatever it
// says. One owner, no threads. Private to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "net/peer_pins.h"

namespace lw::net {

class PlinkLog {
 public:
  void add(std::string_view bytes);

  [[nodiscard]] bool shell_started() const { return shell_started_; }
  // What an SSH-2 server showed.
  [[nodiscard]] const std::optional<PeerKey>& host_key() const { return host_key_; }
  [[nodiscard]] bool host_key_unconfirmed() const { return host_key_unconfirmed_; }
  // Why it ended; kConnectionLost with its last words when they say nothing that is known.
  [[nodiscard]] Error error() const;

 private:
  void take_line(std::string_view line);

  std::string line_;  // that has not ended yet
  std::string last_words_;
  bool shell_started_ = false;
  bool fingerprint_follows_ = false;
  bool host_key_unconfirmed_ = false;
  std::optional<PeerKey> host_key_;
};

}  // namespace lw::net
