// After a captured "show config all" of 6.4(10): headings, defaults and the form of the lines are
// verified there. The answers are inferred.
#include "lab/catos_rules.h"

namespace lw::lab {
namespace {

using enum CatosAction;

constexpr CatosRule kRules[] = {
    {"password LINE", kLoginPassword, 1},
    {"enablepass LINE", kEnablePassword, 1},
    {"prompt LINE", kStore, 1},
    {"length <0-512> default", kStore, 1, "", "Screen length set to {}."},
    {"logout <0-10000>", kStore, 1, "",
     "Sessions will be automatically logged out after {} minutes of idle time."},
    {"config mode {binary|text} [{nvram|WORD}]", kConfigMode, 2, "",
     "System configuration mode set to {}."},
    {"banner motd LINE", kStore, 2, "", "MOTD banner set"},
    {"system baud {600|1200|2400|4800|9600|19200|38400}", kStore, 2, "system",
     "System console port baud rate set to {}."},
    {"system modem {enable|disable}", kStore, 2, "system",
     "Modem control lines {}d on console port."},
    {"system name [LINE]", kStore, 2, "system", "System name set."},
    {"system location [LINE]", kStore, 2, "system", "System location set."},
    {"system contact [LINE]", kStore, 2, "system", "System contact set."},
    {"system countrycode [WORD]", kStore, 2, "system", "System country code set."},
    {"feature LINE", kStore, 2, "system"},
    {"snmp community {read-only|read-write|read-write-all} [LINE]", kStore, 3, "snmp",
     "SNMP community string set."},
    {"snmp trap {enable|disable} WORD", kStore, 0, "snmp"},
    {"snmp trap A.B.C.D LINE", kStore, 3, "snmp", "SNMP trap receiver added."},
    {"snmp rmon {enable|disable}", kStore, 2, "snmp", "SNMP RMON support {}d."},
    {"tacacs server A.B.C.D [primary]", kStore, 3, "tacacs+", "{} added to TACACS server table."},
    {"tacacs key LINE", kStore, 2, "tacacs+", "The tacacs key has been set to {}."},
    {"tacacs {attempts|timeout} <1-1000>", kStore, 2, "tacacs+"},
    {"tacacs directedrequest {enable|disable}", kStore, 2, "tacacs+"},
    {"radius server A.B.C.D [LINE]", kStore, 3, "radius"},
    {"radius key LINE", kStore, 2, "radius"},
    {"radius {deadtime|timeout|retransmit} <0-1440>", kStore, 2, "radius"},
    {"authentication {login|enable} {local|tacacs|radius|kerberos} {enable|disable} "
     "[{console|telnet|http|all}] [primary]",
     kAuthentication, 0, "authentication"},
    {"authentication {login|enable} {attempt|lockout} <0-43200> [{console|telnet}]",
     kAuthentication, 0, "authentication"},
    {"localuser user WORD password LINE", kLocalUser, 3, "local user", "Local user added."},
    {"vtp {domain|mode|passwd|pruning|v2} LINE", kStore, 2, "vtp"},
    {"ip permit {enable|disable} [{telnet|ssh|snmp}]", kPermitSwitch, 0, "ip permit list"},
    {"ip permit A.B.C.D [A.B.C.D] [{telnet|ssh|snmp|all}]", kPermitAddress, 0, "ip permit list"},
    {"interface {sc0|sl0|me1} LINE", kStore, 2, "ip", "Interface set."},
    {"ip route LINE", kStore, 0, "ip", "Route added."},
    {"ip {redirect|unreachable|fragmentation} {enable|disable}", kStore, 2, "ip"},
    {"ip dns {enable|disable}", kStore, 2, "dns", "DNS is {}d"},
    {"ip dns server A.B.C.D [primary]", kStore, 4, "dns"},
    {"ip dns domain WORD", kStore, 3, "dns", "Default DNS domain name set to {}"},
    {"ip http server {enable|disable}", kStore, 3, "http", "HTTP server is {}d on the system."},
    {"ip http port <1-65535>", kStore, 3, "http"},
    {"cdp {enable|disable} [LINE]", kStore, 0, "cdp"},
    {"cdp {interval|holdtime|version} WORD", kStore, 2, "cdp"},
    {"ntp {client|broadcastclient|authentication} {enable|disable}", kStore, 2, "ntp"},
    {"ntp server A.B.C.D [LINE]", kStore, 3, "ntp"},
    {"timezone LINE", kStore, 1, "ntp"},
    {"summertime LINE", kStore, 1, "ntp"},
    {"logging {console|session|timestamp} {enable|disable}", kStore, 2, "syslog",
     "System logging messages will be {}d."},
    {"logging server {enable|disable}", kStore, 2, "syslog"},
    {"logging server A.B.C.D", kStore, 0, "syslog", "{} added to System logging server table."},
    {"logging {level|history|buffer} LINE", kStore, 0, "syslog"},
    {"spantree LINE", kStore, 0, "spantree"},
    {"vlan LINE", kStore, 0, "vlan"},
    {"module {name|enable|disable} LINE", kStore, 0, "module"},
    {"port LINE", kStore, 0, "port"},
    {"trunk LINE", kStore, 0, "port"},
};

constexpr CatosClearRule kClearRules[] = {
    {"banner motd", "banner motd", "MOTD banner cleared"},
    {"ip permit {all|A.B.C.D [A.B.C.D] [{telnet|ssh|snmp}]}", "ip permit",
     "IP permit list cleared."},
    {"localuser {all|WORD}", "localuser user", "Local user cleared."},
    {"ip route {all|LINE}", "ip route", "Route deleted."},
    {"ip dns server {all|A.B.C.D}", "ip dns server", "DNS server cleared."},
    {"ip dns domain", "ip dns domain", "Default DNS domain name cleared."},
    {"tacacs server {all|A.B.C.D}", "tacacs server", "TACACS server table changed."},
    {"tacacs key", "tacacs key", "TACACS server key cleared."},
    {"radius server {all|A.B.C.D}", "radius server", "RADIUS server table changed."},
    {"snmp trap {all|A.B.C.D}", "snmp trap", "SNMP trap receiver deleted."},
    {"logging server A.B.C.D", "logging server", "Logging server cleared."},
    {"ntp server {all|A.B.C.D}", "ntp server", "NTP server cleared."},
    {"timezone", "timezone", "Timezone name and offset cleared"},
};

constexpr std::string_view kDefaults[] = {
    "prompt Console>",
    "length 24 default",
    "logout 20",
    "config mode binary",
    "banner motd ^C^C",
    "system baud 9600",
    "system modem disable",
    "system name",
    "system location",
    "system contact",
    "system countrycode",
    "snmp community read-only public",
    "snmp community read-write private",
    "snmp community read-write-all secret",
    "snmp rmon disable",
    "tacacs attempts 3",
    "tacacs directedrequest disable",
    "tacacs timeout 5",
    "radius deadtime 0",
    "radius timeout 5",
    "radius retransmit 2",
    "authentication login tacacs disable all",
    "authentication enable tacacs disable all",
    "authentication login radius disable all",
    "authentication enable radius disable all",
    "authentication login local enable all",
    "authentication enable local enable all",
    "authentication login kerberos disable all",
    "authentication enable kerberos disable all",
    "authentication login attempt 3",
    "authentication login lockout 0",
    "authentication enable attempt 3",
    "authentication enable lockout 0",
    "ip permit disable",
    "ip redirect enable",
    "ip unreachable enable",
    "ip fragmentation enable",
    "ip dns disable",
    "ip http server disable",
    "ip http port 80",
    "logging console enable",
    "logging session enable",
    "logging server disable",
};

constexpr std::string_view kHeadings[] = {
    "",           "system", "snmp",           "tacacs+",  "radius", "authentication",
    "local user", "vtp",    "ip permit list", "ip",       "dns",    "http",
    "cdp",        "ntp",    "syslog",         "spantree", "vlan",   "module",
    "port"};

}  // namespace

std::span<const CatosRule> catos_rules() { return kRules; }
std::span<const CatosClearRule> catos_clear_rules() { return kClearRules; }
std::span<const std::string_view> catos_defaults() { return kDefaults; }
std::span<const std::string_view> catos_headings() { return kHeadings; }

}  // namespace lw::lab
