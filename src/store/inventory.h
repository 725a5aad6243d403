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
  std::string transport = {};  // "ssh", "telnet"; empty: the platform's default
  std::string notes = {};
};

struct DeviceCredentials {
  std::string username = {};
  Secret password = {};
  std::optional<Secret> enable_password = {};
};

class Inventory {
 public:
  // Opens or creates `folder`/linewarden.db and `folder`/vault.key (mode 0600; refused when others
  // may read it).
  [[nodiscard]] static Result<Inventory> open(const std::filesystem::path& folder);
  Inventory(Inventory&&) noexcept;
  Inventory& operator=(Inventory&&) noexcept;
  ~Inventory();

  [[nodiscard]] Result<void> add(const Device& device,
                                 const DeviceCredentials& credentials);  // kAlreadyExists
  [[nodiscard]] Result<Device> find(const std::string& name);            // kNotFound
  [[nodiscard]] Result<std::vector<Device>> list();                      // by name
  [[nodiscard]] Result<void> update(const Device& device);
  [[nodiscard]] Result<void> remove(const std::string& name);

  [[nodiscard]] Result<DeviceCredentials> credentials(const std::string& name);
  [[nodiscard]] Result<void> set_credentials(const std::string& name,
                                             const DeviceCredentials& credentials);

 private:
  struct State;
  explicit Inventory(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lw::store
