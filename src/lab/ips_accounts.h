// Who may use a simulated sensor: the component userAccount read and changed. Pure functions on a
// configuration; its owner's thread. Roles: [V] facts 4.1; what each may do: [I].
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/ips_config.h"

namespace lw::lab {

inline constexpr std::string_view kIpsAccounts = "userAccount";
// [V] it cannot be deleted.
inline constexpr std::string_view kIpsFactoryUser = "cisco";

// Viewers see all and change their own password, operators tune, administrators do everything.
enum class IpsRole { kViewer, kOperator, kAdministrator };
[[nodiscard]] std::string_view name(IpsRole role);
[[nodiscard]] std::optional<IpsRole> ips_role(std::string_view name);

struct IpsAccount {
  std::string name;
  IpsRole role = IpsRole::kViewer;
  bool aged = false;  // the password has to be changed at the next login
};

// Of the right user and password.
[[nodiscard]] std::optional<IpsAccount> ips_account(const IpsConfig& config, std::string_view user,
                                                    const Secret& password);
// Whoever has that name.
[[nodiscard]] std::optional<IpsAccount> ips_account(const IpsConfig& config, std::string_view user);
[[nodiscard]] std::vector<IpsAccount> ips_accounts(const IpsConfig& config);

// Changes an account in a copy of the component.
[[nodiscard]] IpsOutcome set_password(IpsNode& accounts, std::string_view user,
                                      const Secret& password);
[[nodiscard]] IpsOutcome set_role(IpsNode& accounts, std::string_view user, IpsRole role);

// For IpsConfig.
void add_factory_account(IpsNode& accounts, int major);
// cisco is there, and an administrator; everybody has a password.
[[nodiscard]] IpsOutcome check_accounts(const IpsNode& accounts);
[[nodiscard]] std::string ips_password_hash(const Secret& password);

// The lines by which a saved state keeps accounts: names, roles, hashes.
[[nodiscard]] std::string account_lines(const IpsConfig& config);
[[nodiscard]] IpsOutcome restore_account(IpsNode& accounts, std::string_view line, int major);

}  // namespace lw::lab
