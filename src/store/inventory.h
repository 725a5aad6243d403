// The inventory: devices, servers and their sealed credentials, in one SQLite file or on a
// PostgreSQL server. Blocking; one Inventory may be used by one thread at a time; several processes
// may have the same store open (a busy file waits up to 5 s). Errors: kStoreFailed where the store
// can't be read or written; nothing of the change is stored then, unless the message says that it
// is not known.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "store/credential_sets.h"
#include "store/device.h"
#include "store/device_query.h"
#include "store/location.h"
#include "store/server.h"

namespace lw::database {
class Database;
}

namespace lw::store {

class Vault;

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

// One of many changes that are stored together.
struct DeviceChange {
  enum class Kind { kAdd, kUpdate };
  Kind kind = Kind::kAdd;
  Device device = {};
  std::optional<DeviceCredentials> credentials = {};  // absent: as they are
};

class Inventory {
 public:
  // Opens the store, or makes an empty one. kUnsupported, with what to do, for one that another
  // version of this program made. The key file must be the owner's alone (mode 0600).
  [[nodiscard]] static Result<Inventory> open(const Location& location);
  [[nodiscard]] static Result<Inventory> open(const std::filesystem::path& folder) {
    return open(Location{.folder = folder});
  }
  Inventory(Inventory&&) noexcept;
  Inventory& operator=(Inventory&&) noexcept;
  ~Inventory();

  // A chassis must be there before its modules, is no module itself, and cannot be removed before
  // them; so a firewall and its contexts (kConflict names them).
  [[nodiscard]] Result<void> add(const Device& device,
                                 const DeviceCredentials& credentials);           // kAlreadyExists
  [[nodiscard]] Result<Device> find(const std::string& name);                     // kNotFound
  [[nodiscard]] Result<std::vector<Device>> list(const DeviceQuery& query = {});  // by name
  [[nodiscard]] Result<std::int64_t> count(const DeviceQuery& query = {});
  [[nodiscard]] Result<void> update(const Device& device);
  [[nodiscard]] Result<void> remove(const std::string& name);

  // Many at once: in one transaction, all but those that are refused, each with its reason. One
  // outcome a change, in their order.
  [[nodiscard]] Result<std::vector<Result<void>>> apply(std::span<const DeviceChange> changes);

  // The device's own.
  [[nodiscard]] Result<DeviceCredentials> credentials(const std::string& name);
  [[nodiscard]] Result<void> set_credentials(const std::string& name,
                                             const DeviceCredentials& credentials);
  // Its own, else those of its set, of its groups' set, of the default one. kConflict when its
  // groups have different sets.
  [[nodiscard]] Result<Login> login_of(const Device& device);

  // Credential sets. One that is used cannot be removed (kConflict names users).
  [[nodiscard]] Result<void> add_credential_set(const CredentialSet& set,
                                                const DeviceCredentials& credentials);
  [[nodiscard]] Result<CredentialSet> find_credential_set(const std::string& name);
  [[nodiscard]] Result<std::vector<CredentialSet>> list_credential_sets();
  [[nodiscard]] Result<void> update_credential_set(const CredentialSet& set);
  [[nodiscard]] Result<void> remove_credential_set(const std::string& name);
  [[nodiscard]] Result<DeviceCredentials> set_credentials_of(const std::string& set);
  [[nodiscard]] Result<void> replace_set_credentials(const std::string& set,
                                                     const DeviceCredentials& credentials);
  [[nodiscard]] Result<std::vector<CredentialUse>> credential_uses();       // the default one first
  [[nodiscard]] Result<void> set_credential_use(const CredentialUse& use);  // empty set: none

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

  // For the room's other contracts (archive, leases, discoveries), which share the connection and
  // the key. They must not outlive the Inventory.
  [[nodiscard]] database::Database& database();
  [[nodiscard]] const Vault& vault() const;

 private:
  struct State;
  explicit Inventory(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lw::store
