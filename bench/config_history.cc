#include "config_history.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <string_view>

namespace lw::bench {
namespace {

constexpr std::array<std::string_view, 24> kWords = {
    "uplink",  "core",   "access", "printer", "voice",  "camera",  "server", "backup",
    "storage", "guest",  "office", "lab",     "branch", "berlin",  "london", "paris",
    "tokyo",   "floor2", "floor3", "rack12",  "spare",  "quality", "plant",  "warehouse"};
constexpr std::array<std::string_view, 4> kPeople = {"alice", "bob", "carol", "dave"};
constexpr std::array<std::string_view, 5> kPorts = {"www", "443", "ssh", "domain", "snmp"};
constexpr std::int64_t kFirstDay = 1'735'689'600;  // 2025-01-01
constexpr std::int64_t kDay = 86'400;

}  // namespace

ConfigHistory::ConfigHistory(unsigned device)
    : random_(device + 1), name_(fmt::format("rt-{:04}", device)), time_(kFirstDay) {
  for (int i = 0; i < 48; ++i) interfaces_.push_back({word(), 10 + below(40), below(5) == 0});
  for (int i = 0; i < 120; ++i) rules_.push_back(rule());
  for (int i = 0; i < 30; ++i) routes_.push_back(address());
  for (const auto& person : kPeople) users_.emplace_back(person, hash());
  for (int i = 0; i < 24; ++i) {
    std::string row = " ";
    for (int j = 0; j < 8; ++j) row += fmt::format(" {:08X}", random_());
    certificate_.push_back(row);
  }
  location_ = word();
  change();
}

std::string ConfigHistory::word() {
  return fmt::format("{}-{}", kWords[below(kWords.size())], kWords[below(kWords.size())]);
}

std::string ConfigHistory::hash() {
  constexpr std::string_view kLetters =
      "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string text = "$1$";
  for (int i = 0; i < 27; ++i) text += i == 4 ? '$' : kLetters[below(kLetters.size())];
  return text;
}

std::string ConfigHistory::address() {
  return fmt::format("10.{}.{}.{}", below(4), below(250), below(250));
}

std::string ConfigHistory::rule() {
  return fmt::format("{} tcp host {} host {} eq {}", below(4) == 0 ? "deny" : "permit", address(),
                     address(), kPorts[below(kPorts.size())]);
}

void ConfigHistory::change() {
  const std::time_t at = time_ + 28'800 + below(36'000);
  changed_at_ = fmt::format("{:%H:%M:%S UTC %a %b %d %Y}", fmt::gmtime(at));
  changed_by_ = kPeople[below(kPeople.size())];
  clock_period_ = 17'179'800 + below(200);
}

void ConfigHistory::next_day() {
  time_ += kDay;
  for (unsigned edits = 1 + below(3); edits > 0; --edits) {
    switch (below(8)) {
      case 0:
      case 1:
        interfaces_[below(static_cast<unsigned>(interfaces_.size()))].description = word();
        break;
      case 2:
        interfaces_[below(static_cast<unsigned>(interfaces_.size()))].vlan = 10 + below(40);
        break;
      case 3: {
        auto& port = interfaces_[below(static_cast<unsigned>(interfaces_.size()))];
        port.shut = !port.shut;
        break;
      }
      case 4:
        rules_.insert(rules_.begin() + below(static_cast<unsigned>(rules_.size())), rule());
        break;
      case 5:
        if (rules_.size() > 60) {
          rules_.erase(rules_.begin() + below(static_cast<unsigned>(rules_.size())));
        }
        break;
      case 6:
        routes_[below(static_cast<unsigned>(routes_.size()))] = address();
        break;
      default:
        users_[below(static_cast<unsigned>(users_.size()))].second = hash();
    }
  }
  change();
}

std::string ConfigHistory::text() const {
  std::string body = fmt::format(
      "version 15.1\nservice timestamps debug datetime msec\nservice timestamps log datetime msec\n"
      "service password-encryption\n!\nhostname {}\n!\nboot-start-marker\nboot-end-marker\n!\n",
      name_);
  for (const auto& [user, secret] : users_) {
    body += fmt::format("username {} privilege 15 secret 5 {}\n", user, secret);
  }
  body += "aaa new-model\n!\naaa authentication login default group tacacs+ local\n!\nip cef\n!\n";
  body += "crypto pki certificate chain TP-self-signed\n certificate self-signed 01\n";
  for (const std::string& row : certificate_) body += row + "\n";
  body += "  quit\n!\n";
  for (std::size_t i = 0; i < interfaces_.size(); ++i) {
    const Interface& port = interfaces_[i];
    body += fmt::format(
        "interface GigabitEthernet0/{}\n description {}\n switchport access vlan {}\n"
        " switchport mode access\n spanning-tree portfast\n{}!\n",
        i, port.description, port.vlan, port.shut ? " shutdown\n" : "");
  }
  for (const std::string& route : routes_) {
    body += fmt::format("ip route {} 255.255.255.255 10.0.0.1\n", route);
  }
  body += "!\nip access-list extended EDGE-IN\n";
  for (const std::string& one : rules_) body += " " + one + "\n";
  body += fmt::format(
      "!\nsnmp-server community Community{} RO\nsnmp-server location {}\n"
      "tacacs-server host 10.0.0.9 key 7 070C285F4D06\n!\nline con 0\nline vty 0 4\n"
      " transport input ssh\n!\nntp clock-period {}\nntp server 10.0.0.2\nend\n",
      name_, location_, clock_period_);
  return fmt::format(
      "Building configuration...\n\nCurrent configuration : {} bytes\n!\n"
      "! Last configuration change at {} by {}\n!\n{}",
      body.size(), changed_at_, changed_by_, body);
}

}  // namespace lw::bench
