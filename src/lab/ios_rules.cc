#include "lab/ios_rules.h"

#include <initializer_list>
#include <iterator>
#include <vector>

namespace lw::lab {
namespace {

using enum IosAction;
constexpr IosFeature kCrypto = IosFeature::kCryptography;
constexpr IosFeature kSlots = IosFeature::kChassis;
constexpr IosFeature kFiles = IosFeature::kStoredLicences;
constexpr IosFeature kSmart = IosFeature::kSmartLicences;

constexpr IosRule kGlobal[] = {
    {"hostname WORD", kStore, 1},
    {"prompt LINE", kStore, 1},
    {"enable {secret|password} LINE", kEnablePassword, 2},
    {"username WORD [LINE]", kUsername, 2},
    {"service password-encryption", kEncryptPasswords},
    {"service {timestamps {debug|log} [LINE]|tcp-keepalives-in|tcp-keepalives-out|"
     "sequence-numbers|dhcp|config|pad|unsupported-transceiver|internal|udp-small-servers|"
     "tcp-small-servers|finger|nagle|compress-config|linenumber}",
     kSwitch, 3},
    {"aaa new-model", kStore},
    {"aaa {authentication|authorization|accounting} WORD LINE", kAaa, 4},
    {"aaa session-id {common|unique}", kAaa, 2},
    {"aaa {common-criteria|attribute|cache|dnis|local|max-sessions|nas|pod|user} LINE", kAaa},
    {"aaa group server {radius|tacacs+} WORD", kSection, 5, "config-sg"},
    {"banner {motd|login|exec|incoming|slip-ppp} LINE", kBanner},
    {"line {console|aux} <0-0>", kLine},
    {"line vty <0-15> [<1-15>]", kLine},
    {"interface LINE", kInterface},
    {"ip {domain-name|domain name} WORD", kDomainName, 3},
    {"ip {domain-lookup|domain lookup}", kDefaultOn},
    {"ip domain {list|timeout|retry|round-robin} [LINE]"},
    {"ip name-server LINE"},
    {"ip http server", kSwitch},
    {"ip http secure-server", kSecureServer, 0, {}, kCrypto},
    {"ip http authentication {enable|local|aaa [LINE]}", kStore, 3},
    {"ip http port <0-65535>", kStore, 3},
    {"ip http secure-port <0-65535>", kStore, 3, {}, kCrypto},
    {"ip http access-class LINE", kStore, 3},
    {"ip http {max-connections|active-session-modules|timeout-policy|path|client|"
     "session-module-list|digest|accounting|help-path} [LINE]",
     kStore, 3},
    {"ip http {secure-active-session-modules|secure-trustpoint|secure-ciphersuite|"
     "secure-client-auth|tls-version} [LINE]",
     kStore,
     3,
     {},
     kCrypto},
    {"ip ssh version <1-2>", kSsh, 3, {}, kCrypto},
    {"ip ssh time-out <1-120>", kSsh, 3, {}, kCrypto},
    {"ip ssh authentication-retries <0-5>", kSsh, 3, {}, kCrypto},
    {"ip ssh {source-interface|rsa|logging|maxstartups|port|dh|server|client|break-string|"
     "precedence|dscp|stricthostkeycheck|rekey|pubkey-chain} [LINE]",
     kSsh,
     3,
     {},
     kCrypto},
    {"ip scp server enable", kStore, 0, {}, kCrypto},
    {"ip access-list standard WORD", kSection, 4, "config-std-nacl"},
    {"ip access-list extended WORD", kSection, 4, "config-ext-nacl"},
    {"ip {cef|source-route|subnet-zero|classless|gratuitous-arps|finger}", kDefaultOn},
    {"ip bootp server", kDefaultOn},
    {"ip default-gateway A.B.C.D", kStore, 2},
    {"ip dhcp pool WORD", kSection, 4, "dhcp-config"},
    {"ip vrf WORD", kSection, 3, "config-vrf"},
    {"ip sla <1-2147483647>", kSection, 3, "config-ip-sla"},
    {"ip {route|host|forward-protocol|tcp|udp|ftp|tftp|nat|prefix-list|as-path|community-list|"
     "inspect|ips|radius|tacacs|local|flow-export|flow-cache|multicast-routing|pim|igmp|"
     "default-network|rcmd|telnet|options|arp|icmp|admission|audit|access-list|routing|dns|"
     "accounting-threshold|wccp|urlfilter|port-map|sla|virtual-reassembly} [LINE]"},
    {"ip dhcp {excluded-address|snooping|relay|database|ping|bootp|use|conflict} [LINE]"},
    {"ipv6 LINE"},
    {"crypto key generate rsa [{general-keys|usage-keys}] [label WORD] [modulus <360-4096>] "
     "[exportable]",
     kCryptoKeyGenerate,
     0,
     {},
     kCrypto},
    {"crypto key generate rsa [{general-keys|usage-keys}] modulus <360-4096> label WORD",
     kCryptoKeyGenerate,
     0,
     {},
     kCrypto},
    {"crypto key zeroize rsa [WORD]", kCryptoKeyZeroize, 0, {}, kCrypto},
    {"crypto {pki|ca} trustpoint WORD", kSection, 4, "ca-trustpoint", kCrypto},
    {"crypto {pki|ca} certificate map WORD <1-65535>", kSection, 6, "ca-certificate-map", kCrypto},
    {"crypto pki token WORD {user-pin|encrypted-user-pin|removal|max-retries} [LINE]",
     kStore,
     5,
     {},
     kCrypto},
    {"crypto pki token WORD secondary {config|unconfig} LINE", kStore, 6, {}, kCrypto},
    {"crypto {pki|ca} {profile|server|authenticate|enroll|import|export} LINE",
     kStore,
     0,
     {},
     kCrypto},
    {"crypto isakmp policy <1-10000>", kSection, 4, "config-isakmp", kCrypto},
    {"crypto isakmp {key|enable|keepalive|nat|identity|aggressive-mode|client|invalid-spi-recovery}"
     " [LINE]",
     kStore,
     0,
     {},
     kCrypto},
    {"crypto ipsec transform-set WORD LINE", kSection, 4, "cfg-crypto-trans", kCrypto},
    {"crypto ipsec {security-association|profile|df-bit|fragmentation|nat-transparency} LINE",
     kStore,
     0,
     {},
     kCrypto},
    {"crypto map WORD <1-65535> ipsec-isakmp", kSection, 4, "config-crypto-map", kCrypto},
    {"router {ospf <1-65535>|eigrp <1-65535>|bgp <1-4294967295>|rip|isis}", kSection, 0,
     "config-router"},
    {"archive", kSection, 1, "config-archive"},
    {"kron occurrence LINE", kKron, 3, "config-kron-occurrence"},
    {"kron policy-list WORD", kSection, 3, "config-kron-policy"},
    {"cns trusted-server {all-agents|config|event|exec|image} WORD"},
    {"cns event WORD [encrypt] [<1-65535>] [{failover-time|keepalive|source|clock-timeout|"
     "reconnect-time|force-fmt1} [LINE]]",
     kStore, 2},
    {"cns event WORD [encrypt] [<1-65535>] backup [LINE]"},
    {"cns config partial WORD [encrypt] [<1-65535>] [{source|inventory} [LINE]]", kStore, 3},
    {"cns config {initial|notify|retrieve|connect-intf} LINE", kStore, 3},
    {"cns exec [encrypt] [<1-65535>] [source LINE]", kStore, 2},
    {"cns password LINE", kStore, 2},
    {"cns {id|image|inventory|template|aaa|dhcp|mib-access|message} [LINE]"},
    {"logging "
     "{console|monitor|buffered|trap|facility|source-interface|history|origin-id|queue-limit"
     "|rate-limit|count|on|userinfo|buffered|event|exception|snmp-authfail|message-counter} [LINE]",
     kStore, 2},
    {"logging {console|monitor}", kDefaultOn},
    {"logging host LINE"},
    {"logging A.B.C.D", kStore},
    {"ntp {server|peer|source|authenticate|authentication-key|trusted-key|access-group|master|"
     "update-calendar|logging|clock-period|max-associations|maxdistance} [LINE]"},
    {"firewall multiple-vlan-interfaces", kStore, 0, {}, kSlots},
    {"firewall module <1-13> vlan-group LINE", kStore, 3, {}, kSlots},
    {"firewall vlan-group <1-65535> LINE", kStore, 3, {}, kSlots},
    {"snmp-server LINE"},
    {"access-list <1-2699> LINE"},
    {"radius-server LINE"},
    {"tacacs-server LINE"},
    {"radius server WORD", kSection, 3, "config-radius-server"},
    {"tacacs server WORD", kSection, 3, "config-server-tacacs"},
    {"clock {timezone|summer-time|calendar-valid|save} [LINE]", kStore, 2},
    {"boot LINE"},
    {"license boot module c1900 technology-package {securityk9|uck9|datak9} [disable]",
     kLicence,
     6,
     {},
     kFiles},
    {"license boot level WORD [LINE]", kLicence, 3, {}, kSmart},
    {"license accept end user agreement", kLicence, 0, {}, kFiles},
    {"license accept end user agreement", kLicence, 0, {}, kSmart},
    {"license {udi|agent|call-home} LINE", kStore, 2, {}, kFiles},
    {"license {udi|smart|solution|suite|feature} LINE", kStore, 0, {}, kSmart},
    {"vtp LINE", kStore, 2},
    {"vlan <1-4094>", kSection, 2, "config-vlan"},
    {"spanning-tree LINE"},
    {"class-map LINE", kSection, 0, "config-cmap"},
    {"policy-map LINE", kSection, 0, "config-pmap"},
    {"route-map LINE", kSection, 0, "config-route-map"},
    {"key chain WORD", kSection, 3, "config-keychain"},
    {"vrf definition WORD", kSection, 3, "config-vrf"},
    {"event manager applet WORD", kSection, 4, "config-applet"},
    {"object-group {network|service} WORD", kSection, 3, "config-network-group"},
    {"control-plane", kSection, 1, "config-cp"},
    {"redundancy", kSection, 1, "config-red"},
    {"login {block-for|delay|on-failure|on-success|quiet-mode} [LINE]", kStore, 2},
    {"security {passwords|authentication} LINE", kStore, 3},
    {"cdp run", kDefaultOn},
    {"cdp {timer|holdtime|advertise-v2} [LINE]", kStore, 2},
    {"lldp {run|timer|holdtime|reinit} [LINE]", kStore, 2},
    {"file prompt {alert|noisy|quiet}", kStore, 2},
    {"alias {exec|configure|interface} WORD LINE", kStore, 3},
    {"privilege {exec|configure|interface|line} LINE"},
    {"config-register WORD", kStore, 1},
    {"{scheduler|parser|exception|memory-size|memory|process|mac|multilink|dialer-list|track|"
     "errdisable|udld|qos|mls|tftp-server|dot11|dot1x|eap|flow|monitor|l2tp|isdn|voice-card|"
     "mgcp|platform|hw-module|card|diagnostic|buffers|arp|warm-reboot|zone|end-policy|"
     "netconf|netconf-yang|restconf|http|tacacs|fhrp|subscriber|call-home|snmp} [LINE]"},
    {"do LINE", kDo},
    {"exit", kExit},
    {"end", kEnd},
};

constexpr IosRule kInterfaceRules[] = {
    {"description LINE", kStore, 1},
    {"shutdown", kOffByDefault},
    {"ip address {A.B.C.D A.B.C.D|dhcp|negotiated}", kSwitch, 2},
    {"ip address A.B.C.D A.B.C.D secondary"},
    {"ip {access-group|nat|helper-address|ospf|mtu|tcp|verify|inspect|ips|vrf|unnumbered|"
     "virtual-reassembly|policy|authentication|summary-address|pim|igmp|arp|flow|dhcp|rip} [LINE]"},
    {"ip {redirects|unreachables|proxy-arp|route-cache|mroute-cache|split-horizon}", kDefaultOn},
    {"{duplex|speed|mtu|bandwidth|delay|encapsulation|load-interval|carrier-delay|media-type|"
     "hold-queue|negotiation} [LINE]",
     kStore, 1},
    {"{ipv6|switchport|standby|vrrp|service-policy|spanning-tree|channel-group|ntp|snmp|"
     "tunnel|keepalive|ppp|dialer|vrf|zone-member|logging|mop|clock|isdn|peer|udld|storm-control|"
     "lldp|macro|auto|power|no-autonegotiation|bridge-group|arp|pppoe|fair-queue} [LINE]"},
    {"crypto {map WORD|ipsec {client|df-bit|fragmentation} LINE}", kStore, 2, {}, kCrypto},
    {"cdp enable", kDefaultOn},
};

constexpr IosRule kLineRules[] = {
    {"password LINE", kLinePassword, 1},
    {"login [{local|authentication WORD}]", kSwitch, 1},
    {"transport input {all|none|telnet}", kTransport, 2},
    {"transport input {ssh [telnet]|telnet ssh}", kTransport, 2, {}, kCrypto},
    {"transport output {all|none|telnet}", kTransport, 2},
    {"transport output {ssh [telnet]|telnet ssh}", kTransport, 2, {}, kCrypto},
    {"transport preferred {none|telnet}", kStore, 2},
    {"transport preferred ssh", kStore, 2, {}, kCrypto},
    {"exec-timeout <0-35791> [<0-2147483>]", kStore, 1},
    {"session-timeout <0-35791> [output]", kStore, 1},
    {"absolute-timeout <0-10000>", kStore, 1},
    {"access-class WORD in [vrf-also]", kStore, 1},
    {"access-class WORD out", kStore},
    {"logging synchronous [LINE]", kStore, 2},
    {"privilege level <0-15>", kStore, 2},
    {"length <0-512>", kStore, 1},
    {"width <0-512>", kStore, 1},
    {"history size <0-256>", kStore, 2},
    {"authorization {exec|commands|reverse-access} LINE", kStore, 2},
    {"accounting LINE"},
    {"exec", kDefaultOn},
    {"{motd-banner|exec-banner}", kDefaultOn},
    {"{stopbits|speed|databits|parity|rxspeed|txspeed|flowcontrol|modem|autocommand|rotary|"
     "location|"
     "escape-character|session-limit|notify|autoselect|vacant-message|ipv6|timeout|refuse-message} "
     "[LINE]",
     kStore, 1},
};

constexpr IosRule kAccessListRules[] = {
    {"{permit|deny|remark|evaluate|dynamic} LINE"},
    {"<1-2147483647> {permit|deny|remark} LINE", kStore, 1},
};

constexpr IosRule kTrustpointRules[] = {
    // One word: "ip http server", which ends the section, begins with its abbreviation.
    {"ip-address WORD", kStore, 1},
    {"enrollment {selfsigned|terminal [pem]|url LINE|mode ra|retry LINE|http-proxy LINE}", kStore,
     2},
    {"{subject-name|fqdn|serial-number|subject-alt-name|usage|password|hash|vrf|"
     "rsakeypair|revocation-check|auto-enroll|regenerate|chain-validation|crl|ocsp|primary|source|"
     "eku|match|storage|on|root|default|authorization|validation-usage} [LINE]",
     kStore, 1},
};

constexpr IosRule kRouterRules[] = {
    {"{network|neighbor|redistribute|area|passive-interface|distribute-list|default-information|"
     "aggregate-address|address-family|summary-address|offset-list|bgp} [LINE]"},
    {"{router-id|version|maximum-paths|distance|timers|log-adjacency-changes|default-metric|metric|"
     "variance|auto-cost|eigrp|max-metric|net|is-type|log-neighbor-changes} [LINE]",
     kStore, 1},
    {"{auto-summary|synchronization}", kSwitch},
};

constexpr IosRule kArchiveRules[] = {
    {"{path|maximum|time-period|rollback} LINE", kStore, 1},
    {"write-memory", kStore},
    {"log config"},
};

constexpr IosRule kKronOccurrenceRules[] = {{"policy-list WORD"}};
constexpr IosRule kKronPolicyRules[] = {{"cli LINE"}, {"conditional"}};
// Sections whose lines the router knows and this one only keeps.
constexpr IosRule kFreeRules[] = {{"LINE"}};

struct ModeRow {
  std::string_view name;
  std::span<const IosRule> rules;
};

constexpr ModeRow kModes[] = {
    {"config", kGlobal},
    {"config-if", kInterfaceRules},
    {"config-subif", kInterfaceRules},
    {"config-line", kLineRules},
    {"config-std-nacl", kAccessListRules},
    {"config-ext-nacl", kAccessListRules},
    {"ca-trustpoint", kTrustpointRules},
    {"config-router", kRouterRules},
    {"config-archive", kArchiveRules},
    {"config-kron-occurrence", kKronOccurrenceRules},
    {"config-kron-policy", kKronPolicyRules},
    {"ca-certificate-map", kFreeRules},
    {"cfg-crypto-trans", kFreeRules},
    {"config-applet", kFreeRules},
    {"config-cmap", kFreeRules},
    {"config-cp", kFreeRules},
    {"config-crypto-map", kFreeRules},
    {"config-ip-sla", kFreeRules},
    {"config-isakmp", kFreeRules},
    {"config-keychain", kFreeRules},
    {"config-network-group", kFreeRules},
    {"config-pmap", kFreeRules},
    {"config-radius-server", kFreeRules},
    {"config-red", kFreeRules},
    {"config-route-map", kFreeRules},
    {"config-server-tacacs", kFreeRules},
    {"config-sg", kFreeRules},
    {"config-vlan", kFreeRules},
    {"config-vrf", kFreeRules},
    {"dhcp-config", kFreeRules},
};

// The modes of all releases that have the same features.
struct Modes {
  explicit Modes(const IosRelease& release) {
    tables.reserve(std::size(kModes));
    for (const ModeRow& row : kModes) {
      CommandTable& table = tables.emplace_back();
      for (std::size_t i = 0; i < row.rules.size(); ++i) {
        if (release.has(row.rules[i].needs)) {
          table.add(row.rules[i].syntax, static_cast<int>(i));
        }
      }
      modes.push_back({row.name, row.rules, &table});
    }
  }
  std::vector<CommandTable> tables;
  std::vector<IosMode> modes;
};

IosRelease with(std::initializer_list<IosFeature> features) {
  IosRelease release;
  for (const IosFeature feature : features) release.features |= static_cast<unsigned>(feature);
  return release;
}

}  // namespace

const IosMode& ios_mode(std::string_view name, const IosRelease& release) {
  static const Modes with_cryptography(with({kCrypto}));
  static const Modes plain(with({}));
  static const Modes chassis(with({kCrypto, kSlots}));
  static const Modes licence_files(with({kCrypto, kFiles}));
  static const Modes smart_licences(with({kCrypto, kSmart}));
  static const CommandTable kNothing;
  static const IosMode kNone{"", {}, &kNothing};
  const Modes& all = release.has(kSlots)    ? chassis
                     : release.has(kFiles)  ? licence_files
                     : release.has(kSmart)  ? smart_licences
                     : release.has(kCrypto) ? with_cryptography
                                            : plain;
  for (const IosMode& mode : all.modes) {
    if (mode.name == name) return mode;
  }
  return kNone;
}

}  // namespace lw::lab
