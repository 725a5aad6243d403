// The inventory: devices and their sealed credentials in one SQLite file. Blocking; one Inventory
// may be used by one thread at a time; several processes may have the same file open (SQLite's
// locks; a busy file waits up to 5 s).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"

namespace lw::store {

struct Device {
  std::string name = {};  // unique; 1 to 63 of letters, digits, '.', '-', '_'
  std::string platform = {};
  std::string os_version = {};                      // empty: not told
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
};

struct DeviceCredentials {
  std::string username = {};
  Secret password = {};
  std::optional<Secret> enable_password = {};
  Secret ssh_key = {};  // private key, PEM, without passphrase; empty: none
};

inline constexpr std::string_view kJumpKind = "jump";
inline constexpr std::string_view kTokenServerKind = "tms";

// A machine that is no managed device and takes part in reaching some.
struct Server {
  std::string name = {};
  // "jump": an SSH server that connections go through; "tms": a token server, reached by FTP
  std::string kind = {};
  std::string address = {};
  std::uint16_t port = 22;
  std::string crypto = {};
  std::string jump = {};  // itself reached through another
  std::string notes = {};
  // Of a token server.
  std::string directory = {};        // for uploads; empty: where its login arrives
  std::string public_key_file = {};  // of this machine
  std::string file_name = {};        // of uploads, with {device} and {mode}
  bool tls = false;                  // explicit FTPS
};

// A default transport that differs from the platform's own.
struct TransportDefault {
  std::string platform;
  std::string versions;  // the label of the platform's rule
  std::string transport;
};

// At most so many sessions at once with all devices of a site, or that ask one AAA server.
struct SessionLimit {
  std::string kind;  // "site", "aaa"
  std::string name;
  std::uint32_t sessions = 0;
};

class Inventory {
 public:
  // Opens or creates `folder`/linewarden.db and `folder`/vault.key (mode 0600; refused when others
  // may read it).
  [[nodiscard]] static Result<Inventory> open(const std::filesystem::path& folder);
  Inventory(Inventory&&) noexcept;
  Inventory& operator=(Inventory&&) noexcept;
  ~Inventory();

  // A chassis must be there before its modules, is no module itself, and cannot be removed before
  // them (kConflict names them).
  [[nodiscard]] Result<void> add(const Device& device,
                                 const DeviceCredentials& credentials);  // kAlreadyExists
  [[nodiscard]] Result<Device> find(const std::string& name);            // kNotFound
  [[nodiscard]] Result<std::vector<Device>> list();                      // by name
  [[nodiscard]] Result<void> update(const Device& device);
  [[nodiscard]] Result<void> remove(const std::string& name);

  [[nodiscard]] Result<DeviceCredentials> credentials(const std::string& name);
  [[nodiscard]] Result<void> set_credentials(const std::string& name,
                                             const DeviceCredentials& credentials);

  // Servers: as devices. A server must exist, and be of the right kind, before it is used; chains
  // of jump hosts end somewhere, and a server that is used cannot be removed (kConflict names
  // users).
  [[nodiscard]] Result<void> add_server(const Server& server, const DeviceCredentials& credentials);
  [[nodiscard]] Result<Server> find_server(const std::string& name);
  [[nodiscard]] Result<std::vector<Server>> list_servers();  // by name
  [[nodiscard]] Result<void> update_server(const Server& server);
  [[nodiscard]] Result<void> remove_server(const std::string& name);
  [[nodiscard]] Result<DeviceCredentials> server_credentials(const std::string& name);
  [[nodiscard]] Result<void> set_server_credentials(const std::string& name,
                                                    const DeviceCredentials& credentials);

  [[nodiscard]] Result<std::vector<TransportDefault>> transport_defaults();
  [[nodiscard]] Result<void> set_transport_default(const TransportDefault& setting);
  [[nodiscard]] Result<void> clear_transport_default(const std::string& platform,
                                                     const std::string& versions);

  [[nodiscard]] Result<std::vector<SessionLimit>> session_limits();         // by kind and name
  [[nodiscard]] Result<void> set_session_limit(const SessionLimit& limit);  // 0 sessions: no limit

 private:
  struct State;
  explicit Inventory(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lw::store
