#include "prepare/first_logins.h"

#include <algorithm>

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

void settle_credentials(const procedure::Procedure& procedure, const platform::Platform& platform,
                        procedure::Values& values, store::DeviceCredentials& known,
                        store::DeviceCredentials& to_be) {
  const auto has = [&](std::string_view parameter) {
    return std::ranges::find(procedure.parameters, parameter, &procedure::Parameter::name) !=
           procedure.parameters.end();
  };
  if (has("enable_password")) {
    if (values.contains("enable_password")) {
      known.enable_password = to_be.enable_password = Secret(values["enable_password"]);
    } else if (to_be.enable_password && !to_be.enable_password->empty()) {
      values["enable_password"] = to_be.enable_password->reveal();
    }
  }
  if (has(kNewPassword)) {
    const std::string chosen = new_password(known, values, platform);
    if (!chosen.empty()) values[std::string(kNewPassword)] = chosen;
  }
  if (!procedure.makes_account || !has("username") || !has("password")) return;
  if (!values.contains("username") && !to_be.username.empty()) values["username"] = to_be.username;
  if (!values.contains("password") && !to_be.password.empty()) {
    values["password"] = to_be.password.reveal();
  }
  if (values.contains("username")) to_be.username = values["username"];
  if (values.contains("password")) to_be.password = Secret(values["password"]);
}

std::vector<FirstLogin> first_logins(const store::DeviceCredentials& known,
                                     const store::DeviceCredentials& to_be,
                                     const procedure::Values& values,
                                     const platform::Platform& platform) {
  std::vector<FirstLogin> logins = {{known, "", false}};
  if (known.username.empty() && !to_be.username.empty()) {
    logins.push_back(
        {to_be, "the device asks for a user name: trying the account that is to be made", true});
  }
  const auto chosen = values.find(kNewPassword);
  if (chosen != values.end() && chosen->second != known.password.reveal()) {
    logins.push_back({known, "refused: trying the password that it is to get", false});
    logins.back().credentials.password = Secret(chosen->second);
  }
  // Nobody but the procedure that gives it another password has a use for the factory's.
  if (chosen != values.end() && may_be_factory_new(known, platform.factory_login)) {
    logins.push_back(
        {known, "refused: trying the factory's password, which is to be changed", false});
    logins.back().credentials.password = Secret(platform.factory_login.password);
  }
  return logins;
}

}  // namespace lw::prepare
