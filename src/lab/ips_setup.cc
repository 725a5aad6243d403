#include "lab/ips_setup.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "lab/answers.h"

namespace lw::lab {
namespace {

constexpr std::string_view kHostName = "host network-settings host-name";
constexpr std::string_view kHostIp = "host network-settings host-ip";
constexpr std::string_view kNetworks = "host network-settings access-list";
constexpr std::string_view kTelnet = "host network-settings telnet-option";
constexpr std::string_view kDns = "host network-settings dns-primary-server";
constexpr std::string_view kProxy = "host network-settings http-proxy-server";
constexpr std::string_view kProxyPort = "host network-settings http-proxy-port";
constexpr std::string_view kWebPort = "webServer port";
constexpr std::string_view kZone = "host time-zone-settings standard-time-zone-name";
constexpr std::string_view kOffset = "host time-zone-settings offset";
constexpr std::string_view kSummer = "host summertime-option";
constexpr std::string_view kParticipation = "globalCorrelation network-participation";

}  // namespace

// A question: its words, the setting whose value stands in the brackets or what stands there else,
// and what "?" says.
struct IpsSetup::Row {
  Step step;
  std::string_view words;
  std::string_view path;
  std::string_view usual;
  std::string_view help;
};

const IpsSetup::Row& IpsSetup::row(Step step) {
  static constexpr Row kRows[] = {
      {Step::kContinue, "Continue with configuration dialog?", "", "yes", "Enter yes or no."},
      {Step::kHostName, "Enter host name", kHostName, "", "The sensor's name."},
      {Step::kInterface, "Enter IP interface", kHostIp, "",
       "IP address/bits of the netmask,gateway: X.X.X.X/nn,Y.Y.Y.Y"},
      {Step::kTelnet, "Enter telnet-server status", kTelnet, "", "Enter enabled or disabled."},
      {Step::kWebPort, "Enter web-server port", kWebPort, "", "A port from 1 to 65535."},
      {Step::kModifyAccess, "Modify current access list?", "", "no", "Enter yes or no."},
      {Step::kModifyDns, "Use DNS server for Global Correlation?", "", "no", "Enter yes or no."},
      {Step::kDns, "DNS server IP address", kDns, "", "An address: X.X.X.X"},
      {Step::kModifyProxy, "Use HTTP proxy server for Global Correlation?", "", "no",
       "Enter yes or no."},
      {Step::kProxy, "HTTP proxy server IP address", kProxy, "", "An address: X.X.X.X"},
      {Step::kProxyPort, "HTTP proxy server Port number", kProxyPort, "", "A port."},
      {Step::kModifyClock, "Modify system clock settings?", "", "no", "Enter yes or no."},
      {Step::kUseNtp, "Use NTP?", "", "no", "Enter yes or no."},
      {Step::kNtpServer, "NTP Server IP Address", "", "", "An address: X.X.X.X"},
      {Step::kModifySummer, "Modify summer time settings?", "", "no", "Enter yes or no."},
      {Step::kSummer, "Recurring or Disabled", kSummer, "", "Enter recurring or disabled."},
      {Step::kModifyZone, "Modify system timezone?", "", "no", "Enter yes or no."},
      {Step::kZone, "Timezone", kZone, "", "The name of the time zone."},
      {Step::kOffset, "UTC Offset", kOffset, "", "Minutes from UTC, from -720 to 840."},
      {Step::kModifySensor, "Modify virtual sensor \"vs0\" configuration?", "", "no",
       "Enter yes or no."},
      {Step::kModifyThreat, "Modify default threat prevention settings?", "", "no",
       "Enter yes or no."},
      {Step::kParticipation, "SensorBase Network Participation level?", kParticipation, "",
       "Enter off, partial or full."},
      {Step::kAgree, "Do you agree to participate in the SensorBase Network?", "", "no",
       "Enter yes or no."},
      {Step::kSelection, "Enter your selection", "", "2", "Enter one of the numbers."},
      {Step::kModifyTime, "Modify system date and time?", "", "no", "Enter yes or no."},
      {Step::kDate, "Local Date", "", "", "YYYY-MM-DD"},
      {Step::kTime, "Local Time", "", "", "HH:MM:SS"},
  };
  return *std::ranges::find(kRows, step, &Row::step);
}

IpsSetup::IpsSetup(const IpsConfig& config, Times times)
    : major_(config.major()), times_(std::move(times)) {
  for (const std::string_view name : {"host", "webServer", "globalCorrelation"}) {
    if (const IpsNode* node = config.component(name)) {
      drafts_.push_back({std::string(name), *node, config.revision(name)});
    }
  }
  untouched_ = drafts_;
  host_ip_before_ = value(kHostIp);
}

IpsNode& IpsSetup::node(std::string_view path) {
  return const_cast<IpsNode&>(std::as_const(*this).node(path));
}

const IpsNode& IpsSetup::node(std::string_view path) const {
  const auto words = split_words(path);
  const IpsNode* node = &std::ranges::find(drafts_, words.front(), &Draft::component)->node;
  for (std::size_t i = 1; i < words.size(); ++i) node = node->find(words[i]);
  return *node;
}

std::chrono::minutes IpsSetup::offset() const {
  const std::string text = value(kOffset);
  const bool negative = text.starts_with('-');
  const long minutes = parse_decimal(std::string_view(text).substr(negative ? 1 : 0)).value_or(0);
  return std::chrono::minutes(negative ? -minutes : minutes);
}

std::string IpsSetup::configuration() const {
  std::string text;
  for (const Draft& draft : drafts_) {
    text += fmt::format("service {}\n{}exit\n", draft.node.schema->name, [&] {
      if (draft.component != "host") return ips_lines(draft.node);
      // [I] the host's first settings are shown even when nobody has set them.
      IpsNode shown = draft.node;
      std::string lines = "network-settings\n";
      for (const std::string_view path : {kHostIp, kHostName, kTelnet}) {
        const std::string_view name = split_words(path).back();
        lines += fmt::format("{} {}\n", name, value(path));
        shown.find("network-settings")->find(name)->reset();
      }
      lines += ips_lines(*shown.find("network-settings"));
      shown.find("network-settings")->reset();
      return fmt::format("{}exit\n{}", lines, ips_lines(shown));
    }());
  }
  return text;
}

std::string IpsSetup::opening() const {
  return fmt::format(
      "    --- System Configuration Dialog ---\n\n"
      "At any point you may enter a question mark '?' for help.\n"
      "User ctrl-c to abort configuration dialog at any prompt.\n"
      "Default settings are in square brackets '[]'.\n\n\n"
      "Current Configuration:\n\n\n{}\n\nCurrent time: {}\n\n"
      "Setup Configuration last modified: {}\n\n",
      configuration(), times_.now_text, times_.modified_text);
}

std::string IpsSetup::usual(const Row& row) const {
  const auto local = fmt::gmtime(std::chrono::system_clock::to_time_t(times_.now + offset()));
  if (row.step == Step::kDate) return fmt::format("{:%Y-%m-%d}", local);
  if (row.step == Step::kTime) return fmt::format("{:%H:%M:%S}", local);
  if (row.step == Step::kNtpServer) {
    const auto& servers = node("host ntp-servers").members;
    return servers.empty() ? std::string() : servers.front().key;
  }
  return row.path.empty() ? std::string(row.usual) : value(row.path);
}

std::string IpsSetup::question() const {
  if (step_ == Step::kDelete) return "Delete: ";
  if (step_ == Step::kPermit) return "Permit: ";
  const Row& row = IpsSetup::row(step_);
  std::string_view words = row.words;
  if (step_ == Step::kModifySensor && major_ > 5) {
    words = "Modify interface/virtual sensor configuration?";
  }
  return fmt::format("{}[{}]: ", words, usual(row));
}

std::string IpsSetup::listed_networks() const {
  const auto& entries = node(kNetworks).members;
  std::string text = "Current access list entries:\n";
  if (entries.empty()) text += "  No entries\n";
  for (std::size_t i = 0; i < entries.size(); ++i) {
    text += fmt::format("  [{}] {}\n", i + 1, entries[i].key);
  }
  return text;
}

std::string IpsSetup::go(Step next) {
  step_ = next;
  if (next == Step::kDelete || next == Step::kPermit) return listed_networks();
  if (next == Step::kModifyThreat) {
    return "Virtual sensor vs0 is configured to prevent high risk threats in inline mode.\n";
  }
  if (next == Step::kParticipation) {
    return "Participation in the SensorBase Network allows Cisco to collect aggregated statistics\n"
           "about traffic sent to your IPS.\n";
  }
  if (next == Step::kSelection) return summary();
  return {};
}

std::string IpsSetup::set(std::string_view path, std::string_view typed, Step next) {
  if (!typed.empty() && typed != value(path)) {
    if (auto done = node(path).assign(typed); !done) {
      return fmt::format("Error: {}\n", done.error().text);
    }
  }
  return go(next);
}

std::string IpsSetup::choose(std::string_view typed, bool usual, Step yes, Step no) {
  if (typed.empty()) return go(usual ? yes : no);
  if (says_yes(typed)) return go(yes);
  if (says_no(typed)) return go(no);
  return "Error: Enter yes or no\n";
}

// A number of the list to be deleted, a network to be let in; an empty line goes on.
std::string IpsSetup::edit_networks(std::string_view typed) {
  const bool deletes = step_ == Step::kDelete;
  if (typed.empty()) {
    if (deletes) {
      step_ = Step::kPermit;
      return {};
    }
    return go(major_ < 7 ? Step::kModifyClock : Step::kModifyDns);
  }
  IpsOutcome outcome;
  if (!deletes) {
    if (auto made = node(kNetworks).add(typed, major_); !made)
      outcome = std::unexpected(made.error());
  } else {
    std::string key(typed);
    const auto number = parse_decimal(typed);
    const auto& entries = node(kNetworks).members;
    if (number && *number > 0 && static_cast<std::size_t>(*number) <= entries.size()) {
      key = entries[static_cast<std::size_t>(*number) - 1].key;
    }
    outcome = node(kNetworks).remove(key);
  }
  if (!outcome) return fmt::format("Error: {}\n", outcome.error().text);
  return deletes ? go(step_) : std::string();
}

// After the clock the forms part: 5.x and 6.x go on with the virtual sensor, 7.x with SensorBase.
std::string IpsSetup::finish_clock() {
  return go(major_ < 7 ? Step::kModifySensor : Step::kParticipation);
}

std::string IpsSetup::summary() {
  std::string text = fmt::format(
      "\nThe following configuration was entered.\n\n{}\n\n"
      "[0] Go to the command prompt without saving this config.\n"
      "[1] Return back to the setup without saving this config.\n"
      "[2] Save this configuration and exit setup.\n",
      configuration());
  // 6.x and 7.x offer it [I]; here it leads on where the basic part leaves something out.
  if (major_ >= 7 && !advanced_) text += "[3] Continue to Advanced setup.\n";
  return text + "\n";
}

void IpsSetup::restart() {
  drafts_ = untouched_;
  advanced_ = false;
}

std::string IpsSetup::take_selection(std::string_view typed) {
  if (typed == "0") {
    restart();
    return go(Step::kDone);
  }
  if (typed == "1") {
    advanced_ = false;
    return go(Step::kHostName);
  }
  if (typed == "3" && major_ >= 7 && !advanced_) {
    advanced_ = true;
    return go(Step::kTelnet);
  }
  if (!typed.empty() && typed != "2") return "Error: Enter one of the numbers\n";
  saved_ = true;
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    drafts_[i].modified = ips_lines(drafts_[i].node) != ips_lines(untouched_[i].node);
    // [I] of 5.x: after a change of the address or the web server.
    wants_reboot_ |= major_ == 5 && drafts_[i].component == "webServer" && drafts_[i].modified;
  }
  wants_reboot_ |= major_ == 5 && value(kHostIp) != host_ip_before_;
  return fmt::format("{}*{}\n", go(Step::kModifyTime), times_.now_text);
}

// The two answers together are the new time, in the time zone that was just chosen.
std::string IpsSetup::take_time(std::string_view typed) {
  static const RE2 kShape(R"((\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d))");
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  const std::string time = typed.empty() ? usual(row(Step::kTime)) : std::string(typed);
  const std::string text = fmt::format("{} {}", date_, time);
  const bool shaped = RE2::FullMatch(text, kShape, &year, &month, &day, &hour, &minute, &second);
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!shaped || !date.ok() || hour > 23 || minute > 59 || second > 59) {
    step_ = Step::kDate;
    return "Error: The date is YYYY-MM-DD, the time HH:MM:SS\n";
  }
  new_time_ = std::chrono::sys_days(date) + std::chrono::hours(hour) +
              std::chrono::minutes(minute) + std::chrono::seconds(second) - offset();
  return go(Step::kDone);
}

std::string IpsSetup::answer(std::string_view line) {
  const std::string_view typed = trim(line);
  if (typed == "?") {
    if (step_ == Step::kDelete || step_ == Step::kPermit) {
      return "A number of the list or address/bits; an empty line ends it.\n";
    }
    return fmt::format("{}\n", row(step_).help);
  }
  const bool basic = major_ >= 7 && !advanced_;
  const Step after_access = basic ? Step::kModifyDns : Step::kModifyClock;
  switch (step_) {
    case Step::kContinue:
      return choose(typed, true, Step::kHostName, Step::kDone);
    case Step::kHostName:
      return set(kHostName, typed, Step::kInterface);
    case Step::kInterface:
      return set(kHostIp, typed, basic ? Step::kModifyAccess : Step::kTelnet);
    case Step::kTelnet:
      return set(kTelnet, typed, Step::kWebPort);
    case Step::kWebPort:
      // Verified: the port says nothing about TLS, which is a switch of its own.
      return set(kWebPort, typed, major_ >= 7 ? Step::kModifySensor : Step::kModifyAccess);
    case Step::kModifyAccess:
      return choose(typed, false, Step::kDelete, after_access);
    case Step::kDelete:
    case Step::kPermit:
      return edit_networks(typed);
    case Step::kModifyDns:
      return choose(typed, false, Step::kDns, Step::kModifyProxy);
    case Step::kDns:
      return set(kDns, typed, Step::kModifyProxy);
    case Step::kModifyProxy:
      return choose(typed, false, Step::kProxy, Step::kModifyClock);
    case Step::kProxy:
      return set(kProxy, typed, Step::kProxyPort);
    case Step::kProxyPort:
      return set(kProxyPort, typed, Step::kModifyClock);
    case Step::kModifyClock:
      if (typed.empty() || says_no(typed)) return finish_clock();
      return choose(typed, false, Step::kUseNtp, Step::kUseNtp);
    case Step::kUseNtp:
      if (typed.empty() || says_no(typed)) node("host ntp-servers").reset();
      return choose(typed, false, Step::kNtpServer, Step::kModifySummer);
    case Step::kNtpServer: {
      IpsNode servers = node("host ntp-servers");
      servers.reset();
      if (auto made = servers.add(typed, major_); !made) {
        return fmt::format("Error: {}\n", made.error().text);
      }
      node("host ntp-servers") = std::move(servers);
      return go(Step::kModifySummer);
    }
    case Step::kModifySummer:
      return choose(typed, false, Step::kSummer, Step::kModifyZone);
    case Step::kSummer:
      return set(kSummer, to_lower(typed), Step::kModifyZone);
    case Step::kModifyZone:
      if (typed.empty() || says_no(typed)) return finish_clock();
      return choose(typed, false, Step::kZone, Step::kZone);
    case Step::kZone:
      return set(kZone, typed, Step::kOffset);
    case Step::kOffset: {
      std::string said = set(kOffset, typed, Step::kModifySensor);
      if (step_ == Step::kOffset) return said;
      return finish_clock();
    }
    case Step::kModifySensor:
      if (says_yes(typed)) {
        return "The lab's sensor has no interface to assign to a virtual sensor.\n" +
               go(major_ > 5 ? Step::kModifyThreat : Step::kSelection);
      }
      return choose(typed, false, Step::kModifySensor,
                    major_ > 5 ? Step::kModifyThreat : Step::kSelection);
    case Step::kModifyThreat:
      // The lab's sensor inspects nothing, so there is nothing to switch off.
      return choose(typed, false, Step::kSelection, Step::kSelection);
    case Step::kParticipation: {
      participation_ = to_lower(typed);
      if (typed.empty() || participation_ == value(kParticipation)) return go(Step::kSelection);
      if (participation_ == "off") return set(kParticipation, participation_, Step::kSelection);
      if (participation_ != "partial" && participation_ != "full") {
        return "Error: Enter off, partial or full\n";
      }
      return go(Step::kAgree);
    }
    case Step::kAgree:
      if (says_yes(typed)) return set(kParticipation, participation_, Step::kSelection);
      return choose(typed, false, Step::kSelection, Step::kSelection);
    case Step::kSelection:
      return take_selection(typed);
    case Step::kModifyTime:
      return choose(typed, false, Step::kDate, Step::kDone);
    case Step::kDate:
      date_ = typed.empty() ? usual(row(Step::kDate)) : std::string(typed);
      return go(Step::kTime);
    case Step::kTime:
      return take_time(typed);
    case Step::kDone:
      return {};
  }
  return {};
}

}  // namespace lw::lab
