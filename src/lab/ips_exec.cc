// The sensor's commands outside of configuration mode. Which role may what is inferred.
#include <fmt/format.h>

#include "base/text.h"
#include "lab/answers.h"
#include "lab/ips_session.h"

namespace lw::lab {
namespace {

// Schemes that want the password of the user at the server (inferred).
bool asks_password(std::string_view url) {
  return url.starts_with("scp://") || url.starts_with("ftp://");
}

}  // namespace

std::span<const IpsSession::Rule> IpsExecRules::rules() {
  using enum IpsRole;
  static constexpr IpsSession::Rule kRules[] = {
      {"show version", kViewer, &IpsSession::show_version},
      {"{show configuration|more current-config}", kViewer, &IpsSession::show_configuration},
      {"show clock [detail]", kViewer, &IpsSession::show_clock},
      {"show users [all]", kViewer, &IpsSession::show_users},
      {"show privilege", kViewer, &IpsSession::show_privilege},
      {"show statistics web-server", kViewer, &IpsSession::show_web_statistics},
      {"show statistics sdee-server", kViewer, &IpsSession::show_sdee_statistics},
      {"terminal length <0-512>", kViewer, &IpsSession::exec_length},
      {"configure terminal", kViewer, &IpsSession::exec_configure},
      {"exit", kViewer, &IpsSession::exec_exit},
      {"setup", kAdministrator, &IpsSession::exec_setup},
      {"reset [powerdown]", kAdministrator, &IpsSession::exec_reset},
      {"copy WORD license-key", kAdministrator, &IpsSession::exec_copy_licence},
      {"erase license-key", kAdministrator, &IpsSession::exec_erase_licence},
  };
  return kRules;
}

void IpsSession::exec_configure(const Match&) { configuring_ = true; }

void IpsSession::exec_length(const Match& match) {
  screen().lines = static_cast<std::size_t>(parse_decimal(match.words.back()).value_or(0));
}

void IpsSession::exec_exit(const Match&) {
  account_.reset();
  if (arrival_.transport != Transport::kConsole) {
    finish();
  } else {
    greet();
  }
}

void IpsSession::exec_reset(const Match&) {
  print("Warning: Executing this command will stop all applications and reboot the node.\n");
  ask("Continue with reset? []: ", Echo::kPlain, [this](const std::string& answer) {
    if (!says_yes(answer)) return;
    print("Request Succeeded.\n");
    device_.reset();
  });
}

void IpsSession::exec_copy_licence(const Match& match) {
  const std::string url = match.words[1];
  if (url.find("://") == std::string::npos) {
    say(ips_error("errUnacceptableValue", "the source is no URL"));
    return;
  }
  if (!asks_password(url)) {
    say(device_.install_licence(url));
    return;
  }
  ask("Password: ", Echo::kStars,
      [this, url](const std::string&) { say(device_.install_licence(url)); });
}

void IpsSession::exec_erase_licence(const Match&) {
  print("Warning: Executing this command will remove the license key installed on the sensor.\n");
  ask("Continue? []: ", Echo::kPlain, [this](const std::string& answer) {
    if (says_yes(answer)) device_.erase_licence();
  });
}

void IpsSession::exec_setup(const Match&) {
  setup_ = std::make_unique<IpsSetup>(
      device_.config(), IpsSetup::Times{device_.now(), ips_time_text(device_, device_.now()),
                                        ips_time_text(device_, device_.modified())});
  print(setup_->opening());
  ask_setup();
}

// The interrupt key drops the question, and with it the dialogue.
void IpsSession::ask_setup() {
  ask(setup_->question(), Echo::kPlain, [this](const std::string& typed) {
    const bool saved = setup_->saved();
    const std::string shown = setup_->answer(typed);
    if (!saved && setup_->saved() && !save_setup()) return;
    print(shown);
    if (setup_->done()) {
      finish_setup();
    } else {
      ask_setup();
    }
  });
}

// False when the dialogue is over: somebody else was faster, or this session's connection ended.
bool IpsSession::save_setup() {
  for (const IpsSetup::Draft& draft : setup_->drafts()) {
    if (!draft.modified) continue;
    if (auto done = device_.commit(draft.component, draft.node, draft.revision, user()); !done) {
      say(done);
      return false;
    }
  }
  print("Configuration Saved.\n");
  return !finished();
}

void IpsSession::finish_setup() {
  const auto setup = std::move(setup_);
  if (setup->new_time()) device_.set_clock(*setup->new_time());
  // The question is of 5.x [I]; elsewhere, and after "no", what changed is in force all the same.
  if (!setup->wants_reboot()) return;
  ask("Continue with reboot? [yes]: ", Echo::kPlain, [this](const std::string& answer) {
    if (!says_no(answer)) device_.reset();
  });
}

}  // namespace lw::lab
