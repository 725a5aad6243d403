// The sensor's configuration mode: services, accounts.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/answers.h"
#include "lab/ips_session.h"

namespace lw::lab {

// Everybody comes in, to change the own password (inferred); the services that the lab has are an
// administrator's.
std::span<const IpsSession::Rule> IpsConfigureRules::rules() {
  using enum IpsRole;
  static constexpr IpsSession::Rule kRules[] = {
      {"exit", kViewer, &IpsSession::leave_configure},
      {"password", kViewer, &IpsSession::change_password},
      {"password WORD", kAdministrator, &IpsSession::change_password},
      {"service WORD", kAdministrator, &IpsSession::enter_service},
      {"username WORD", kAdministrator, &IpsSession::add_user},
      {"username WORD password WORD", kAdministrator, &IpsSession::add_user},
      {"username WORD privilege {administrator|operator|viewer}", kAdministrator,
       &IpsSession::add_user},
      {"username WORD password WORD privilege {administrator|operator|viewer}", kAdministrator,
       &IpsSession::add_user},
      {"username WORD privilege {administrator|operator|viewer} password WORD", kAdministrator,
       &IpsSession::add_user},
      {"no username WORD", kAdministrator, &IpsSession::remove_user},
      {"privilege user WORD {administrator|operator|viewer}", kAdministrator,
       &IpsSession::change_privilege},
      {"unlock user WORD", kAdministrator, &IpsSession::unlock_user},
  };
  return kRules;
}

void IpsSession::leave_configure(const Match&) { configuring_ = false; }

void IpsSession::enter_service(const Match& match) {
  const std::string& typed = match.words.back();
  for (const IpsComponent& component : ips_components()) {
    const bool there = device_.config().component(component.name) != nullptr;
    if (there && !component.service.empty() && component.service.starts_with(typed)) {
      editor_.emplace(device_.config(), component);
      return;
    }
  }
  Match nowhere;
  nowhere.column = std::string_view("service ").size();
  complain(nowhere);
}

void IpsSession::edit(const Match& match) {
  if (match.command == IpsEditor::kShowSettings) {
    show_settings();
  } else if (match.command != IpsEditor::kExit) {
    say(editor_->carry_out(match));
  } else if (!editor_->leave()) {
    leave_service();
  }
}

// [V] the words of 7.1, colon and all; [I] those of 5.0 to 5.x without it.
void IpsSession::leave_service() {
  if (!editor_->modified()) {
    editor_.reset();
    return;
  }
  const bool colon = device_.release().major > 5;
  ask(colon ? "Apply Changes:?[yes]: " : "Apply Changes?[yes]: ", Echo::kPlain,
      [this](const std::string& answer) {
        if (!trim(answer).empty() && !says_yes(answer) && !says_no(answer)) {
          leave_service();
          return;
        }
        const IpsEditor editor = *std::move(editor_);
        editor_.reset();
        if (says_no(answer)) return;
        say(device_.commit(editor.component().name, editor.changed(), editor.revision(), user()));
      });
}

void IpsSession::replace_accounts(IpsNode accounts) {
  say(device_.commit(kIpsAccounts, std::move(accounts), device_.config().revision(kIpsAccounts),
                     account_ ? user() : kIpsFactoryUser));
}

void IpsSession::ask_new_password(std::string prefix, std::function<void(const Secret&)> use) {
  // "" : the words of the forced change; otherwise those of the command [I].
  const Echo echo = prefix.empty() ? Echo::kNone : Echo::kStars;
  const std::string first = prefix.empty() ? "New password: " : fmt::format("Enter {}: ", prefix);
  const std::string again =
      prefix.empty() ? "Retype new password: " : fmt::format("Re-enter {}: ", prefix);
  ask(first, echo, [this, prefix, again, echo, use](const std::string& typed) {
    ask(again, echo, [this, prefix, use, chosen = Secret(typed)](const std::string& repeated) {
      if (chosen.equals(Secret(repeated))) {
        use(chosen);
        return;
      }
      print(prefix.empty() ? "Sorry, passwords do not match\n" : "Error: Passwords do not match\n");
      if (prefix.empty()) ask_new_password(prefix, use);
    });
  });
}

void IpsSession::store_password(const std::string& user, const Secret& password) {
  IpsNode accounts = *device_.config().component(kIpsAccounts);
  if (auto done = set_password(accounts, user, password); !done) {
    say(done);
    return;
  }
  device_.unlock(user);
  replace_accounts(std::move(accounts));
}

void IpsSession::add_user(const Match& match) {
  const std::string user = match.words[1];
  const auto value_of = [&](std::string_view keyword) -> std::string {
    for (std::size_t i = 2; i + 1 < match.words.size(); i += 2) {
      if (match.words[i] == keyword) return match.words[i + 1];
    }
    return {};
  };
  if (ips_account(device_.config(), user)) {
    say(ips_error("errUnacceptableValue", fmt::format("the user {} exists", printable(user))));
    return;
  }
  const IpsRole role = ips_role(value_of("privilege")).value_or(IpsRole::kViewer);
  const auto create = [this, user, role](const Secret& password) {
    IpsNode accounts = *device_.config().component(kIpsAccounts);
    const auto made = accounts.find("user-accounts")->add(user, device_.config().major());
    IpsOutcome done;
    if (!made) done = std::unexpected(made.error());
    if (done) done = set_role(accounts, user, role);
    if (done) done = set_password(accounts, user, password);
    if (!done) {
      say(done);
      return;
    }
    replace_accounts(std::move(accounts));
  };
  const std::string password = value_of("password");
  if (password.empty()) {
    ask_new_password("Login Password", create);
  } else {
    create(Secret(password));
  }
}

void IpsSession::remove_user(const Match& match) {
  IpsNode accounts = *device_.config().component(kIpsAccounts);
  if (auto done = accounts.find("user-accounts")->remove(match.words.back()); !done) {
    say(done);
    return;
  }
  replace_accounts(std::move(accounts));
}

void IpsSession::change_privilege(const Match& match) {
  IpsNode accounts = *device_.config().component(kIpsAccounts);
  const auto role = ips_role(match.words[3]);
  if (auto done = set_role(accounts, match.words[2], *role); !done) {
    say(done);
    return;
  }
  print(
      "Warning: The privilege change does not apply to current CLI sessions. It will be applied\n"
      "to subsequent logins.\n");
  replace_accounts(std::move(accounts));
}

void IpsSession::change_password(const Match& match) {
  const bool own = match.words.size() == 1;
  const std::string user = own ? this->user() : match.words.back();
  if (!ips_account(device_.config(), user)) {
    say(ips_not_found(user));
    return;
  }
  const auto change = [this, user] {
    ask_new_password("New Login Password",
                     [this, user](const Secret& chosen) { store_password(user, chosen); });
  };
  if (!own) {
    change();
    return;
  }
  ask("Enter Old Login Password: ", Echo::kStars, [this, user, change](const std::string& typed) {
    if (ips_account(device_.config(), user, Secret(typed))) {
      change();
    } else {
      print("Error: The old password is wrong\n");
    }
  });
}

void IpsSession::unlock_user(const Match& match) {
  if (!ips_account(device_.config(), match.words.back())) {
    say(ips_not_found(match.words.back()));
    return;
  }
  device_.unlock(match.words.back());
}

}  // namespace lw::lab
