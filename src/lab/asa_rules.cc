#include "lab/asa_rules.h"

#include <iterator>
#include <vector>

#include "lab/pix_rules.h"

namespace lw::lab {
namespace {

using enum AsaAction;

constexpr AsaRule kGlobal[] = {
    {"hostname WORD", kStore, 1},
    {"domain-name WORD", kStore, 1},
    {"enable password LINE", kEnablePassword, 2},
    {"{passwd|password} LINE", kPasswd, 1},
    {"username WORD {password LINE|nopassword [LINE]}", kUsername, 2},
    {"username WORD attributes", kSection, 3, "config-username"},
    {"interface LINE", kSection, 0, "config-if"},
    {"http server enable [<1-65535>]", kStore, 3},
    {"http server {idle-timeout|session-timeout} <1-1440>", kStore, 3},
    {"http server basic-auth-client LINE", kBasicAuthClient},
    {"http A.B.C.D A.B.C.D WORD"},
    {"http {redirect|authentication-certificate} LINE"},
    {"ssh A.B.C.D A.B.C.D WORD"},
    {"ssh {timeout <1-60>|version <1-2>}", kStore, 2},
    {"ssh {key-exchange|cipher|scopy|stricthostkeycheck|pubkey-chain} [LINE]", kStore, 2},
    {"telnet A.B.C.D A.B.C.D WORD"},
    {"telnet timeout <1-1440>", kStore, 2},
    {"console timeout <0-60>", kStore, 2},
    {"aaa authentication {ssh|http|telnet|enable|serial} console WORD [LOCAL]", kStore, 4},
    {"aaa authorization {command|exec|http} LINE", kStore, 3},
    {"aaa {accounting|local|mac-exempt|proxy-limit} LINE"},
    {"aaa-server WORD protocol WORD", kSection, 3, "config-aaa-server-group"},
    {"aaa-server WORD WORD host LINE", kSection, 0, "config-aaa-server-host"},
    {"access-list LINE"},
    {"access-group LINE"},
    {"object {network|service} WORD", kSection, 3, "config-network-object"},
    {"object-group {network|service|protocol} LINE", kSection, 3, "config-network-object-group"},
    {"class-map LINE", kSection, 0, "config-cmap"},
    {"policy-map LINE", kSection, 0, "config-pmap"},
    {"tunnel-group WORD type WORD", kStore, 3},
    {"tunnel-group WORD {general-attributes|ipsec-attributes|webvpn-attributes}", kSection, 3,
     "config-tunnel"},
    {"group-policy WORD {internal|external}", kStore, 3},
    {"group-policy WORD attributes", kSection, 3, "config-group-policy"},
    {"webvpn", kSection, 1, "config-webvpn"},
    {"crypto key generate rsa [{general-keys|usage-keys}] [label WORD] "
     "[modulus {512|768|1024|2048|3072|4096}] [noconfirm]",
     kCryptoKeyGenerate},
    {"crypto key zeroize rsa [{default|label WORD}] [noconfirm]", kCryptoKeyZeroize},
    {"crypto ca trustpoint WORD [noconfirm]", kSection, 4, "config-ca-trustpoint"},
    {"crypto ca authenticate WORD [nointeractive]", kCaAuthenticate},
    {"crypto ca certificate chain WORD", kSection, 5, "config-cert-chain"},
    {"crypto {ikev1|ikev2} policy <1-65535>", kSection, 4, "config-ike-policy"},
    {"crypto {ca|ikev1|ikev2|ipsec|map|dynamic-map|isakmp} LINE"},
    {"call-home reporting anonymous", kCallHome},
    {"call-home", kSection, 1, "cfg-call-home"},
    {"pager lines <0-2147483647>", kStore, 1},
    {"terminal width <0-511>", kStore, 2},
    {"prompt LINE", kStore, 1},
    {"banner {motd|login|exec|asdm} LINE"},
    {"route WORD A.B.C.D A.B.C.D A.B.C.D [<1-255>]"},
    {"mtu WORD <64-9198>", kStore, 2},
    {"failover [LINE]"},
    {"clock {timezone|summer-time} LINE", kStore, 2},
    {"asdm {image|history} LINE", kStore, 2},
    {"ftp mode {passive|active}", kStore, 2},
    {"auto-update server LINE"},  // several, in order of precedence
    {"auto-update device-id {hardware-serial|hostname|ipaddress [WORD]|mac-address [WORD]|"
     "string WORD}",
     kStore, 2},
    {"auto-update poll-period <1-35791> [<0-35791>] [<1-35791>]", kStore, 2},
    {"auto-update poll-at LINE", kStore, 2},
    {"auto-update timeout <1-35791>", kStore, 2},
    {"names", kSwitch},
    {"firewall transparent"},
    {"service password-recovery", kDefaultOn},
    {"setup", kSetup},
    {"{nat|logging|snmp-server|ntp|icmp|timeout|dns|dns-group|boot|service-policy|threat-detection|"
     "dhcpd|same-security-traffic|arp|name|dhcprelay|monitor-interface|no-proxy|sysopt|fragment|"
     "privilege|service|management-access|ip|ipv6|router|smtp-server|url-server|vpn|vpn-sessiondb|"
     "license|cluster|mac-address|ssl|key|time-range|tls-proxy|jumbo-frame|rest-api|user-identity|"
     "quota|checkheaps|xlate|dynamic-access-policy-record|anyconnect} [LINE]"},
    {"exit", kExit},
    {"quit", kExit},
    {"end", kEnd},
};

constexpr AsaRule kInterface[] = {
    {"nameif WORD", kSwitch, 1},
    {"security-level <0-100>", kSwitch, 1},
    {"ip address {A.B.C.D [A.B.C.D] [standby A.B.C.D]|dhcp [setroute]}", kSwitch, 2},
    {"description LINE", kStore, 1},
    {"shutdown"},
    {"management-only", kStore},
    {"{speed|duplex|vlan|mac-address|channel-group|flowcontrol|delay|lacp} LINE", kStore, 1},
    {"{ipv6|ospf|rip|eigrp|igmp|pim|multicast|authentication|switchport|member-interface|"
     "redundant-interface|no-member} LINE"},
};

// What the system execution space takes: it has no networks or users of its own (inferred, as the
// whole list).
constexpr AsaRule kSystem[] = {
    {"hostname WORD", kStore, 1},
    {"domain-name WORD", kStore, 1},
    {"enable password LINE", kEnablePassword, 2},
    {"context WORD", kSection, 2, "config-ctx"},
    {"admin-context WORD", kStore, 1},
    {"class WORD", kSection, 2, "config-class"},
    {"mac-address auto [LINE]", kStore, 2},
    {"interface LINE", kSection, 0, "config-if"},
    {"console timeout <0-60>", kStore, 2},
    {"pager lines <0-2147483647>", kStore, 1},
    {"terminal width <0-511>", kStore, 2},
    {"prompt LINE", kStore, 1},
    {"banner {motd|login|exec|asdm} LINE"},
    {"failover [LINE]"},
    {"clock {timezone|summer-time} LINE", kStore, 2},
    {"ftp mode {passive|active}", kStore, 2},
    {"names", kSwitch},
    {"{boot|logging|ntp|monitor-interface|service|license|cluster|no-proxy|jumbo-frame|arp} "
     "[LINE]"},
    {"exit", kExit},
    {"quit", kExit},
    {"end", kEnd},
};

constexpr AsaRule kContext[] = {
    {"config-url LINE", kStore, 1},
    {"allocate-interface LINE"},
    {"{member|description|join-failover-group|scansafe|firewall} LINE", kStore, 1},
};

constexpr AsaRule kCertificateChain[] = {{"certificate [ca] WORD", kCaCertificate}};

// "key" and "timeout" are lines of the global mode too: a mode of its own has them first.
constexpr AsaRule kAaaServerHost[] = {
    {"{key|timeout|retry-interval|server-port|authentication-port|accounting-port|"
     "radius-common-pw|acl-netmask-convert|mschapv2-capable|nt-auth-domain-controller|"
     "kerberos-realm|ldap-base-dn|ldap-scope|ldap-naming-attribute|ldap-login-password|"
     "ldap-login-dn|ldap-over-ssl|ldap-attribute-map|ldap-group-base-dn|server-type|"
     "sasl-mechanism|sdi-version|sdi-pre-5-slave} [LINE]",
     kStore, 1},
};

// Sections whose lines the firewall knows and this one only keeps.
constexpr AsaRule kFree[] = {{"LINE"}};

struct ModeRow {
  std::string_view name;
  std::span<const AsaRule> rules;
};

constexpr ModeRow kModes[] = {
    {"config", kGlobal},
    {"config-system", kSystem},
    {"config-ctx", kContext},
    {"config-cert-chain", kCertificateChain},
    {"config-class", kFree},
    {"config-if", kInterface},
    {"config-username", kFree},
    {"config-aaa-server-group", kFree},
    {"config-aaa-server-host", kAaaServerHost},
    {"config-network", kFree},
    {"config-network-object", kFree},
    {"config-network-object-group", kFree},
    {"config-cmap", kFree},
    {"config-pmap", kFree},
    {"config-tunnel", kFree},
    {"config-group-policy", kFree},
    {"config-webvpn", kFree},
    {"config-ca-trustpoint", kFree},
    {"config-ike-policy", kFree},
    {"cfg-call-home", kFree},
};

struct Modes {
  Modes() {
    std::vector<ModeRow> rows(std::begin(kModes), std::end(kModes));
    rows.push_back({"config-pix6", pix6_rules()});
    tables.reserve(rows.size());
    for (const ModeRow& row : rows) {
      CommandTable& table = tables.emplace_back();
      for (std::size_t i = 0; i < row.rules.size(); ++i) {
        table.add(row.rules[i].syntax, static_cast<int>(i));
      }
      modes.push_back({row.name, row.rules, &table});
    }
  }
  std::vector<CommandTable> tables;
  std::vector<AsaMode> modes;
};

}  // namespace

const AsaMode& asa_mode(std::string_view name) {
  static const Modes all;
  static const CommandTable kNothing;
  static const AsaMode kNone{"", {}, &kNothing};
  for (const AsaMode& mode : all.modes) {
    if (mode.name == name) return mode;
  }
  return kNone;
}

}  // namespace lw::lab
