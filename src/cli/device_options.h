// The properties of a device as command-line options, and a device as JSON or a table.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/credential_options.h"
#include "cli/output.h"
#include "device/transport_policy.h"
#include "platform/platform.h"
#include "store/inventory.h"

namespace CLI {
class App;
}

namespace lw::cli {

struct DeviceOptions {
  std::string name;
  std::optional<std::string> platform;
  std::optional<std::string> os_version;
  std::optional<std::string> address;
  std::optional<std::string> transport;
  bool any_transport = false;
  std::optional<std::uint16_t> port;
  std::map<std::string, std::uint16_t> ports;  // "ssh" of --ssh-port
  std::optional<std::string> console;
  std::optional<std::string> crypto;
  std::optional<bool> allow_ssh1;
  std::optional<std::string> jump;
  std::optional<std::string> chassis;
  std::optional<std::uint32_t> slot;
  std::optional<std::string> site;
  std::optional<std::string> aaa;
  std::optional<std::string> token_server;
  std::optional<std::uint32_t> sessions;
  std::optional<std::string> notes;
  std::optional<bool> dynamic_address;
  // The plain words of the guide's device properties, by the name of their option: as they are
  // given.
  std::map<std::string, std::string> properties;
  std::optional<std::vector<std::string>> groups;  // in place of those there are
  std::optional<std::vector<std::string>> tags;
  bool accept_key = false;
  bool discover = false;  // of `add` alone
  std::optional<std::string> fingerprint;
  CredentialOptions credentials;
};

void add_device_options(CLI::App& command, DeviceOptions& options);

// What was given, into `device`. kUnsupported for a transport that the type cannot use.
[[nodiscard]] Result<void> apply(const DeviceOptions& options, const platform::Registry& registry,
                                 const device::TransportPolicy& policy, store::Device& device);

// Everything but secrets. The platform may be one that is not known any more: null.
[[nodiscard]] nlohmann::ordered_json to_json(const store::Device& device,
                                             const store::DeviceCredentials& credentials,
                                             const platform::Platform* platform,
                                             const device::TransportPolicy& policy);
void print_device(Output& output, nlohmann::ordered_json json);

}  // namespace lw::cli
