// The questions of a keyboard-interactive login (RFC 4256): which answer each gets. A password goes
// out once: a second question for it means that it was refused. One owner, no threads; `prompt` may
// be any bytes. Private to the room.
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace lw::net {

class SshQuestions {
 public:
  SshQuestions(std::string_view username, const Secret& password)
      : username_(std::string(username)), password_(password) {}

  // nullptr: this was the second question for the password. kUnsupported names a question that is
  // for neither user name nor password. `shown` is whether the answer would be echoed.
  [[nodiscard]] Result<const Secret*> answer(std::string_view prompt, bool shown);

 private:
  Secret username_;
  const Secret& password_;
  bool password_given_ = false;
};

}  // namespace lw::net
