// How a sensor lets a user in: facts 4.2, where the words of the forced change and of the notices
// are inferred.
#include <fmt/format.h>

#include "base/text.h"
#include "lab/ips_session.h"

namespace lw::lab {
namespace {

constexpr int kTries = 3;

}  // namespace

void IpsSession::greet() {
  print(device_.banner());
  const std::string banner = device_.config().value("host network-settings login-banner-text");
  if (!banner.empty()) print(banner + "\n");
}

void IpsSession::begin() {
  greet();
  if (arrival_.transport == Transport::kSsh) {
    // The transport has checked the password.
    if (auto account = ips_account(device_.config(), arrival_.user)) let_in(*std::move(account));
  }
  settle();
}

void IpsSession::ask_password(std::string user) {
  ask("Password: ", Echo::kNone, [this, user = std::move(user)](const std::string& typed) {
    if (auto account = device_.log_in(user, Secret(typed))) {
      let_in(*std::move(account));
    } else {
      refuse_login();
    }
  });
}

void IpsSession::refuse_login() {
  print("Login incorrect\n\n");
  const bool enough = ++failures_ >= kTries;
  // SSH has asked as often as it does before this session began.
  const bool ends = arrival_.transport == Transport::kSsh ||
                    (enough && arrival_.transport != Transport::kConsole);
  if (ends) finish();
  if (enough) failures_ = 0;
}

void IpsSession::let_in(IpsAccount account) {
  if (!account.aged) {
    logged_in(std::move(account));
    return;
  }
  print(
      fmt::format("You are required to change your password immediately (password aged)\n"
                  "Changing password for {}\n",
                  account.name));
  ask_aged_password(account);
}

// Until it is done nobody is logged in: the interrupt key leads back to the login.
void IpsSession::ask_aged_password(const IpsAccount& account) {
  ask("(current) UNIX password: ", Echo::kNone, [this, account](const std::string& typed) {
    if (!ips_account(device_.config(), account.name, Secret(typed))) {
      print("Authentication token manipulation error\n");
      refuse_login();
      return;
    }
    ask_new_password("", [this, account, old = Secret(typed)](const Secret& chosen) {
      if (chosen.equals(old)) {
        print("Password unchanged\n");
        ask_aged_password(account);
        return;
      }
      store_password(account.name, chosen);
      auto changed = ips_account(device_.config(), account.name);
      if (changed && !changed->aged) {
        logged_in(*std::move(changed));
      } else {
        ask_aged_password(account);
      }
    });
  });
}

void IpsSession::logged_in(IpsAccount account) {
  failures_ = 0;
  account_ = std::move(account);
  // Between its first line and its last words the notice on exports is the lab's own.
  print(
      "***NOTICE***\n"
      "This is a simulated sensor: it holds no cryptography whose export anybody has to mind.\n"
      "\n");
  if (device_.licensed()) return;
  print("***LICENSE NOTICE***\n");
  print(device_.licence() ? "The license key on the system has expired.\n"
                          : "There is no license key installed on the system.\n");
  print(
      "Please go to http://www.cisco.com/go/license\n"
      "to obtain a new license or install a license.\n");
}

}  // namespace lw::lab
