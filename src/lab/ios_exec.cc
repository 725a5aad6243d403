// The router's exec mode: how a line becomes a command, and the commands that do something.
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>

#include "base/text.h"
#include "lab/answers.h"
#include "lab/ios_session.h"

namespace lw::lab {
namespace {

constexpr std::size_t kLineLimit = 254;
constexpr std::size_t kHistory = 10;
constexpr PagerStyle kPager{" --More-- ", "\b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\b"};
constexpr std::string_view kBadInput = "% Invalid input detected at '^' marker.\n\n";

// What the configuration line "prompt" makes of exec mode's prompt: %h is the host name, %p the
// sign, %s a blank, %% a percent sign (inferred; the others are not known here).
std::string filled_prompt(std::string_view pattern, std::string_view host, std::string_view sign) {
  std::string prompt;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%' || i + 1 == pattern.size()) {
      prompt += pattern[i];
      continue;
    }
    const char escaped = pattern[++i];
    if (escaped == 'h') prompt += host;
    if (escaped == 'p') prompt += sign;
    if (escaped == 's') prompt += ' ';
    if (escaped == '%') prompt += '%';
  }
  return prompt;
}

}  // namespace

struct IosExecRules {
  static constexpr IosFeature kCrypto = IosFeature::kCryptography;
  static constexpr IosFeature kConfirmed = IosFeature::kConfirmedChange;
  static constexpr IosFeature kSlots = IosFeature::kChassis;
  static constexpr IosFeature kToken = IosFeature::kUsbToken;
  static constexpr IosFeature kFiles = IosFeature::kStoredLicences;
  static constexpr IosFeature kSmart = IosFeature::kSmartLicences;
  static constexpr IosSession::ExecRule kRules[] = {
      {"enable [<0-15>]", 0, &IosSession::exec_enable},
      {"disable [<0-15>]", 0, &IosSession::exec_disable},
      {"{exit|logout|quit}", 0, &IosSession::exec_exit},
      {"terminal {length|width} <0-512>", 0, &IosSession::exec_terminal},
      {"terminal {monitor|no monitor|no length|no width}", 0, &IosSession::exec_terminal},
      {"terminal {history|no history} [size <0-256>]", 0, &IosSession::exec_nothing},
      {"ping {ip WORD|WORD}", 1, &IosSession::exec_ping},
      {"show version", 1, &IosSession::show_version},
      {"show module [{all|<1-13>}]", 1, &IosSession::show_module, kSlots},
      {"show sessions", 1, &IosSession::show_sessions, kSlots},
      {"session slot <1-13> processor <0-9>", 1, &IosSession::exec_session, kSlots},
      {"resume [<1-20>]", 1, &IosSession::exec_resume, kSlots},
      {"disconnect [<1-20>]", 1, &IosSession::exec_disconnect, kSlots},
      {"show privilege", 1, &IosSession::show_privilege},
      {"show clock [detail]", 1, &IosSession::show_clock},
      {"show users [all]", 1, &IosSession::show_users},
      {"show history", 1, &IosSession::show_history},
      {"show inventory", 1, &IosSession::show_inventory},
      {"show ip interface brief", 1, &IosSession::show_interfaces_brief},
      {"show ip ssh", 1, &IosSession::show_ip_ssh, kCrypto},
      {"show ssh", 1, &IosSession::show_ssh, kCrypto},
      {"show ip http server {status|all}", 1, &IosSession::show_http_status},
      {"show ip http server connection", 1, &IosSession::show_http_connections},
      {"show ip http server secure status", 1, &IosSession::show_http_secure_status, kCrypto},
      {"show terminal", 1, &IosSession::show_terminal},
      {"show reload", 15, &IosSession::show_reload},
      {"show running-config [{brief|all|full}]", 15, &IosSession::show_running},
      {"show running-config {interface|section|partition} LINE", 15,
       &IosSession::show_running_section},
      {"show startup-config", 15, &IosSession::show_startup},
      {"show configuration", 15, &IosSession::show_startup},
      {"show crypto key mypubkey rsa", 15, &IosSession::show_keys, kCrypto},
      {"show archive", 15, &IosSession::show_archive},
      {"show archive config rollback timer", 15, &IosSession::show_rollback_timer, kConfirmed},
      {"show logging", 15, &IosSession::show_logging},
      {"show kron schedule", 1, &IosSession::show_kron},
      {"show cns event connections", 15, &IosSession::show_cns_event},
      {"show cns config connections", 15, &IosSession::show_cns_config},
      {"show license [{all|detail|feature|udi}]", 15, &IosSession::show_licence, kFiles},
      {"show license {summary|all|udi}", 15, &IosSession::show_smart_licence, kSmart},
      {"license install WORD", 15, &IosSession::exec_licence_install, kFiles},
      {"copy {WORD|tftp:} {flash:|flash0:|WORD}", 15, &IosSession::exec_copy_tftp, kFiles},
      {"show {flash:|flash0:}", 15, &IosSession::show_directory},
      {"dir [LINE]", 15, &IosSession::show_directory},
      {"configure [terminal]", 15, &IosSession::exec_configure},
      {"configure terminal revert timer <1-120>", 15, &IosSession::exec_configure_revert,
       kConfirmed},
      {"configure confirm", 15, &IosSession::exec_configure_confirm, kConfirmed},
      {"configure revert now", 15, &IosSession::exec_configure_revert_now, kConfirmed},
      {"setup", 15, &IosSession::exec_setup},
      {"write [{memory|terminal|erase}]", 15, &IosSession::exec_write},
      {"copy running-config startup-config", 15, &IosSession::exec_copy_run_start},
      {"copy WORD {running-config|startup-config}", 15, &IosSession::exec_copy_from_token, kToken},
      {"copy {running-config|startup-config} WORD", 15, &IosSession::exec_copy_to_token, kToken},
      {"crypto pki token usbtoken0 login [WORD]", 15, &IosSession::exec_token_login, kToken},
      {"crypto pki token usbtoken0 logout", 15, &IosSession::exec_token_logout, kToken},
      {"{show|dir} usbtoken0:", 15, &IosSession::show_token_directory, kToken},
      {"erase {startup-config|nvram:}", 15, &IosSession::exec_erase},
      {"reload [reason LINE]", 15, &IosSession::exec_reload},
      {"reload in WORD [LINE]", 15, &IosSession::exec_reload_in},
      {"reload cancel", 15, &IosSession::exec_reload_cancel},
      {"clear line {vty <0-15>|<0-500>}", 15, &IosSession::exec_clear_line},
      {"{undebug|no debug} all", 15, &IosSession::exec_nothing},
      {"clear {logging|counters}", 15, &IosSession::exec_nothing},
  };
};

const CommandTable& IosSession::exec_table() const {
  using Tables = std::array<CommandTable, 3>;  // of the levels from 0, 1 and 15 on
  constexpr std::array kLevels = {0, 1, 15};
  const auto build = [&](const IosRelease& release) {
    Tables tables;
    for (std::size_t i = 0; i < std::size(IosExecRules::kRules); ++i) {
      const ExecRule& rule = IosExecRules::kRules[i];
      if (!release.has(rule.needs)) continue;
      for (std::size_t level = 0; level < kLevels.size(); ++level) {
        if (rule.privilege <= kLevels[level]) {
          tables[level].add(rule.syntax, static_cast<int>(i));
        }
      }
    }
    return tables;
  };
  constexpr unsigned kAllFeatures =
      static_cast<unsigned>(IosExecRules::kCrypto) |
      static_cast<unsigned>(IosExecRules::kConfirmed) |
      static_cast<unsigned>(IosExecRules::kSlots) | static_cast<unsigned>(IosExecRules::kToken) |
      static_cast<unsigned>(IosExecRules::kFiles) | static_cast<unsigned>(IosExecRules::kSmart);
  static const std::array<Tables, kAllFeatures + 1> kTables = [&] {
    std::array<Tables, kAllFeatures + 1> all;
    for (unsigned bits = 0; bits <= kAllFeatures; ++bits) all[bits] = build({.features = bits});
    return all;
  }();
  const std::size_t level = privilege_ >= 15 ? 2 : privilege_ >= 1 ? 1 : 0;
  return kTables[device_.release().features & kAllFeatures][level];
}

IosSession::IosSession(IosDevice& device, Arrival arrival, std::optional<std::size_t> vty,
                       std::size_t forced_columns)
    : CliSession(kPager, kLineLimit),
      device_(device),
      arrival_(std::move(arrival)),
      vty_(vty),
      last_key_(device.now()) {
  force_columns(forced_columns);
}

IosSession::~IosSession() { device_.leave(*this); }

std::string IosSession::line_name() const {
  return vty_ ? fmt::format("vty {}", *vty_) : std::string("con 0");
}

std::string IosSession::place() const {
  if (vty_) return fmt::format("vty{} ({})", *vty_, arrival_.source_address);
  return by_web() ? fmt::format("http ({})", arrival_.source_address) : std::string("console");
}

std::string IosSession::prompt() const {
  const std::string host = device_.config().hostname();
  if (cursor_ && cursor_->banner) return {};
  // A long name is cut in the prompts of configuration mode (inferred: 20 characters are left).
  if (cursor_) return fmt::format("{}({})#", host.substr(0, 20), cursor_->mode);
  const std::string_view sign = privilege_ > 1 ? "#" : ">";
  const std::string pattern = device_.config().value("prompt");
  return pattern.empty() ? fmt::format("{}{}", host, sign) : filled_prompt(pattern, host, sign);
}

std::optional<WallTime> IosSession::idle_deadline() const {
  // No exec runs yet that could time out.
  if (!vty_ && device_.in_setup()) return std::nullopt;
  std::chrono::seconds allowed = std::chrono::minutes(10);
  const std::string set = line_value("exec-timeout");
  const std::vector<std::string_view> words = split_words(set);
  if (!words.empty()) {
    allowed = std::chrono::minutes(parse_decimal(words[0]).value_or(10));
    if (words.size() > 1) allowed += std::chrono::seconds(parse_decimal(words[1]).value_or(0));
  }
  if (allowed == std::chrono::seconds(0)) return std::nullopt;
  return last_key_ + allowed;
}

void IosSession::idle_expired() { hang_up(); }

void IosSession::hang_up() {
  if (finished()) return;
  print("\n");
  finish();
  settle();
  give_news();
}

void IosSession::configuration_replaced() {
  // Lines that a cursor points into are gone.
  if (cursor_) cursor_ = IosCursor{};
}

void IosSession::receive_log(std::string_view line) {
  const auto& settings = line_settings();
  const bool redraw = std::ranges::any_of(settings, [](const std::string& entry) {
    return begins_with_words(entry, "logging synchronous");
  });
  show_log(line, redraw ? LogStyle::kRedraw : LogStyle::kPlain);
}

void IosSession::on_line(const std::string& line) {
  refusal_.reset();
  if (cursor_) {
    configure(line);
    return;
  }
  if (trim(line).empty()) {
    if (has_suspended()) resume_session();
    return;
  }
  history_.emplace_back(trim(line));
  if (history_.size() > kHistory) history_.pop_front();
  run_filtered(line, 0);
}

void IosSession::on_end_key(const std::string& line) {
  if (!cursor_) return;
  if (cursor_->banner) cursor_->banner.reset();
  if (!trim(line).empty()) configure(line);
  if (cursor_) leave_configuration();
}

std::string IosSession::help_for(std::string_view line) const {
  std::string text;
  const CommandTable& table =
      cursor_ ? *ios_mode(cursor_->mode, device_.release()).table : exec_table();
  for (const HelpEntry& entry : table.help(line)) text += "  " + entry.word + "\n";
  return text.empty() ? "% Unrecognized command\n" : text + "\n";
}

std::optional<std::string> IosSession::completed(std::string_view line) const {
  return (cursor_ ? *ios_mode(cursor_->mode, device_.release()).table : exec_table())
      .complete(line);
}

// "show … | include x": the output of a show command, filtered.
void IosSession::run_filtered(const std::string& line, std::size_t offset) {
  const std::size_t bar = line.find('|', offset);
  const std::string_view head = trim(std::string_view(line).substr(offset, bar - offset));
  const bool filters = bar != std::string::npos &&
                       (head.starts_with("sh") || head.starts_with("more") || head == "wr t");
  if (!filters) {
    run_exec(line, offset);
    return;
  }
  static const CommandTable kFilters = [] {
    CommandTable table;
    table.add("{include|exclude|begin|section [include]|count} LINE", 0);
    return table;
  }();
  const Match filter = kFilters.match(std::string_view(line).substr(bar + 1));
  if (filter.kind != Match::Kind::kMatched) {
    Match wrong = filter;
    wrong.column += bar + 1 - offset;
    reject(wrong, line, offset);
    return;
  }
  const RE2 pattern(filter.words.back(), RE2::Quiet);
  if (!pattern.ok()) {
    print("% Failed to compile regular expression.\n");
    return;
  }
  const std::string before = take_page();
  run_exec(line.substr(0, bar), offset);
  const std::string all = take_page();
  print(before);
  bool begun = false;
  std::size_t count = 0;
  for (const std::string_view row : split_lines(all)) {
    const bool hit = RE2::PartialMatch(row, pattern);
    const std::string& kind = filter.words.front();
    bool wanted = kind == "exclude" ? !hit : hit;
    if (kind == "begin") wanted = begun = begun || hit;
    if (kind == "section") wanted = begun = hit || (begun && row.starts_with(' '));
    count += hit ? 1 : 0;
    if (wanted && kind != "count") print(fmt::format("{}\n", row));
  }
  if (filter.words.front() == "count") {
    print(fmt::format("Number of lines which match regexp = {}\n", count));
  }
}

void IosSession::run_exec(const std::string& line, std::size_t offset) {
  const std::string_view typed = std::string_view(line).substr(offset);
  if (trim(typed).empty() || trim(typed).starts_with('!')) return;
  const Match match = exec_table().match(typed);
  if (match.kind != Match::Kind::kMatched) {
    const std::string alias = expanded_alias(typed);
    if (alias.empty()) {
      reject(match, line, offset);
    } else {
      run_expanded(alias);
    }
    return;
  }
  (this->*IosExecRules::kRules[static_cast<std::size_t>(match.command)].run)(match);
}

// "alias exec NAME COMMAND": what stands for the line's first word; empty when it is no alias.
std::string IosSession::expanded_alias(std::string_view line) const {
  const std::string_view name = first_words(trim(line), 1);
  const std::string command = device_.config().value(fmt::format("alias exec {}", name));
  if (command.empty()) return {};
  return command + std::string(trim(line).substr(name.size()));
}

// An alias of an alias is none: no line leads around in a circle.
void IosSession::run_expanded(const std::string& line) {
  const Match match = exec_table().match(line);
  if (match.kind != Match::Kind::kMatched) {
    reject(match, line, 0);
    return;
  }
  (this->*IosExecRules::kRules[static_cast<std::size_t>(match.command)].run)(match);
}

void IosSession::point_at(std::size_t column) {
  refusal_ = Match::Kind::kInvalid;
  print(std::string(prompt_columns() + column, ' ') + "^\n");
  print(kBadInput);
}

void IosSession::reject(const Match& match, const std::string& line, std::size_t offset) {
  refusal_ = match.kind;
  switch (match.kind) {
    case Match::Kind::kIncomplete:
      print("% Incomplete command.\n\n");
      return;
    case Match::Kind::kAmbiguous:
      print(fmt::format("% Ambiguous command:  \"{}\"\n",
                        trim(std::string_view(line).substr(offset))));
      return;
    default:
      break;
  }
  const std::vector<std::string_view> words = split_words(std::string_view(line).substr(offset));
  // One unknown word alone is taken for the name of a host to connect to.
  if (match.words.empty() && words.size() == 1 && !by_web() &&
      line_value("transport preferred") != "none") {
    translate(words.front());
    return;
  }
  point_at(offset + match.column);
}

void IosSession::translate(std::string_view word) {
  if (!device_.config().has("no ip domain lookup")) {
    print(fmt::format("Translating \"{}\"...domain server (255.255.255.255)\n", word));
  }
  print("% Unknown command or computer name, or unable to find computer address\n");
}

void IosSession::exec_nothing(const Match&) {}

void IosSession::exec_enable(const Match& match) {
  const int level =
      match.words.size() > 1 ? static_cast<int>(parse_decimal(match.words[1]).value_or(15)) : 15;
  failures_ = 0;
  if (level <= privilege_) {
    privilege_ = level;
  } else {
    ask_enable(level);
  }
}

void IosSession::exec_disable(const Match& match) {
  const int level =
      match.words.size() > 1 ? static_cast<int>(parse_decimal(match.words[1]).value_or(1)) : 1;
  if (level > privilege_) {
    print("New privilege level must be less than current privilege level\n");
  } else {
    privilege_ = level;
  }
}

void IosSession::exec_exit(const Match&) {
  if (vty_ || by_web()) {
    finish();
    return;
  }
  // A console stays connected: it waits for the next user.
  logged_in_ = false;
  privilege_ = 1;
  user_.clear();
  print(fmt::format("\n\n{} con0 is now available\n\n\n\nPress RETURN to get started.\n\n",
                    device_.config().hostname()));
  ask("", Echo::kNone, [this](const std::string&) { log_in(); });
}

void IosSession::exec_terminal(const Match& match) {
  const bool no = match.words[1] == "no";
  const std::string& what = match.words[no ? 2 : 1];
  if (what == "monitor") {
    monitor_ = !no;
    return;
  }
  const auto value = static_cast<std::size_t>(no ? (what == "length" ? 24 : 80)
                                                 : parse_decimal(match.words[2]).value_or(0));
  (what == "length" ? screen().lines : screen().columns) = value;
}

void IosSession::save() {
  device_.save();
  print("Building configuration...\n[OK]\n");
}

void IosSession::exec_write(const Match& match) {
  const std::string what = match.words.size() > 1 ? match.words[1] : "memory";
  if (what == "terminal") {
    show_running(match);
  } else if (what == "erase") {
    exec_erase(match);
  } else {
    save();
  }
}

void IosSession::exec_copy_run_start(const Match&) {
  ask("Destination filename [startup-config]? ", Echo::kPlain, [this](const std::string& name) {
    const std::string_view wanted = trim(name);
    if (wanted.empty() || wanted == "startup-config") {
      save();
    } else {
      print(
          fmt::format("%Error opening nvram:{} (No such file or directory)\n", printable(wanted)));
    }
  });
}

void IosSession::exec_erase(const Match&) {
  ask_key("Erasing the nvram filesystem will remove all configuration files! Continue? [confirm]",
          [this](char key) {
            if (!confirms(key)) return;
            device_.erase_startup();
            print("[OK]\nErase of nvram: complete\n");
          });
}

void IosSession::exec_clear_line(const Match& match) {
  const bool vty = match.words[2] == "vty";
  const auto number = parse_decimal(match.words.back()).value_or(0);
  // Without a kind, lines are counted in one row: the console is 0 and vty 0 is 2 on this model.
  const long line = vty ? number : number - 2;
  ask_key("[confirm]", [this, line](char key) {
    if (!confirms(key)) return;
    print(" [OK]\n");
    if (line >= 0 && line != static_cast<long>(vty_.value_or(kIosVtyLines))) {
      device_.close_line(static_cast<std::size_t>(line));
    }
  });
}

void IosSession::exec_ping(const Match& match) {
  const std::string& target = match.words.back();
  if (!is_ipv4_address(target)) {
    print(fmt::format("% Unrecognized host or address, or protocol not running.\n\n"));
    return;
  }
  print(
      fmt::format("Type escape sequence to abort.\n"
                  "Sending 5, 100-byte ICMP Echos to {}, timeout is 2 seconds:\n.....\n"
                  "Success rate is 0 percent (0/5)\n",
                  target));
}

}  // namespace lw::lab
