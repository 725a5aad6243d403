// Keeps wrong credentials from locking an account. An AAA server answers for many devices, and it
// counts refused logins: so until a user's login has worked through a server once, only one login
// of that user is under way there; and after a second refusal in a row no further one is tried.
// Devices without a known AAA server are not held back: each has accounts of its own. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/deadline.h"
#include "base/result.h"
#include "net/gate.h"
#include "net/task.h"

namespace lw::device {

class LoginGuard {
 public:
  // One login that is under way. Say how it ended; a connection that failed before says nothing.
  class Attempt {
   public:
    void accepted();
    void refused();

   private:
    friend class LoginGuard;
    struct Account;
    std::shared_ptr<Account> account_;
    net::Gate::Pass alone_;
    std::string device_;
  };

  // kLoginRefused, with the devices that refused the user before, when no more may be tried.
  [[nodiscard]] net::Task<Result<Attempt>> begin(std::string aaa, std::string user,
                                                 std::string device, Deadline deadline);

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Attempt::Account>> accounts_;
};

}  // namespace lw::device
