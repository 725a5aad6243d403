#include "lab/pix_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "lab/config_store.h"

namespace lw::lab {
namespace {

using enum AsaAction;

constexpr AsaRule kRules[] = {
    {"hostname WORD", kStore, 1},
    {"domain-name WORD", kStore, 1},
    {"enable password LINE", kEnablePassword, 2},
    {"{passwd|password} LINE", kPasswd, 1},
    {"username WORD {password LINE|nopassword [LINE]}", kUsername, 2},
    {"interface WORD WORD [shutdown]", kStore, 2},
    {"nameif WORD WORD WORD", kStore, 2},
    {"ip address WORD A.B.C.D A.B.C.D", kStore, 3},
    {"ip address WORD {dhcp|pppoe} [LINE]", kStore, 3},
    {"ip {audit|local|verify} LINE"},
    {"http server enable", kStore, 3},
    {"http A.B.C.D [A.B.C.D] [WORD]", kPermit},
    {"telnet A.B.C.D [A.B.C.D] [WORD]", kPermit},
    {"telnet timeout <1-1440>", kStore, 2},
    {"ssh A.B.C.D [A.B.C.D] [WORD]", kPermit},
    {"ssh timeout <1-60>", kStore, 2},
    {"console timeout <0-60>", kStore, 2},
    {"ca generate rsa key <512-2048>", kCryptoKeyGenerate},
    {"ca zeroize rsa", kCryptoKeyZeroize},
    {"ca save all", kSaveKeys},
    {"ca {authenticate|configure|crl|enroll|identity|subject-name|verifycertdn} LINE"},
    {"pager [lines <1-2147483647>]", kPager},
    {"terminal width <0-511>", kStore, 2},
    {"aaa authentication {serial|telnet|ssh|http|enable} console WORD", kStore, 4},
    {"aaa {authorization|accounting|mac-exempt|proxy-limit} LINE"},
    {"aaa authentication {include|exclude|match|secure-http-client} LINE"},
    {"aaa-server LINE"},
    {"banner {motd|login|exec} LINE"},
    {"object-group {network|service|protocol|icmp-type} LINE", kSection, 3, "config-network"},
    {"logging LINE"},
    {"names", kSwitch},
    {"clock {timezone|summer-time} LINE", kStore, 2},
    {"failover [LINE]"},
    {"mtu WORD <64-65535>", kStore, 2},
    {"floodguard {enable|disable}", kStore, 1},
    {"{access-group|access-list|alias|arp|conduit|crypto|dhcpd|dhcprelay|established|filter|fixup|"
     "fragment|global|icmp|igmp|isakmp|mac-list|multicast|name|nat|ntp|outbound|pdm|privilege|rip|"
     "route|router|service|shun|snmp-server|static|sysopt|tftp-server|timeout|url-cache|url-server|"
     "virtual|vpdn|vpnclient|vpngroup} LINE"},
    // Inferred, but for the words: one server, and no days and times to poll at.
    {"auto-update server LINE", kStore, 2},
    {"auto-update device-id {hardware-serial|hostname|ipaddress [WORD]|mac-address [WORD]|"
     "string WORD}",
     kStore, 2},
    {"auto-update poll-period <1-35791> [<0-35791>] [<1-35791>]", kStore, 2},
    {"auto-update timeout <1-35791>", kStore, 2},
    {"setup", kSetup},
    {"{exit|quit|end}", kEnd},
};

// After a captured configuration of 6.1; the "" stands for what is not named.
constexpr std::string_view kOrder[] = {
    "interface",   "nameif",      "enable password", "passwd",   "hostname",    "domain-name",
    "clock",       "fixup",       "names",           "no names", "name",        "object-group",
    "access-list", "pager",       "no pager",        "logging",  "icmp",        "mtu",
    "ip address",  "ip",          "failover",        "pdm",      "arp",         "global",
    "nat",         "static",      "access-group",    "conduit",  "route",       "timeout",
    "aaa-server",  "aaa",         "http server",     "http",     "snmp-server", "floodguard",
    "sysopt",      "crypto",      "isakmp",          "ca",       "telnet",      "telnet timeout",
    "ssh",         "ssh timeout", "console",         "",         "username",    "terminal",
};

struct Usage {
  std::string_view word;
  std::string_view lines;
};

constexpr Usage kUsages[] = {
    {"aaa",
     "[no] aaa authentication [serial|enable|telnet|ssh|http] console <server_tag>\n"
     "\t[no] aaa authorization|accounting ...\n"},
    {"ca",
     "ca generate rsa key|specialkey <key_modulus_size>\n"
     "\tca zeroize rsa [<keypair_name>]\n\t[no] ca save all\n"},
    {"configure", "configure terminal\n"},
    {"console", "console timeout <number>\n"},
    {"domain-name", "[no] domain-name <domain_name>\n"},
    {"enable", "enable [<priv_level>]\n\tenable password <password> [level <level>] [encrypted]\n"},
    {"hostname", "[no] hostname <host_name>\n"},
    {"http", "[no] http <local_ip> [<mask>] [<if_name>]\n\t[no] http server enable\n"},
    {"interface", "interface <hardware_id> [<hw_speed>] [shutdown]\n"},
    {"ip", "[no] ip address <if_name> <ip_address> [<mask>]\n"},
    {"nameif", "nameif <hardware_id> <if_name> <security_lvl>\n"},
    {"pager", "[no] pager [lines <lines>]\n"},
    {"passwd", "passwd <password> [encrypted]\n"},
    {"reload", "reload [noconfirm]\n"},
    {"show", "show <command>\n"},
    {"ssh", "[no] ssh <local_ip> [<mask>] [<if_name>]\n\tssh timeout <number>\n"},
    {"telnet", "[no] telnet <local_ip> [<mask>] [<if_name>]\n\ttelnet timeout <number>\n"},
    {"terminal", "terminal width <number>\n"},
    {"username", "[no] username <name> {nopassword|password <password>} [privilege <level>]\n"},
    {"write", "write erase|floppy|memory|standby|terminal|net\n"},
};

}  // namespace

std::span<const AsaRule> pix6_rules() { return kRules; }

std::span<const std::string_view> pix6_order() { return kOrder; }

// Lines and order after captured configurations of PIX 6; the two hashes are those of no password
// and of "cisco", the login password of old (inferred).
std::string_view pix6_factory_config() {
  return "interface ethernet0 auto shutdown\n"
         "interface ethernet1 auto shutdown\n"
         "nameif ethernet0 outside security0\n"
         "nameif ethernet1 inside security100\n"
         "enable password 8Ry2YjIyt7RRXU24 encrypted\n"
         "passwd 2KFQnbNIdI.2KYOU encrypted\n"
         "hostname pixfirewall\n"
         "fixup protocol ftp 21\n"
         "fixup protocol http 80\n"
         "names\n"
         "pager lines 24\n"
         "mtu outside 1500\n"
         "mtu inside 1500\n"
         "pdm history enable\n"
         "arp timeout 14400\n"
         "floodguard enable\n"
         "telnet timeout 5\n"
         "ssh timeout 5\n"
         "console timeout 0\n"
         "terminal width 80\n";
}

std::string pix6_usage(std::string_view line) {
  std::vector<std::string_view> words = split_words(line);
  if (words.size() > 1 && words.front() == "no") words.erase(words.begin());
  const std::string_view typed = words.empty() ? std::string_view() : words.front();
  const auto fits = [&](const Usage& usage) { return usage.word.starts_with(typed); };
  const auto first = std::ranges::find_if(kUsages, fits);
  const bool known = !typed.empty() && first != std::end(kUsages) &&
                     (first->word == typed ||
                      std::find_if(std::next(first), std::end(kUsages), fits) == std::end(kUsages));
  if (known) return fmt::format("Usage:\t{}", first->lines);
  for (const AsaRule& rule : kRules) {
    const bool listed = fmt::format("|{}|", rule.syntax.substr(1, rule.syntax.find('}') - 1))
                            .contains(fmt::format("|{}|", typed));
    if (!typed.empty() && (begins_with_words(rule.syntax, typed) || listed)) {
      return fmt::format("Usage:\t[no] {} ...\n", typed);
    }
  }
  return "Type help or '?' for a list of available commands.\n";
}

}  // namespace lw::lab
