#include "lab/catos_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "lab/config_store.h"
#include "lab/ipv4_text.h"
#include "lab/password_hash.h"

namespace lw::lab {
namespace {

constexpr std::string_view kKept = "$2$";  // how a configuration shows a password [verified]
constexpr std::string_view kMark = "^C";   // around a banner [verified]
constexpr std::array<std::string_view, 3> kKinds = {"console", "telnet", "http"};
constexpr std::array<std::string_view, 3> kServices = {"telnet", "ssh", "snmp"};

std::string joined(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

std::string filled(std::string_view reply, std::string_view word) {
  if (reply.empty()) return {};
  std::string text(reply);
  if (const std::size_t at = text.find("{}"); at != std::string::npos) text.replace(at, 2, word);
  return text + "\n";
}

template <class Rule>
CommandTable table_of(std::span<const Rule> rules) {
  CommandTable table;
  for (std::size_t i = 0; i < rules.size(); ++i) table.add(rules[i].syntax, static_cast<int>(i));
  return table;
}

}  // namespace

const CommandTable& catos_set_table() {
  static const CommandTable kTable = table_of(catos_rules());
  return kTable;
}

const CommandTable& catos_clear_table() {
  static const CommandTable kTable = table_of(catos_clear_rules());
  return kTable;
}

CatosConfig::CatosConfig() {
  for (const std::string_view line : catos_defaults()) {
    load_line(fmt::format("set {}", line));
  }
  for (Setting& setting : settings_) setting.usual = setting.text;
}

void CatosConfig::put(std::string key, std::string text, std::string_view heading) {
  const auto place = std::ranges::find(settings_, key, &Setting::key);
  if (place != settings_.end()) {
    place->text = std::move(text);
  } else {
    settings_.push_back({std::move(key), std::move(text), heading});
  }
}

// The hash is MD5-crypt under CatOS's own mark (inferred from its form).
std::string CatosConfig::kept(std::string_view password) {
  if (password.starts_with(kKept)) return std::string(password);
  const std::string hash = md5_crypt(Secret(std::string(password)), ++salts_);
  return fmt::format("{}{}", kKept, std::string_view(hash).substr(kKept.size()));
}

bool CatosConfig::check_kept(std::string_view kept, const Secret& typed) {
  if (!kept.starts_with(kKept)) return kept.empty() && typed.empty();
  return password_matches(typed, "5", fmt::format("$1${}", kept.substr(kKept.size())));
}

void CatosConfig::set_password(std::string_view setting, const Secret& password) {
  put(std::string(setting), fmt::format("{} {}", setting, kept(password.reveal())), "");
}

void CatosConfig::set_banner(std::string_view text) {
  put("banner motd", fmt::format("banner motd {}{}{}", kMark, text, kMark), "");
}

std::string CatosConfig::set(const CatosRule& rule, const Match& match) {
  const std::string text = joined(match.words);
  const std::string& last = match.words.back();
  switch (rule.action) {
    case CatosAction::kLoginPassword:
    case CatosAction::kEnablePassword:
      put(match.words.front(), fmt::format("{} {}", match.words.front(), kept(last)), "");
      break;
    case CatosAction::kAuthentication:
      return set_authentication(match, rule.heading);
    case CatosAction::kLocalUser:
      return set_user(match, rule.heading) + filled(rule.reply, match.words[2]);
    case CatosAction::kPermitAddress:
      return set_permit(match, rule.heading);
    case CatosAction::kPermitSwitch:
      return switch_permit(match, rule.heading);
    case CatosAction::kConfigMode:
      put("config mode", text, rule.heading);
      return filled(rule.reply, match.words[2]);
    case CatosAction::kStore:
      put(std::string(first_words(text, rule.key_words)), text, rule.heading);
      if (text.starts_with("length")) return filled(rule.reply, match.words[1]);
  }
  return filled(rule.reply, last);
}

std::string CatosConfig::set_authentication(const Match& match, std::string_view heading) {
  std::vector<std::string> words = match.words;
  if (words.back() == "primary") words.pop_back();
  const bool count = words[2] == "attempt" || words[2] == "lockout";
  const std::string only = words.size() > 4 ? words[4] : "all";
  std::string kinds;
  for (const std::string_view kind : kKinds) {
    if (count && kind == "http") continue;
    if (only != "all" && only != kind) continue;
    const std::string head = fmt::format("{} {} {}", words[0], words[1], words[2]);
    put(fmt::format("{} {}", head, kind), fmt::format("{} {} {}", head, words[3], kind), heading);
    kinds += fmt::format("{}{}", kinds.empty() ? "" : ", ", kind);
  }
  return fmt::format("{} {} authentication set to {} for {} session.\n", words[2], words[1],
                     words[3], kinds);
}

std::string CatosConfig::set_user(const Match& match, std::string_view heading) {
  const std::vector<std::string_view> words = split_words(match.words[4]);
  const auto privilege =
      words.size() == 3 && words[1] == "privilege" ? parse_decimal(words[2]) : std::nullopt;
  put(fmt::format("localuser user {}", match.words[2]),
      fmt::format("localuser user {} password {} privilege {}", match.words[2], kept(words[0]),
                  privilege.value_or(0)),
      heading);
  return {};
}

std::string CatosConfig::set_permit(const Match& match, std::string_view heading) {
  const std::string& address = match.words[2];
  std::string mask = "255.255.255.255";
  std::string service = match.words.back();
  if (match.words.size() > 3 && is_ipv4_address(match.words[3])) mask = match.words[3];
  if (is_ipv4_address(service)) service = "all";
  const std::string head = fmt::format("ip permit {} {}", address, mask);
  for (const std::string_view one : kServices) {
    if (service != "all" && service != one) continue;
    const std::string text = fmt::format("{} {}", head, one);
    put(text, text, heading);
  }
  return fmt::format("{} with mask {} added to {} permit list.\n", address, mask,
                     service == "all" ? "IP" : service);
}

std::string CatosConfig::switch_permit(const Match& match, std::string_view heading) {
  const std::string& state = match.words[2];
  std::string reply;
  for (const std::string_view service : kServices) {
    if (match.words.size() > 3 && match.words[3] != service) continue;
    put(fmt::format("ip permit {}", service), fmt::format("ip permit {} {}", state, service),
        heading);
    reply += fmt::format("{} permit list {}d.\n", service, state);
    const bool empty = std::ranges::none_of(settings_, [&](const Setting& setting) {
      return split_words(setting.text).size() == 5 && setting.text.starts_with("ip permit ") &&
             setting.text.ends_with(service);
    });
    if (state == "enable" && empty) reply += "WARNING!! IP permit list has no entries.\n";
  }
  return reply;
}

std::string CatosConfig::clear(const CatosClearRule& rule, const Match& match) {
  // What tells it apart from others of its kind: words behind those of the rule.
  std::string which = joined(match.words);
  const std::size_t named = split_words(rule.setting).size();
  const std::size_t head =
      first_words(which, match.words.front() == "localuser" ? 1 : named).size();
  which = std::string(trim(std::string_view(which).substr(head)));
  const bool all = which == "all";
  std::size_t count = 0;
  for (Setting& setting : settings_) {
    if (!begins_with_words(setting.key, rule.setting)) continue;
    const std::string_view own = trim(std::string_view(setting.key).substr(rule.setting.size()));
    const bool switches = own == "telnet" || own == "ssh" || own == "snmp";
    if (rule.setting == "ip permit" && switches) continue;
    if (!all && !begins_with_words(own, which) && !which.empty()) continue;
    setting.text = setting.usual;
    ++count;
  }
  std::erase_if(settings_, [](const Setting& setting) { return setting.text.empty(); });
  if (count == 0 && !all && !which.empty()) return fmt::format("Failed to clear {}.\n", which);
  return filled(rule.reply, which);
}

bool CatosConfig::load_line(std::string_view line) {
  const std::string_view verb = first_words(line, 1);
  const std::string_view rest = trim(line.substr(verb.size()));
  if (verb == "clear") {
    const Match match = catos_clear_table().match(rest);
    if (match.kind != Match::Kind::kMatched) return false;
    (void)clear(catos_clear_rules()[static_cast<std::size_t>(match.command)], match);
    return true;
  }
  const Match match = catos_set_table().match(rest);
  if (verb != "set" || match.kind != Match::Kind::kMatched) return false;
  (void)set(catos_rules()[static_cast<std::size_t>(match.command)], match);
  return true;
}

std::vector<std::string> CatosConfig::load(std::string_view text) {
  constexpr std::string_view kBanner = "set banner motd ";
  std::vector<std::string> refused;
  std::string banner;  // lines of one that has not ended
  std::string mark;
  for (std::string_view line : split_lines(text)) {
    if (mark.empty() && line.starts_with(kBanner)) {
      line.remove_prefix(kBanner.size());
      mark = line.starts_with(kMark) ? std::string(kMark) : std::string(line.substr(0, 1));
      line.remove_prefix(mark.size());
      banner.clear();
    } else if (mark.empty()) {
      line = trim(line);
      const bool remark = line.empty() || line[0] == '!' || line[0] == '#';
      if (remark || line == "begin" || line == "end") continue;
      if (!load_line(line)) refused.emplace_back(line);
      continue;
    }
    const std::size_t end = line.find(mark);
    banner += line.substr(0, end);
    if (end == std::string_view::npos) {
      banner += '\n';
      continue;
    }
    set_banner(banner);
    mark.clear();
  }
  if (!mark.empty()) refused.push_back("set banner motd without its end");
  return refused;
}

std::string CatosConfig::render(CatosShown shown, std::string_view origin) const {
  std::string text = fmt::format(
      "!\n# ***** {} CONFIGURATION *****\n!\n!\n{}",
      shown == CatosShown::kAll ? "ALL (DEFAULT and NON-DEFAULT)" : "NON-DEFAULT", origin);
  for (const std::string_view heading : catos_headings()) {
    std::string lines;
    for (const Setting& setting : settings_) {
      if (setting.heading != heading) continue;
      if (shown == CatosShown::kNonDefault && setting.text == setting.usual) continue;
      lines += fmt::format("set {}\n", setting.text);
    }
    if (lines.empty()) continue;
    text += heading.empty() ? std::string("!\n") : fmt::format("!\n#{}\n", heading);
    text += lines;
  }
  return text;
}

std::string_view CatosConfig::line(std::string_view key) const {
  const auto place = std::ranges::find(settings_, key, &Setting::key);
  return place == settings_.end() ? std::string_view() : place->text;
}

std::string CatosConfig::value(std::string_view setting) const {
  const std::string_view whole = line(setting);
  return whole.empty() ? std::string() : std::string(trim(whole.substr(setting.size())));
}

std::string CatosConfig::prompt() const {
  const std::string own = value("prompt");
  const std::string name = value("system name");
  return own == "Console>" && !name.empty() ? name + ">" : own;
}

std::string CatosConfig::banner() const {
  const std::string text = value("banner motd");
  const std::size_t marks = 2 * kMark.size();
  return text.size() <= marks ? std::string() : text.substr(kMark.size(), text.size() - marks);
}

bool CatosConfig::check_password(std::string_view setting, const Secret& typed) const {
  return check_kept(value(setting), typed);
}

bool CatosConfig::has_users() const {
  return std::ranges::any_of(
      settings_, [](const Setting& setting) { return setting.key.starts_with("localuser user "); });
}

std::optional<CatosUser> CatosConfig::user(std::string_view name) const {
  if (name.empty() || name.contains(' ')) return std::nullopt;
  const std::string text = value(fmt::format("localuser user {}", name));
  const std::vector<std::string_view> words = split_words(text);
  if (words.size() != 4) return std::nullopt;
  return CatosUser{std::string(words[1]), static_cast<int>(parse_decimal(words[3]).value_or(0))};
}

bool CatosConfig::authenticates(std::string_view what, std::string_view by,
                                std::string_view kind) const {
  return line(fmt::format("authentication {} {} {}", what, by, kind)).contains(" enable ");
}

int CatosConfig::attempts(std::string_view what, std::string_view kind) const {
  const auto words = split_words(line(fmt::format("authentication {} attempt {}", what, kind)));
  return static_cast<int>(words.size() < 4 ? 3 : parse_decimal(words[3]).value_or(3));
}

bool CatosConfig::restricts(std::string_view service) const {
  return line(fmt::format("ip permit {}", service)).contains(" enable ");
}

bool CatosConfig::permits(std::string_view service, std::string_view address) const {
  if (!restricts(service)) return true;
  if (!is_ipv4_address(address)) return false;
  return std::ranges::any_of(settings_, [&](const Setting& setting) {
    const std::vector<std::string_view> words = split_words(setting.key);
    if (words.size() != 5 || !setting.key.starts_with("ip permit ") || words[4] != service) {
      return false;
    }
    const std::uint32_t mask = ipv4_bits(words[3]);
    return (ipv4_bits(words[2]) & mask) == (ipv4_bits(address) & mask);
  });
}

}  // namespace lw::lab
