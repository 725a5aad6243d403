// How the firewall lets a user in, and how a line becomes a command.
#include "lab/asa_session.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/text.h"
#include "lab/asa_aaa.h"
#include "lab/asa_exec_rules.h"
#include "lab/fwsm.h"
#include "lab/pix_rules.h"

namespace lw::lab {
namespace {

constexpr std::size_t kLineLimit = 510;
constexpr int kTries = 3;
constexpr PagerStyle kPager{"<--- More --->", "\r              \r"};

}  // namespace

AsaSession::AsaSession(AsaDevice& device, Arrival arrival, std::size_t forced_columns)
    : CliSession(kPager, kLineLimit),
      device_(device),
      arrival_(std::move(arrival)),
      last_key_(device.now()) {
  // The console is in the system execution space (inferred), networks end in the admin context.
  const bool inside =
      arrival_.transport == Transport::kConsole || arrival_.transport == Transport::kBackplane;
  context_ = inside ? device.base().name : device.admin().name;
  force_columns(forced_columns);
}

AsaSession::~AsaSession() { device_.leave(*this); }

AsaContext& AsaSession::here() {
  AsaContext* context = device_.find_context(context_);
  return context == nullptr ? device_.admin() : *context;
}

void AsaSession::begin_request(std::string user, int privilege, RequestMode mode) {
  user_ = std::move(user);
  privilege_ = privilege;
  logged_in_ = true;
  screen() = {0, 0};
  asks_reporting_ = false;  // the question is for terminals (inferred)
  if (mode == RequestMode::kConfigure) cursor_ = AsaCursor{};
}

void AsaSession::begin() {
  if (arrival_.transport == Transport::kConsole && device_.in_setup()) {
    begin_setup();
    settle();
    return;
  }
  const AsaConfig& config = this->config();
  if (const auto lines = parse_decimal(config.value("pager lines"))) {
    screen().lines = static_cast<std::size_t>(*lines);
  }
  if (const auto columns = parse_decimal(config.value("terminal width"))) {
    screen().columns = static_cast<std::size_t>(*columns);
  }
  print(config.banner("motd"));
  if (arrival_.transport == Transport::kSsh) {
    user_ = arrival_.user;
    logged_in();
  } else if (arrival_.transport == Transport::kConsole) {
    print(config.banner("login"));
    if (asa_aaa_methods(config, "serial")) {
      ask_user("serial");
    } else {
      logged_in();
    }
  } else {
    print(config.banner("login"));
    print("\n\nUser Access Verification\n\n");
    if (asa_aaa_methods(config, "telnet")) {
      ask_user("telnet");
    } else {
      ask_line_password();
    }
  }
  settle();
}

void AsaSession::ask_line_password() {
  ask("Password: ", Echo::kStars, [this](const std::string& typed) {
    // The system space has no such password: the admin context's is asked for (inferred).
    const AsaConfig& config = device_.config();
    const bool unset = device_.release().is_fwsm() && !config.has("passwd");
    if (unset ? typed == kFwsmLinePassword : config.check_password("passwd", Secret(typed))) {
      logged_in();
    } else if (++failures_ < kTries) {
      ask_line_password();
    } else {
      print("Access denied.\n");
      finish();
    }
  });
}

void AsaSession::verify(std::string_view service, AaaQuestion::Kind kind, Secret password,
                        std::function<void(bool)> then) {
  wait_for<AaaAnswer>(
      [&](std::function<void(AaaAnswer)> done) {
        asa_log_in(
            device_.aaa(), config(), service,
            {kind, user_, std::move(password), std::string(service), arrival_.source_address},
            std::move(done));
      },
      [then = std::move(then)](const AaaAnswer& answer) {
        then(answer.verdict == AaaAnswer::Verdict::kAccepted);
      });
}

// `service` is a literal.
void AsaSession::ask_user(std::string_view service) {
  ask("Username: ", Echo::kPlain, [this, service](const std::string& typed) {
    user_ = std::string(trim(typed));
    ask("Password: ", Echo::kStars, [this, service](const std::string& password) {
      verify(service, AaaQuestion::Kind::kLogin, Secret(password), [this, service](bool right) {
        if (right) {
          logged_in();
          return;
        }
        if (config().user(user_)) device_.logins().failed(user_);
        if (++failures_ < kTries) {
          ask_user(service);
        } else {
          print("Access denied.\n");
          finish();
        }
      });
    });
  });
}

void AsaSession::logged_in() {
  logged_in_ = true;
  failures_ = 0;
  if (!user_.empty()) {
    const bool console = arrival_.transport == Transport::kConsole;
    const std::string counted = device_.logins().succeeded(
        user_, console ? "console" : arrival_.source_address, device_.now());
    if (device_.release().has(AsaFeature::kCountedLogins)) {
      print(fmt::format("User {} logged in to {}\n{}", user_, config().hostname(), counted));
    }
  }
  print(config().banner("exec"));
  print("Type help or '?' for a list of available commands.\n");
}

// Verified of 9.12 and later; the complaints and the least length are inferred.
void AsaSession::ask_new_enable_password() {
  constexpr std::size_t kLeast = 3;
  ask("Enter  Password: ", Echo::kStars, [this](const std::string& first) {
    if (first.size() < kLeast || first.contains(' ')) {
      print("ERROR: Password must be at least 3 characters, without blanks\n");
      ask_new_enable_password();
      return;
    }
    ask("Repeat Password: ", Echo::kStars, [this, first](const std::string& second) {
      if (first != second) {
        print("ERROR: Passwords do not match\n");
        ask_new_enable_password();
        return;
      }
      AsaCursor cursor;
      (void)config().apply(cursor, "enable password " + first);
      privilege_ = 15;
    });
  });
}

void AsaSession::ask_enable() {
  if (device_.release().has(AsaFeature::kForcedEnablePassword) &&
      !config().has("enable password")) {
    print("The enable password is not set.  Please set it now.\n");
    ask_new_enable_password();
    return;
  }
  ask("Password: ", Echo::kStars, [this](const std::string& typed) {
    const auto judged = [this](bool right) {
      if (right) {
        failures_ = 0;
        privilege_ = 15;
      } else if (++failures_ < kTries) {
        ask_enable();
      } else {
        failures_ = 0;
        print("Access denied.\n");
      }
    };
    if (!user_.empty() && asa_aaa_methods(config(), "enable")) {
      verify("enable", AaaQuestion::Kind::kEnable, Secret(typed), judged);
    } else {
      judged(config().check_password("enable password", Secret(typed)));
    }
  });
}

std::optional<WallTime> AsaSession::idle_deadline() const {
  const std::string_view words = arrival_.transport == Transport::kSsh      ? "ssh timeout"
                                 : arrival_.transport == Transport::kTelnet ? "telnet timeout"
                                                                            : "console timeout";
  if (arrival_.transport == Transport::kConsole && device_.in_setup()) return std::nullopt;
  const long usual = arrival_.transport == Transport::kConsole ? 0 : 5;
  const long minutes = parse_decimal(config().value(words)).value_or(usual);
  if (minutes == 0) return std::nullopt;
  return last_key_ + std::chrono::minutes(minutes);
}

void AsaSession::hang_up() {
  if (finished()) return;
  print("\n");
  finish();
  settle();
  give_news();
}

// ASA oddity, verified: a bare carriage return stands in front of every prompt.
std::string AsaSession::prompt() const {
  if (cursor_ && cursor_->paste) return {};
  // Verified of an FWSM: its own name stands in front of the context's, "FWSM/ceige#".
  const bool fwsm = device_.release().is_fwsm();
  std::string host = (fwsm ? device_.base().config : config()).hostname();
  if (config().space() == AsaSpace::kContext) host += "/" + here().name;
  if (const std::string own = named_prompt(); !own.empty()) host = own;
  const std::string_view before = device_.release().has(AsaFeature::kModes) ? "\r" : "";
  if (cursor_) return fmt::format("{}{}({})# ", before, host, cursor_->mode);
  return fmt::format("{}{}{} ", before, host, privilege_ > 1 ? "#" : ">");
}

void AsaSession::point_at(std::size_t column) {
  if (!device_.release().has(AsaFeature::kModes)) {
    print(pix6_usage(line_));
    return;
  }
  print(std::string(prompt_columns() + column, ' ') + "^\n");
  print("ERROR: % Invalid input detected at '^' marker.\n");
}

void AsaSession::complain(Match::Kind kind, std::size_t column) {
  if (!device_.release().has(AsaFeature::kModes)) {
    print(pix6_usage(line_));
  } else if (kind == Match::Kind::kIncomplete) {
    print("ERROR: % Incomplete command\n");
  } else if (kind == Match::Kind::kAmbiguous) {
    print("ERROR: % Ambiguous command\n");
  } else {
    point_at(column);
  }
}

void AsaSession::on_line(const std::string& line) {
  line_ = line;
  if (cursor_ && cursor_->paste) {
    configure(line);
    return;
  }
  if (trim(line).empty()) return;
  const std::size_t bar = line.find('|');
  if (bar == std::string::npos || !trim(line).starts_with("sh")) {
    run(line);
    return;
  }
  static const CommandTable kFilters = [] {
    CommandTable table;
    table.add("{include|exclude|begin|grep} LINE", 0);
    return table;
  }();
  const Match filter = kFilters.match(std::string_view(line).substr(bar + 1));
  const RE2 pattern(filter.words.empty() ? "" : filter.words.back(), RE2::Quiet);
  if (filter.kind != Match::Kind::kMatched || !pattern.ok()) {
    complain(filter.kind == Match::Kind::kMatched ? Match::Kind::kInvalid : filter.kind,
             bar + 1 + filter.column);
    return;
  }
  run(line.substr(0, bar));
  const std::string all = take_page();
  bool begun = false;
  for (const std::string_view row : split_lines(all)) {
    const bool hit = RE2::PartialMatch(row, pattern);
    bool wanted = filter.words.front() == "exclude" ? !hit : hit;
    if (filter.words.front() == "begin") wanted = begun = begun || hit;
    if (wanted) print(fmt::format("{}\n", row));
  }
}

void AsaSession::run(const std::string& line) {
  const Match match = exec_table().match(line);
  // In configuration mode exec commands work too, but lines of the configuration come first.
  if (cursor_) {
    const AsaMode& global = config().mode(AsaCursor{});
    const bool exec = match.kind == Match::Kind::kMatched &&
                      global.table->match(line).kind != Match::Kind::kMatched;
    if (!exec) {
      configure(line);
      return;
    }
  }
  if (match.kind != Match::Kind::kMatched) {
    complain(match.kind, match.column);
    return;
  }
  (this->*AsaExecRules::rules()[static_cast<std::size_t>(match.command)].run)(match);
}

void AsaSession::on_end_key(const std::string& line) {
  if (!trim(line).empty() && cursor_ && !cursor_->paste) configure(line);
  cursor_.reset();
}

std::string AsaSession::help_for(std::string_view line) const {
  std::string text;
  const CommandTable& table = cursor_ ? *config().mode(*cursor_).table : exec_table();
  for (const HelpEntry& entry : table.help(line)) text += "  " + entry.word + "\n";
  return text.empty() ? "ERROR: % Unrecognized command\n" : text;
}

std::optional<std::string> AsaSession::completed(std::string_view line) const {
  return (cursor_ ? *config().mode(*cursor_).table : exec_table()).complete(line);
}

}  // namespace lw::lab
