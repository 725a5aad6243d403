// How a line becomes a command at a sensor.
#include "lab/ips_session.h"

#include <fmt/format.h>

#include "base/text.h"

namespace lw::lab {
namespace {

constexpr std::size_t kLineLimit = 2600;
constexpr PagerStyle kPager{"--MORE--", "\r        \r"};  // [I]

CommandTable table_of(std::span<const IpsSession::Rule> rules, IpsRole role) {
  CommandTable table;
  int number = 0;
  for (const IpsSession::Rule& rule : rules) {
    if (rule.role <= role) table.add(rule.syntax, number);
    ++number;
  }
  return table;
}

struct RoleTables {
  CommandTable tables[3];
  explicit RoleTables(std::span<const IpsSession::Rule> rules)
      : tables{table_of(rules, IpsRole::kViewer), table_of(rules, IpsRole::kOperator),
               table_of(rules, IpsRole::kAdministrator)} {}
};

}  // namespace

IpsSession::IpsSession(IpsDevice& device, Arrival arrival, std::size_t forced_columns)
    : CliSession(kPager, kLineLimit), device_(device), arrival_(std::move(arrival)) {
  screen().columns = 0;  // [I] it leaves long lines to the terminal
  force_columns(forced_columns);
}

IpsSession::~IpsSession() { device_.leave(*this); }

void IpsSession::hang_up() {
  if (finished()) return;
  finish();
  settle();
  give_news();
}

std::string IpsSession::prompt() const {
  if (!account_) return "login: ";
  const std::string host = device_.config().host_name();
  if (editor_) return fmt::format("{}(config-{})# ", host, editor_->mode());
  return fmt::format("{}{}# ", host, configuring_ ? "(config)" : "");
}

const CommandTable& IpsSession::table() const {
  static const RoleTables kExec(IpsExecRules::rules());
  static const RoleTables kConfigure(IpsConfigureRules::rules());
  if (editor_) return editor_->table();
  return (configuring_ ? kConfigure : kExec).tables[static_cast<std::size_t>(account_->role)];
}

void IpsSession::complain(const Match& match) {
  if (match.kind == Match::Kind::kIncomplete) {
    print("% Incomplete command\n");
  } else if (match.kind == Match::Kind::kAmbiguous) {
    print("% Ambiguous command\n");
  } else {
    // [I] as on a router, whose command line this one resembles.
    print(std::string(prompt_columns() + match.column, ' ') +
          "^\n% Invalid input detected at '^' marker.\n");
  }
}

void IpsSession::say(const IpsOutcome& outcome) {
  if (!outcome) print(fmt::format("Error: {}\n", outcome.error().text));
}

void IpsSession::on_line(const std::string& line) {
  if (!account_) {
    const std::string user(trim(line));
    if (!user.empty()) ask_password(user);
    return;
  }
  if (trim(line).empty()) return;
  const Match match = table().match(line);
  if (match.kind != Match::Kind::kMatched) {
    complain(match);
  } else if (editor_) {
    edit(match);
  } else {
    const auto rules = configuring_ ? IpsConfigureRules::rules() : IpsExecRules::rules();
    (this->*rules[static_cast<std::size_t>(match.command)].run)(match);
  }
}

std::string IpsSession::help_for(std::string_view line) const {
  if (!account_) return {};
  std::string text;
  for (const HelpEntry& entry : table().help(line)) text += fmt::format("{}\n", entry.word);
  return text.empty() ? "% Unrecognized command\n" : text;
}

std::optional<std::string> IpsSession::completed(std::string_view line) const {
  if (!account_) return std::nullopt;
  return table().complete(line);
}

}  // namespace lw::lab
