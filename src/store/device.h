// What the inventory knows of one device (the guide's Device Properties), and of one login. Plain
// values: any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/secret.h"

namespace lw::store {

struct Device {
  std::string name = {};  // unique; 1 to 63 of letters, digits, '.', '-', '_'
  std::string platform = {};
  std::string os_version = {};                      // the running one; empty: not told
  std::string address = {};                         // host name or IP address
  std::map<std::string, std::uint16_t> ports = {};  // by transport; absent: the standard one
  std::string transport = {};                       // "ssh"; empty: the type's default
  std::string crypto = {};        // profile of old cryptography; empty: modern, none
  bool allow_ssh1 = false;        // SSH version 1 where the device has no other
  std::string console = {};       // "host:port" of a console server's line; empty: none
  std::string jump = {};          // the server to go through; empty: straight
  std::string chassis = {};       // the device that it is a module of; empty: none
  std::uint32_t slot = 0;         // its place there, 1 to 13; 0 without a chassis
  std::string site = {};          // for limits; empty: none
  std::string aaa = {};           // the AAA server that the device asks; empty: none known
  std::string token_server = {};  // that gets what a device over "tms" shall have; empty: none
  std::uint32_t sessions = 0;     // at once with this device; 0: the program's own limit
  std::string notes = {};

  // Identity.
  bool dynamic_address = false;  // it comes by itself, from an address that changes; `address` may
                                 // be empty then
  std::string host_name = {};
  std::string domain_name = {};
  std::string display_name = {};  // for people; empty: the name

  // Operating system.
  std::string image = {};           // name of the running image
  std::string target_version = {};  // that it shall run
  std::string context_mode = {};    // "single", "multiple"; empty: not known, or has none
  std::string firewall_mode = {};   // "routed", "transparent"; empty: not known, or no firewall
  std::string context_of = {};      // the firewall that it is a security context of; empty: none
  std::string context = {};         // its name there

  // How it fetches its configuration.
  std::string staging_server = {};  // AUS or Configuration Engine; empty: none
  std::string identity_form = {};   // towards an AUS: "hardware-serial", "hostname", "ipaddress",
                                    // "mac-address", "string"
  std::string identity = {};
  std::string cns_config_id = {};  // towards a Configuration Engine; empty: the host name
  std::string cns_event_id = {};
  std::string cns_image_id = {};

  // The guide's License Supports Failover (page 2-11): "yes", "no"; empty: not known. Deployments
  // of failover commands fail where it says yes and the licence does not.
  std::string supports_failover = {};
  std::string supports_failover_from = {};  // "discovered", "edited"; empty where not known

  std::string credential_set = {};  // empty: its own login, else its groups', else the default one
  std::set<std::string> groups = {};
  std::set<std::string> tags = {};

  [[nodiscard]] bool operator==(const Device&) const = default;
};

struct DeviceCredentials {
  std::string username = {};
  Secret password = {};
  std::optional<Secret> enable_password = {};
  Secret ssh_key = {};  // private key, PEM, without passphrase; empty: none

  // An enable password alone lets nobody in.
  [[nodiscard]] bool has_login() const {
    return !username.empty() || !password.empty() || !ssh_key.empty();
  }
};

}  // namespace lw::store
