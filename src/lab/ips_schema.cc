#include "lab/ips_schema.h"

namespace lw::lab {
namespace {

using enum IpsKind;
using enum IpsType;

constexpr std::size_t kMostNetworks = 512;  // [I]
constexpr std::size_t kMostAccounts = 100;  // [I]
constexpr std::size_t kMostServers = 1;     // [I]

// [V] the names of the first five and the form of host-ip; [I] the values that nobody has set.
constexpr IpsSchema kNetworkSettings[] = {
    {.name = "host-ip", .type = kHostIp, .fallback = "10.1.9.201/24,10.1.9.1"},
    {.name = "host-name", .type = kName, .fallback = "sensor"},
    {.name = "telnet-option",
     .type = kChoice,
     .fallback = "disabled",
     .choices = "enabled|disabled"},
    {.name = "access-list",
     .kind = kMap,
     .type = kNetwork,
     .key = "network-address",
     .most = kMostNetworks},
    {.name = "ftp-timeout",
     .type = kNumber,
     .fallback = "300",
     .low = 1,
     .high = 86400,
     .unit = "seconds"},
    {.name = "login-banner-text", .type = kText},
    // [I] of 7.x, as its setup asks for them.
    {.name = "dns-primary-server", .type = kAddresses, .since = 7},
    {.name = "http-proxy-server", .type = kAddresses, .since = 7},
    {.name = "http-proxy-port",
     .type = kNumber,
     .fallback = "8080",
     .low = 1,
     .high = 65535,
     .since = 7},
};

constexpr IpsSchema kTimeZone[] = {
    {.name = "offset",
     .type = kNumber,
     .fallback = "0",
     .low = -720,
     .high = 840,
     .unit = "minutes"},
    {.name = "standard-time-zone-name", .type = kName, .fallback = "UTC"},
};

constexpr IpsSchema kHost[] = {
    {.name = "network-settings", .kind = kStruct, .members = kNetworkSettings},
    {.name = "time-zone-settings", .kind = kStruct, .members = kTimeZone},
    {.name = "ntp-servers",
     .kind = kMap,
     .type = kAddress,
     .key = "ip-address",
     .most = kMostServers},
    {.name = "summertime-option",
     .type = kChoice,
     .fallback = "disabled",
     .choices = "recurring|disabled"},
};

constexpr IpsSchema kWebServer[] = {
    {.name = "enable-tls", .type = kChoice, .fallback = "true", .choices = "true|false"},
    {.name = "port", .type = kNumber, .fallback = "443", .low = 1, .high = 65535},
    {.name = "server-id", .type = kText, .fallback = "HTTP/1.1 compliant"},
    {.name = "enable-websession-inactivity-timeout",
     .type = kChoice,
     .fallback = "false",
     .choices = "true|false",
     .since = 7},
};

// Failed logins until an account is locked; 0: any number.
constexpr IpsSchema kAuthentication[] = {
    {.name = "attemptLimit", .type = kNumber, .fallback = "0", .low = 0, .high = 1000},
};

constexpr IpsSchema kGlobalCorrelation[] = {
    {.name = "network-participation",
     .type = kChoice,
     .fallback = "off",
     .choices = "off|partial|full",
     .since = 7},
};

constexpr IpsSchema kCredentials[] = {
    {.name = "role",
     .type = kChoice,
     .fallback = "viewer",
     .choices = "administrator|operator|viewer"},
    {.name = "password", .type = kPassword, .low = 6},  // [I] the shortest
};
constexpr IpsSchema kAccount[] = {
    {.name = "credentials", .kind = kStruct, .members = kCredentials},
};
constexpr IpsSchema kUserAccount[] = {
    {.name = "user-accounts",
     .kind = kMap,
     .type = kName,
     .key = "name",
     .most = kMostAccounts,
     .members = kAccount},
};

constexpr IpsComponent kComponents[] = {
    {"host", "host", {.name = "host", .kind = kStruct, .members = kHost}},
    {"webServer", "web-server", {.name = "web-server", .kind = kStruct, .members = kWebServer}},
    {"authentication",
     "authentication",
     {.name = "authentication", .kind = kStruct, .members = kAuthentication}},
    {"userAccount", "", {.name = "user-account", .kind = kStruct, .members = kUserAccount}},
    {"globalCorrelation",
     "global-correlation",
     {.name = "global-correlation", .kind = kStruct, .members = kGlobalCorrelation, .since = 7}},
};

}  // namespace

std::span<const IpsComponent> ips_components() { return kComponents; }

}  // namespace lw::lab
