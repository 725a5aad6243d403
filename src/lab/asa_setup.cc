#include "lab/asa_setup.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>

#include "base/text.h"
#include "lab/answers.h"
#include "lab/ipv4_text.h"

namespace lw::lab {
namespace {

constexpr AsaSetupForm kPix6Form{
    .first = "Pre-configure PIX Firewall now through interactive prompts",
    .interface_word = "Inside",
    .manager = "IP address of host running PIX Device Manager",
    .last = "Use this configuration and write to flash? ",
    .interface = "ethernet1",
    .nameif = "inside",
};
constexpr AsaSetupForm kPix7Form{
    .first = "Pre-configure Firewall now through interactive prompts",
    .more = true,
    .interface_word = "Inside",
    .manager = "IP address of host running Device Manager",
    .last = "Use this configuration and write to flash? ",
    .interface = "Ethernet1",
    .nameif = "inside",
};
constexpr AsaSetupForm kAsa7Form{
    .first = "Pre-configure Firewall now through interactive prompts",
    .more = true,
    .interface_word = "Management",
    .manager = "IP address of host running Device Manager",
    .last = "Use this configuration and write to flash? ",
    .interface = "Management0/0",
    .nameif = "management",
};
constexpr AsaSetupForm kAsa9Form{
    .first = "Pre-configure Firewall now through interactive prompts",
    .more = true,
    .interface_word = "Management",
    .manager = "IP address of host running Device Manager",
    .last = "Use this configuration and save to flash? [yes] ",
    .last_offers_yes = true,
    .interface = "Management0/0",
    .nameif = "management",
};

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::size_t kLongestWord = 63;

// A word that a configuration line takes as it is.
bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= kLongestWord &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F && c != '?'; });
}

bool is_name(std::string_view text) {
  return is_word(text) && std::isalnum(static_cast<unsigned char>(text.front())) != 0 &&
         std::ranges::all_of(text, [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.';
         });
}

std::optional<unsigned> month_of(std::string_view typed) {
  if (typed.size() < 3) return std::nullopt;
  const auto found = std::ranges::find_if(kMonths, [&](std::string_view month) {
    return to_lower(month) == to_lower(typed.substr(0, 3));
  });
  if (found == kMonths.end()) return std::nullopt;
  return static_cast<unsigned>(found - kMonths.begin()) + 1;
}

std::optional<std::chrono::seconds> time_of_day(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hours = parse_decimal(text.substr(0, 2));
  const auto minutes = parse_decimal(text.substr(3, 2));
  const auto seconds = parse_decimal(text.substr(6, 2));
  if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 59) {
    return std::nullopt;
  }
  return std::chrono::hours(*hours) + std::chrono::minutes(*minutes) +
         std::chrono::seconds(*seconds);
}

// What follows the nameif: address and mask of the interface that the dialogue is about.
std::pair<std::string, std::string> address_in(const AsaConfig& config, const AsaSetupForm& form) {
  const auto split = [](std::string_view text) -> std::pair<std::string, std::string> {
    const auto words = split_words(text);
    if (words.size() < 2 || !is_ipv4_address(words[0])) return {};
    return {std::string(words[0]), std::string(words[1])};
  };
  const ConfigSection* section = config.store().find(fmt::format("interface {}", form.interface));
  constexpr std::string_view kAddress = "ip address";
  if (section != nullptr) {
    for (const std::string& line : section->lines) {
      if (begins_with_words(line, kAddress)) return split(line.substr(kAddress.size()));
    }
  }
  return split(config.value(fmt::format("{} {}", kAddress, form.nameif)));
}

}  // namespace

const AsaSetupForm& asa_setup_form(const AsaRelease& release) {
  if (!release.has(AsaFeature::kModes)) return kPix6Form;
  if (release.is_pix()) return kPix7Form;
  return release.has(AsaFeature::kNineDialogue) ? kAsa9Form : kAsa7Form;
}

AsaSetup::AsaSetup(const AsaConfig& config, WallTime now)
    : release_(config.release()),
      form_(asa_setup_form(release_)),
      transparent_(config.has("firewall transparent")),
      recovery_(!config.has("no service password-recovery")),
      domain_(config.value("domain-name")) {
  const auto today = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date{today};
  year_ = static_cast<int>(date.year());
  month_ = static_cast<unsigned>(date.month());
  day_ = static_cast<unsigned>(date.day());
  time_ = fmt::format("{:%H:%M:%S}", std::chrono::floor<std::chrono::seconds>(now - today));
  std::tie(address_, mask_) = address_in(config, form_);
  if (config.hostname() != config.default_hostname()) host_ = config.hostname();
}

Dialogue::Turn AsaSetup::ask(Step step, std::string text) {
  step_ = step;
  return {std::move(text), question()};
}

Dialogue::Turn AsaSetup::interrupt(Key::Kind key) {
  if (key == Key::Kind::kEnd) return {};
  return ask(step_, "");
}

std::string AsaSetup::question() const {
  const auto offering = [](std::string_view label, std::string_view offer) {
    return offer.empty() ? fmt::format("{}: ", label) : fmt::format("{} [{}]: ", label, offer);
  };
  switch (step_) {
    case Step::kBegin:
      return fmt::format("{} [yes]? ", form_.first);
    case Step::kMode:
      return offering("Firewall Mode", transparent_ ? "Transparent" : "Routed");
    case Step::kPassword:
      return offering("Enable password", password_.empty() ? "<use current password>" : password_);
    case Step::kRecovery:
      return fmt::format("Allow password recovery [{}]? ", recovery_ ? "yes" : "no");
    case Step::kYear:
      return offering("  Year", std::to_string(year_));
    case Step::kMonth:
      return offering("  Month", kMonths[month_ - 1]);
    case Step::kDay:
      return offering("  Day", std::to_string(day_));
    case Step::kTime:
      return offering("  Time", time_);
    case Step::kAddress:
      return offering(fmt::format("{} IP address", form_.interface_word), address_);
    case Step::kMask:
      return offering(fmt::format("{} network mask", form_.interface_word), mask_);
    case Step::kHost:
      return offering("Host name", host_);
    case Step::kDomain:
      return offering("Domain name", domain_);
    case Step::kManager:
      return offering(form_.manager, manager_);
    case Step::kUse:
      return std::string(form_.last);
  }
  return {};
}

Dialogue::Turn AsaSetup::answer(std::string_view typed) {
  typed = trim(typed);
  if (step_ == Step::kUse) return take_use(typed);
  if (step_ == Step::kBegin && says_no(typed)) return {};
  if (!take(typed)) return ask(step_, "");
  return next();
}

// Whether the answer is one; an empty one takes what is offered.
bool AsaSetup::take(std::string_view typed) {
  const auto number = parse_decimal(typed);
  const auto keep = [&](std::string& value, bool good) {
    if (typed.empty()) return !value.empty();
    if (good) value = typed;
    return good;
  };
  switch (step_) {
    case Step::kBegin:
      return typed.empty() || says_yes(typed);
    case Step::kMode: {
      const std::string lower = to_lower(typed);
      const bool transparent = std::string_view("transparent").starts_with(lower);
      if (typed.empty()) return true;
      if (!transparent && !std::string_view("routed").starts_with(lower)) return false;
      transparent_ = transparent;
      return true;
    }
    case Step::kPassword:
      if (!typed.empty() && !is_word(typed)) return false;
      if (!typed.empty()) password_ = typed;
      return true;
    case Step::kRecovery:
      if (!typed.empty() && !says_yes(typed) && !says_no(typed)) return false;
      if (!typed.empty()) recovery_ = says_yes(typed);
      return true;
    case Step::kYear:
      if (typed.empty()) return true;
      if (!number || *number < 1993 || *number > 2035) return false;
      year_ = static_cast<int>(*number);
      return true;
    case Step::kMonth: {
      const auto month = month_of(typed);
      if (!typed.empty() && !month) return false;
      month_ = month.value_or(month_);
      return true;
    }
    case Step::kDay: {
      const long day = typed.empty() ? static_cast<long>(day_) : number.value_or(0);
      const std::chrono::year_month_day date{std::chrono::year(year_), std::chrono::month(month_),
                                             std::chrono::day(static_cast<unsigned>(day))};
      if (day < 1 || day > 31 || !date.ok()) return false;
      day_ = static_cast<unsigned>(day);
      return true;
    }
    case Step::kTime:
      return keep(time_, time_of_day(typed).has_value());
    case Step::kAddress:
      return keep(address_, is_host_address(typed));
    case Step::kMask:
      return keep(mask_, is_net_mask(typed));
    case Step::kHost:
      return keep(host_, is_name(typed));
    case Step::kDomain:
      return keep(domain_, is_name(typed));
    case Step::kManager:
      return typed.empty() || keep(manager_, is_host_address(typed));
    case Step::kUse:
      return true;
  }
  return false;
}

Dialogue::Turn AsaSetup::next() {
  switch (step_) {
    case Step::kBegin:
      return ask(form_.more ? Step::kMode : Step::kPassword, "");
    case Step::kPassword:
      if (form_.more) return ask(Step::kRecovery, "");
      [[fallthrough]];
    case Step::kRecovery:
      return ask(Step::kYear, "Clock (UTC):\n");
    case Step::kManager:
      return summary();
    default:
      return ask(static_cast<Step>(static_cast<int>(step_) + 1), "");
  }
}

std::string AsaSetup::clock_text() const {
  return fmt::format("{} {} {} {}", time_, kMonths[month_ - 1], day_, year_);
}

Dialogue::Turn AsaSetup::summary() {
  std::string text = "\nThe following configuration will be used:\n";
  const auto row = [&](std::string_view label, std::string_view value) {
    text += fmt::format("{}: {}\n", label, value);
  };
  row("Enable password", password_.empty() ? "<current password>" : password_);
  if (form_.more) row("Allow password recovery", recovery_ ? "yes" : "no");
  row("Clock (UTC)", clock_text());
  if (form_.more) row("Firewall Mode", transparent_ ? "Transparent" : "Routed");
  row(fmt::format("{} IP address", form_.interface_word), address_);
  row(fmt::format("{} network mask", form_.interface_word), mask_);
  row("Host name", host_);
  row("Domain name", domain_);
  if (!manager_.empty()) row(form_.manager, manager_);
  return ask(Step::kUse, text + "\n");
}

Dialogue::Turn AsaSetup::take_use(std::string_view typed) {
  if (says_no(typed)) return ask(form_.more ? Step::kMode : Step::kPassword, "");
  if (!says_yes(typed) && !(typed.empty() && form_.last_offers_yes)) return ask(Step::kUse, "");
  accepted_ = true;
  return {};
}

WallTime AsaSetup::clock() const {
  const std::chrono::year_month_day date{std::chrono::year(year_), std::chrono::month(month_),
                                         std::chrono::day(day_)};
  return std::chrono::sys_days(date) + time_of_day(time_).value_or(std::chrono::seconds(0));
}

std::vector<std::string> AsaSetup::lines() const {
  std::vector<std::string> lines;
  if (form_.more) {
    lines.emplace_back(transparent_ ? "firewall transparent" : "no firewall transparent");
    lines.emplace_back(recovery_ ? "service password-recovery" : "no service password-recovery");
  }
  if (!password_.empty()) lines.push_back(fmt::format("enable password {}", password_));
  lines.push_back(fmt::format("hostname {}", host_));
  lines.push_back(fmt::format("domain-name {}", domain_));
  if (release_.has(AsaFeature::kModes)) {
    lines.push_back(fmt::format("interface {}", form_.interface));
    lines.push_back(fmt::format("nameif {}", form_.nameif));
    lines.push_back(fmt::format("ip address {} {}", address_, mask_));
    lines.emplace_back("no shutdown");
    lines.emplace_back("exit");
  } else {
    lines.push_back(fmt::format("interface {} auto", form_.interface));
    lines.push_back(fmt::format("ip address {} {} {}", form_.nameif, address_, mask_));
  }
  if (!manager_.empty()) {
    lines.emplace_back("http server enable");
    lines.push_back(fmt::format("http {} 255.255.255.255 {}", manager_, form_.nameif));
  }
  return lines;
}

}  // namespace lw::lab
