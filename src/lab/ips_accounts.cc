#include "lab/ips_accounts.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "lab/password_hash.h"

namespace lw::lab {
namespace {

// In front of the hash of a password that has to be changed.
constexpr char kAged = '!';

struct RoleName {
  IpsRole role;
  std::string_view name;
};
constexpr RoleName kRoles[] = {{IpsRole::kViewer, "viewer"},
                               {IpsRole::kOperator, "operator"},
                               {IpsRole::kAdministrator, "administrator"}};

const IpsNode& list_of(const IpsNode& accounts) { return *accounts.find("user-accounts"); }

IpsNode* credentials(IpsNode& accounts, std::string_view user) {
  IpsNode* entry = accounts.find("user-accounts")->find(user);
  return entry == nullptr ? nullptr : entry->find("credentials");
}

IpsAccount account_of(const IpsNode& entry) {
  const IpsNode* kept = entry.find("credentials");
  return {.name = entry.key,
          .role = ips_role(kept->find("role")->text()).value_or(IpsRole::kViewer),
          .aged = kept->find("password")->value.starts_with(kAged)};
}

}  // namespace

std::string_view name(IpsRole role) {
  return std::ranges::find(kRoles, role, &RoleName::role)->name;
}

std::optional<IpsRole> ips_role(std::string_view name) {
  const auto found = std::ranges::find(kRoles, name, &RoleName::name);
  if (found == std::end(kRoles)) return std::nullopt;
  return found->role;
}

std::string ips_password_hash(const Secret& password) {
  return md5_crypt(password, std::hash<std::string>{}(password.reveal()));
}

void add_factory_account(IpsNode& accounts, int major) {
  auto entry = accounts.find("user-accounts")->add(kIpsFactoryUser, major);
  IpsNode& kept = *(*entry)->find("credentials");
  kept.find("role")->value = name(IpsRole::kAdministrator);
  // What is kept does not depend on the process: a hash made once for all sensors.
  static const std::string kFactoryPassword =
      kAged + ips_password_hash(Secret(std::string(kIpsFactoryUser)));
  kept.find("password")->value = kFactoryPassword;
  kept.find("role")->set = kept.find("password")->set = true;
}

std::optional<IpsAccount> ips_account(const IpsConfig& config, std::string_view user) {
  const IpsNode* entry = list_of(*config.component(kIpsAccounts)).find(user);
  if (entry == nullptr) return std::nullopt;
  return account_of(*entry);
}

std::optional<IpsAccount> ips_account(const IpsConfig& config, std::string_view user,
                                      const Secret& password) {
  const auto account = ips_account(config, user);
  if (!account) return std::nullopt;
  std::string_view kept = list_of(*config.component(kIpsAccounts))
                              .find(user)
                              ->find("credentials")
                              ->find("password")
                              ->value;
  if (account->aged) kept.remove_prefix(1);
  if (!password_matches(password, "5", kept)) return std::nullopt;
  return account;
}

std::vector<IpsAccount> ips_accounts(const IpsConfig& config) {
  std::vector<IpsAccount> all;
  for (const IpsNode& entry : list_of(*config.component(kIpsAccounts)).members) {
    all.push_back(account_of(entry));
  }
  return all;
}

IpsOutcome set_password(IpsNode& accounts, std::string_view user, const Secret& password) {
  IpsNode* kept = credentials(accounts, user);
  if (kept == nullptr) return ips_not_found(user);
  return kept->find("password")->assign(password.reveal());
}

IpsOutcome set_role(IpsNode& accounts, std::string_view user, IpsRole role) {
  IpsNode* kept = credentials(accounts, user);
  if (kept == nullptr) return ips_not_found(user);
  return kept->find("role")->assign(name(role));
}

IpsOutcome check_accounts(const IpsNode& accounts) {
  const IpsNode& list = list_of(accounts);
  if (list.find(kIpsFactoryUser) == nullptr) {
    return ips_error("errUnacceptableValue", "the account cisco cannot be deleted");
  }
  bool administered = false;
  for (const IpsNode& entry : list.members) {
    const IpsNode* kept = entry.find("credentials");
    if (kept->find("password")->value.empty()) {
      return ips_error("errUnacceptableValue",
                       fmt::format("the account {} has no password", entry.key));
    }
    administered |= account_of(entry).role == IpsRole::kAdministrator;
  }
  if (!administered) {
    return ips_error("errUnacceptableValue", "there must be an account of an administrator");
  }
  return {};
}

std::string account_lines(const IpsConfig& config) {
  std::string text;
  for (const IpsNode& entry : list_of(*config.component(kIpsAccounts)).members) {
    text += fmt::format("account {} {} {}\n", entry.key, name(account_of(entry).role),
                        entry.find("credentials")->find("password")->value);
  }
  return text;
}

IpsOutcome restore_account(IpsNode& accounts, std::string_view line, int major) {
  const auto words = split_words(line);
  const auto role = words.size() == 4 ? ips_role(words[2]) : std::nullopt;
  if (!role) return ips_not_found(line);
  if (auto made = accounts.find("user-accounts")->add(words[1], major); !made) {
    return std::unexpected(made.error());
  }
  IpsNode* password = credentials(accounts, words[1])->find("password");
  password->value = words[3];
  password->set = true;
  return set_role(accounts, words[1], *role);
}

}  // namespace lw::lab
