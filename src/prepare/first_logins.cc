#include "prepare/first_logins.h"

namespace lw::prepare {
namespace {

constexpr std::string_view kNewPassword = "new_password";

bool may_be_factory_new(const store::DeviceCredentials& known,
                        const platform::FactoryLogin& factory) {
  return !factory.username.empty() && known.username == factory.username &&
         known.password.reveal() != factory.password;
}

}  // namespace

std::string new_password(const store::DeviceCredentials& known, const procedure::Values& values,
                         const platform::Platform& platform) {
  if (const auto given = values.find(kNewPassword); given != values.end()) return given->second;
  return may_be_factory_new(known, platform.factory_login) ? known.password.reveal()
                                                           : std::string();
}

std::vector<FirstLogin> first_logins(const store::DeviceCredentials& known,
                                     const store::DeviceCredentials& to_be,
                                     const procedure::Values& values,
                                     const platform::Platform& platform) {
  std::vector<FirstLogin> logins = {{known, ""}};
  if (known.username.empty() && !to_be.username.empty()) {
    logins.push_back(
        {to_be, "the device asks for a user name: trying the account that is to be made"});
  }
  const auto chosen = values.find(kNewPassword);
  if (chosen != values.end() && chosen->second != known.password.reveal()) {
    logins.push_back({known, "refused: trying the password that it is to get"});
    logins.back().credentials.password = Secret(chosen->second);
  }
  // Nobody but the procedure that gives it another password has a use for the factory's.
  if (chosen != values.end() && may_be_factory_new(known, platform.factory_login)) {
    logins.push_back({known, "refused: trying the factory's password, which is to be changed"});
    logins.back().credentials.password = Secret(platform.factory_login.password);
  }
  return logins;
}

}  // namespace lw::prepare
