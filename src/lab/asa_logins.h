// Who has logged in to a simulated ASA, and how often in vain: what the greeting of 9.x counts
// (facts 1.2). Its device owns it; lost in a reload (inferred).
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "lab/device.h"

namespace lw::lab {

class AsaLogins {
 public:
  void failed(std::string_view user);
  // Counts a login, and says what the greeting says of those before it.
  [[nodiscard]] std::string succeeded(std::string_view user, std::string_view from, WallTime when);
  void clear() { users_.clear(); }

 private:
  struct User {
    long logins = 0;
    long failures = 0;
    WallTime first = {};
    WallTime last = {};
    std::string from = {};
  };
  [[nodiscard]] User* entry(std::string_view user);

  std::map<std::string, User, std::less<>> users_;
};

}  // namespace lw::lab
