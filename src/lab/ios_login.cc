// How the router lets a user in, and up: lines, users, AAA's methods, the enable password.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "lab/ios_aaa.h"
#include "lab/ios_session.h"

namespace lw::lab {
namespace {

constexpr int kTries = 3;

}  // namespace

const std::vector<std::string>& IosSession::line_settings() const {
  return ios_line_settings(device_.config(), vty_);
}

std::string IosSession::line_value(std::string_view words) const {
  return ios_line_value(line_settings(), words);
}

AaaQuestion IosSession::question(AaaQuestion::Kind kind, Secret password) const {
  return {kind, user_, std::move(password), ios_port_name(vty_), arrival_.source_address};
}

IosSession::LoginBy IosSession::login_method() const {
  const IosConfig& config = device_.config();
  const auto& line = line_settings();
  const auto has = [&](std::string_view text) {
    return std::ranges::find(line, text) != line.end();
  };
  if (config.has("aaa new-model")) {
    switch (ios_login_methods(config, vty_).front().kind) {
      case AaaMethod::Kind::kLine:
        return LoginBy::kLinePassword;
      case AaaMethod::Kind::kEnable:
        return LoginBy::kEnablePassword;
      case AaaMethod::Kind::kNone:
        return LoginBy::kNothing;
      default:
        return LoginBy::kUser;
    }
  }
  if (has("no login")) return LoginBy::kNothing;
  if (has("login local")) return LoginBy::kUser;
  const bool password = !line_value("password").empty();
  if (!vty_ && !has("login")) return LoginBy::kNothing;
  if (password) return LoginBy::kLinePassword;
  return vty_ ? LoginBy::kUnset : LoginBy::kNothing;
}

void IosSession::begin() {
  if (!vty_ && device_.in_setup()) {
    begin_setup();
    settle();
    return;
  }
  const std::string motd = device_.config().banner("motd");
  const std::string login = device_.config().banner("login");
  if (!motd.empty()) print("\n" + motd + "\n");
  if (arrival_.transport == Transport::kSsh) {
    user_ = arrival_.user;
    authorize(arrival_.grant);
  } else {
    if (!login.empty()) print("\n" + login + "\n");
    log_in();
  }
  settle();
}

void IosSession::begin_request(std::string user, int privilege, RequestMode mode) {
  user_ = std::move(user);
  privilege_ = privilege;
  logged_in_ = true;
  screen() = {0, 0};
  if (mode == RequestMode::kConfigure) cursor_ = IosCursor{};
}

void IosSession::end_request() {
  if (cursor_) leave_configuration();
}

void IosSession::log_in() {
  const LoginBy method = login_method();
  if (method == LoginBy::kNothing) {
    logged_in(1);
    return;
  }
  if (method == LoginBy::kUnset) {
    print("\n\nPassword required, but none set\n");
    finish();
    return;
  }
  print("\n\nUser Access Verification\n\n");
  if (method == LoginBy::kUser) {
    ask_user();
  } else {
    ask_password();
  }
}

void IosSession::login_failed(std::string_view last_words) {
  if (++failures_ < kTries) return;
  print(last_words);
  finish();
}

void IosSession::ask_password() {
  ask("Password: ", Echo::kNone, [this](const std::string& typed) {
    const std::string kept = line_value("password");
    const bool right = login_method() == LoginBy::kEnablePassword
                           ? device_.config().check_enable(Secret(typed))
                           : !kept.empty() && IosConfig::check_kept(kept, Secret(typed));
    if (right) {
      logged_in(1);
      return;
    }
    login_failed("% Bad passwords\n");
    if (!finished()) ask_password();
  });
}

void IosSession::ask_user() {
  ask("Username: ", Echo::kPlain, [this](const std::string& typed) {
    user_ = std::string(trim(typed));
    if (user_.empty()) {
      ask_user();
      return;
    }
    const auto known = device_.config().user(user_);
    const auto first = ios_login_methods(device_.config(), vty_).front().kind;
    if (first == AaaMethod::Kind::kLocal && known && known->type.empty()) {
      authorize({.accepted = true});
      return;
    }
    ask("Password: ", Echo::kNone,
        [this](const std::string& password) { verify(Secret(password)); });
  });
}

void IosSession::verify(Secret password) {
  wait_for<LoginGrant>(
      [&](std::function<void(LoginGrant)> done) {
        ios_log_in(device_.aaa(), device_.config(), vty_,
                   question(AaaQuestion::Kind::kLogin, std::move(password)), std::move(done));
      },
      [this](LoginGrant grant) {
        if (grant.accepted) {
          authorize(grant);
          return;
        }
        const bool aaa = device_.config().has("aaa new-model");
        print(aaa ? "\n% Authentication failed\n\n" : "% Login invalid\n\n");
        login_failed("");
        if (!finished()) ask_user();
      });
}

// Whether the user may have a shell, and of which level.
void IosSession::authorize(LoginGrant grant) {
  const IosConfig& config = device_.config();
  const auto known = config.user(user_);
  if (!config.has("aaa new-model")) {
    logged_in(known ? known->privilege : 1);
    return;
  }
  const std::string named = line_value("authorization exec");
  const auto methods =
      ios_aaa_methods(config, "authorization exec", named.empty() ? "default" : named);
  if (!methods) {
    logged_in(1);
    return;
  }
  const AaaJudge judge = [known, grant, named_user = !user_.empty()](AaaMethod::Kind kind) {
    using enum AaaAnswer::Verdict;
    if (kind == AaaMethod::Kind::kNone) return AaaAnswer{kAccepted};
    if (kind == AaaMethod::Kind::kIfAuthenticated && named_user) return AaaAnswer{kAccepted};
    if (kind == AaaMethod::Kind::kLocal && known) return AaaAnswer{kAccepted, known->privilege};
    if (kind == AaaMethod::Kind::kRadiusGrant && grant.server == AaaProtocol::kRadius) {
      return AaaAnswer{kAccepted, grant.privilege};
    }
    return AaaAnswer{kNoAnswer};
  };
  wait_for<AaaOutcome>(
      [&](std::function<void(AaaOutcome)> done) {
        ask_in_turn(device_.aaa(), *methods, question(AaaQuestion::Kind::kShell, {}), judge,
                    std::move(done));
      },
      [this](const AaaOutcome& outcome) {
        if (outcome.answer.verdict == AaaAnswer::Verdict::kAccepted) {
          logged_in(outcome.answer.privilege.value_or(1));
          return;
        }
        print("% Authorization failed.\n");
        finish();
      });
}

void IosSession::logged_in(int privilege) {
  const auto level = parse_decimal(line_value("privilege level"));
  privilege_ = privilege > 1 ? privilege : static_cast<int>(level.value_or(1));
  if (const auto lines = parse_decimal(line_value("length"))) {
    screen().lines = static_cast<std::size_t>(*lines);
  }
  if (const auto columns = parse_decimal(line_value("width"))) {
    screen().columns = static_cast<std::size_t>(*columns);
  }
  failures_ = 0;
  logged_in_ = true;
  const std::string exec = device_.config().banner("exec");
  if (!exec.empty()) print("\n" + exec + "\n");
  print("\n");
}

void IosSession::ask_enable(int level) {
  const IosConfig& config = device_.config();
  if (config.has("aaa new-model")) {
    const auto methods = ios_aaa_methods(config, "authentication enable", "default");
    // The enable password alone is asked for as it is without AAA.
    if (methods && !methods->empty() && methods->front().kind != AaaMethod::Kind::kEnable) {
      ask_enable_of(*methods, level);
      return;
    }
  }
  const bool secret = config.has("enable secret");
  const bool aaa = config.has("aaa new-model");
  if (!secret && !config.has("enable password")) {
    // The console may do without; nobody else may.
    if (vty_ || by_web()) {
      print(aaa ? "% Error in authentication.\n\n" : "% No password set\n");
    } else {
      privilege_ = level;
    }
    return;
  }
  ask("Password: ", Echo::kNone, [this, level, secret, aaa](const std::string& typed) {
    if (device_.config().check_enable(Secret(typed))) {
      failures_ = 0;
      privilege_ = level;
      return;
    }
    if (++failures_ < kTries) {
      if (aaa) {
        failures_ = 0;
        print("% Access denied\n\n");
      } else {
        ask_enable(level);
      }
      return;
    }
    failures_ = 0;
    print(secret ? "% Bad secrets\n\n" : "% Bad passwords\n\n");
  });
}

void IosSession::ask_enable_of(const std::vector<AaaMethod>& methods, int level) {
  if (methods.front().kind == AaaMethod::Kind::kNone) {
    privilege_ = level;
    return;
  }
  const AaaQuestion asked = question(AaaQuestion::Kind::kEnable, {});
  ask("Password: ", Echo::kNone, [this, methods, asked, level](const std::string& typed) {
    AaaQuestion told = asked;
    told.password = Secret(typed);
    const AaaJudge judge = [&config = device_.config(), line = line_value("password"),
                            password = told.password](AaaMethod::Kind kind) {
      using enum AaaAnswer::Verdict;
      const auto verdict = [](bool right) { return AaaAnswer{right ? kAccepted : kRefused}; };
      if (kind == AaaMethod::Kind::kNone) return AaaAnswer{kAccepted};
      if (kind == AaaMethod::Kind::kEnable && config.has("enable")) {
        return verdict(config.check_enable(password));
      }
      if (kind == AaaMethod::Kind::kLine && !line.empty()) {
        return verdict(IosConfig::check_kept(line, password));
      }
      return AaaAnswer{kNoAnswer};
    };
    wait_for<AaaOutcome>(
        [&](std::function<void(AaaOutcome)> done) {
          ask_in_turn(device_.aaa(), methods, std::move(told), judge, std::move(done));
        },
        [this, level](const AaaOutcome& outcome) {
          switch (outcome.answer.verdict) {
            case AaaAnswer::Verdict::kAccepted:
              privilege_ = level;
              return;
            case AaaAnswer::Verdict::kRefused:
              print("% Access denied\n\n");
              return;
            case AaaAnswer::Verdict::kNoAnswer:
              print("% Error in authentication.\n\n");
              return;
          }
        });
  });
}

}  // namespace lw::lab
