// How the router lets a user in, and up: lines, users, AAA's local methods, the enable password.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/ios_session.h"
#include "lab/password_hash.h"

namespace lw::lab {
namespace {

constexpr int kTries = 3;

}  // namespace

const std::vector<std::string>& IosSession::line_settings() const {
  static const std::vector<std::string> kNone;
  if (!vty_) return device_.config().console();
  const auto& lines = device_.config().vty();
  return *vty_ < lines.size() ? lines[*vty_] : kNone;
}

std::string IosSession::line_value(std::string_view words) const {
  for (const std::string& line : line_settings()) {
    if (begins_with_words(line, words)) {
      return std::string(trim(std::string_view(line).substr(words.size())));
    }
  }
  return {};
}

IosSession::LoginBy IosSession::login_method() const {
  const IosConfig& config = device_.config();
  const auto& line = line_settings();
  const auto has = [&](std::string_view text) {
    return std::ranges::find(line, text) != line.end();
  };
  if (config.has("aaa new-model")) {
    std::string list = line_value("login authentication");
    if (list.empty()) list = "default";
    const std::string methods = config.value("aaa authentication login " + list);
    for (const std::string_view method : split_words(methods)) {
      if (method == "local" || method == "local-case") return LoginBy::kUser;
      if (method == "line") return LoginBy::kLinePassword;
      if (method == "enable") return LoginBy::kEnablePassword;
      if (method == "none") return LoginBy::kNothing;
    }
    // Without a default list a vty asks the local users and the console asks nobody (inferred).
    return vty_ ? LoginBy::kUser : LoginBy::kNothing;
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
    const auto known = device_.config().user(user_);
    const bool aaa = device_.config().has("aaa new-model");
    const bool authorized = !aaa || device_.config().has("aaa authorization exec default");
    logged_in(known && authorized ? known->privilege : 1);
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
    const auto checked = [this, known](bool right) {
      const bool aaa = device_.config().has("aaa new-model");
      if (right) {
        const bool authorized = !aaa || device_.config().has("aaa authorization exec default");
        logged_in(authorized ? known->privilege : 1);
        return;
      }
      print(aaa ? "\n% Authentication failed\n\n" : "% Login invalid\n\n");
      login_failed("");
      if (!finished()) ask_user();
    };
    if (known && known->type.empty()) {
      checked(true);
      return;
    }
    ask("Password: ", Echo::kNone, [known, checked](const std::string& password) {
      checked(known && password_matches(Secret(password), known->type, known->password));
    });
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

}  // namespace lw::lab
