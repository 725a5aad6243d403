// How the switch lets a user in, and how a line becomes a command. Questions, complaints and
// answers are inferred unless they say otherwise.
#include "lab/catos_session.h"

#include <fmt/format.h>

#include "base/text.h"
#include "lab/config_store.h"

namespace lw::lab {
namespace {

constexpr std::size_t kLineLimit = 510;
constexpr PagerStyle kPager{"--More--", "\r        \r"};

// How many of the words of `line` are the leading keywords of `syntax`, or begin them.
std::size_t common_keywords(std::string_view syntax, std::string_view line) {
  const std::vector<std::string_view> known = split_words(syntax);
  const std::vector<std::string_view> typed = split_words(line);
  std::size_t count = 0;
  while (count < known.size() && count < typed.size() &&
         known[count].starts_with(to_lower(typed[count]))) {
    ++count;
  }
  return count;
}

// A password is asked for; only a configuration text has it on the line.
bool typed_by_users(const CatosRule& rule) {
  return rule.action != CatosAction::kLoginPassword && rule.action != CatosAction::kEnablePassword;
}

}  // namespace

CatosSession::CatosSession(CatosDevice& device, Arrival arrival, std::size_t forced_columns)
    : CliSession(kPager, kLineLimit),
      device_(device),
      arrival_(std::move(arrival)),
      last_key_(device.now()) {
  force_columns(forced_columns);
}

CatosSession::~CatosSession() { device_.leave(*this); }

std::string_view CatosSession::kind() const {
  return arrival_.transport == Transport::kConsole ? "console" : "telnet";
}

void CatosSession::begin() {
  const std::string length = device_.config().value("length");
  if (const auto lines = parse_decimal(first_words(length, 1))) {
    screen().lines = static_cast<std::size_t>(*lines);
  }
  if (arrival_.transport == Transport::kConsole) {
    // CatOS oddity: somebody has to press Return first.
    ask("", Echo::kNone, [this](const std::string&) { greet(); });
  } else if (arrival_.transport == Transport::kSsh) {
    user_ = arrival_.user;
    const auto known = device_.config().user(user_);
    print(device_.config().banner() + "\n");
    logged_in(known && known->privilege == 15);
  } else {
    greet();
  }
  settle();
}

void CatosSession::greet() {
  const CatosConfig& config = device_.config();
  if (const std::string banner = config.banner(); !banner.empty()) print(banner + "\n");
  print("\n\nCisco Systems Console\n\n\n");
  // The console always falls back to the passwords of the switch itself.
  const bool local = config.authenticates("login", "local", kind()) || kind() == "console";
  if (!local) {
    print("Authentication failed.\n");
    finish();
  } else if (config.has_users()) {
    ask_user();
  } else {
    ask_login_password();
  }
}

void CatosSession::refused(std::string_view words, const std::function<void()>& again) {
  print(words);
  if (++failures_ < device_.config().attempts("login", kind())) {
    again();
  } else if (arrival_.transport == Transport::kConsole) {
    failures_ = 0;
    ask("", Echo::kNone, [this](const std::string&) { greet(); });
  } else {
    finish();
  }
}

void CatosSession::ask_login_password() {
  ask("Enter password: ", Echo::kNone, [this](const std::string& typed) {
    if (device_.config().check_password("password", Secret(typed))) {
      logged_in(false);
    } else {
      refused("Sorry, incorrect password\n", [this] { ask_login_password(); });
    }
  });
}

void CatosSession::ask_user() {
  ask("Username: ", Echo::kPlain, [this](const std::string& typed) {
    user_ = std::string(trim(typed));
    ask("Enter password: ", Echo::kNone, [this](const std::string& password) {
      const auto known = device_.config().user(user_);
      if (known && CatosConfig::check_kept(known->password, Secret(password))) {
        logged_in(known->privilege == 15);
      } else {
        refused("Authentication failed.\n", [this] { ask_user(); });
      }
    });
  });
}

void CatosSession::logged_in(bool enabled) {
  failures_ = 0;
  logged_in_ = true;
  enabled_ = enabled;
}

std::optional<WallTime> CatosSession::idle_deadline() const {
  const long minutes = parse_decimal(device_.config().value("logout")).value_or(20);
  if (minutes == 0) return std::nullopt;
  return last_key_ + std::chrono::minutes(minutes);
}

void CatosSession::hang_up() {
  if (finished()) return;
  print("\n");
  finish();
  settle();
  give_news();
}

std::string CatosSession::prompt() const {
  if (banner_) return {};
  return fmt::format("{} {}", device_.config().prompt(), enabled_ ? "(enable) " : "");
}

void CatosSession::on_nested_end(NestedEnd end) {
  if (end == NestedEnd::kEscaped) drop_suspended();
  print("Connection closed.\n");
}

void CatosSession::on_line(const std::string& line) {
  if (banner_) {
    take_banner(line);
    return;
  }
  if (trim(line).empty()) return;
  const Match match = exec_table().match(line);
  if (match.kind == Match::Kind::kMatched) {
    (this->*CatosExecRules::rules()[static_cast<std::size_t>(match.command)].run)(match);
    return;
  }
  const std::string_view typed = trim(line);
  const std::string verb = to_lower(first_words(typed, 1));
  const std::string_view rest = trim(typed.substr(verb.size()));
  if (rest == "help" && (verb == "set" || verb == "clear" || verb == "show")) {
    print(help_for(verb + " "));
  } else if (enabled_ && verb == "set" && !rest.empty()) {
    run_set(rest);
  } else if (enabled_ && verb == "clear" && !rest.empty()) {
    run_clear(rest);
  } else {
    print(complaint(typed));
  }
}

void CatosSession::run_set(std::string_view line) {
  const Match match = catos_set_table().match(line);
  const CatosRule* rule = match.kind == Match::Kind::kMatched
                              ? &catos_rules()[static_cast<std::size_t>(match.command)]
                              : nullptr;
  if (rule == nullptr || !typed_by_users(*rule)) {
    print(complaint(fmt::format("set {}", line)));
    return;
  }
  print(device_.config().set(*rule, match));
  // What was set before text mode is kept; from then on it takes "write memory".
  if (rule->action == CatosAction::kConfigMode) device_.save();
  device_.changed();
}

void CatosSession::run_clear(std::string_view line) {
  const Match match = catos_clear_table().match(line);
  if (match.kind != Match::Kind::kMatched) {
    print(complaint(fmt::format("clear {}", line)));
    return;
  }
  const auto& rule = catos_clear_rules()[static_cast<std::size_t>(match.command)];
  print(device_.config().clear(rule, match));
  device_.changed();
}

// "Unknown command" when no command begins like this, else the usage of the one that is nearest.
std::string CatosSession::complaint(std::string_view line) const {
  std::string nearest;
  std::size_t best = 0;
  const auto consider = [&](const std::string& syntax) {
    const std::size_t common = common_keywords(syntax, line);
    if (common <= best) return;
    best = common;
    nearest = syntax;
  };
  for (const ExecRule& rule : CatosExecRules::rules()) {
    if (enabled_ || rule.who == Who::kAnyone) consider(std::string(rule.syntax));
  }
  if (enabled_) {
    for (const CatosRule& rule : catos_rules()) {
      if (!typed_by_users(rule)) continue;
      consider(fmt::format("set {}", rule.syntax));
    }
    for (const auto& rule : catos_clear_rules()) consider(fmt::format("clear {}", rule.syntax));
  }
  const std::string verb = to_lower(first_words(line, 1));
  const bool family = verb == "set" || verb == "clear" || verb == "show";
  const std::size_t needed = family && split_words(line).size() > 1 ? 2 : 1;
  if (best < needed) {
    const std::string_view named = first_words(line, best == 0 ? 1 : 2);
    return fmt::format("Unknown command \"{}\".  Use '{}help' for more info.\n", named,
                       best == 0 ? "" : verb + " ");
  }
  if (family && split_words(line).size() == 1) return help_for(verb + " ");
  return fmt::format("Usage: {}\n", nearest);
}

void CatosSession::take_banner(const std::string& line) {
  const std::size_t end = line.find(banner_->mark);
  banner_->text += line.substr(0, end);
  if (end == std::string::npos) {
    constexpr std::size_t kLongest = 3070;
    banner_->text.resize(std::min(banner_->text.size(), kLongest));
    banner_->text += '\n';
    return;
  }
  device_.config().set_banner(banner_->text);
  banner_.reset();
  device_.changed();
  print("MOTD banner set\n");
}

std::string CatosSession::help_for(std::string_view line) const {
  std::string text;
  const std::string_view verb = first_words(trim(line), 1);
  const auto add = [&](const CommandTable& table, std::string_view typed) {
    for (const HelpEntry& entry : table.help(typed)) text += "  " + entry.word + "\n";
  };
  add(exec_table(), line);
  const std::size_t blank = line.find(' ');
  if (enabled_ && blank != std::string_view::npos) {
    if (verb == "set") add(catos_set_table(), line.substr(blank + 1));
    if (verb == "clear") add(catos_clear_table(), line.substr(blank + 1));
  }
  return text.empty() ? complaint(trim(line)) : "Commands:\n" + text;
}

std::optional<std::string> CatosSession::completed(std::string_view line) const {
  return exec_table().complete(line);
}

}  // namespace lw::lab
