// What importing rows into an inventory would do: which devices are new, which differ, which are
// the same, and which rows are refused and why. Decides everything and does nothing, so that a dry
// run shows exactly what an import does, and a second import finds nothing to do. Pure.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "exchange/row.h"
#include "store/inventory.h"

namespace lw::exchange {

enum class Existing {
  kLeave,   // a device that is there already stays as it is
  kUpdate,  // it gets what the file tells; what the file leaves open stays
};
enum class Secrets { kTaken, kIgnored };

struct Policy {
  Existing existing = Existing::kLeave;
  Secrets secrets = Secrets::kTaken;
  std::string platform = {};          // of devices whose row tells none
  std::set<std::string> groups = {};  // in addition to those that a row tells
  // Whether there is such a platform.
  std::function<bool(std::string_view)> has_platform = nullptr;
  // What is beyond the form of the values: transports, servers. `before` is null for a new device.
  // May be null.
  std::function<Result<void>(const store::Device&, const store::Device* before)> check = nullptr;
};

struct Known {
  std::span<const store::Device> devices;  // in order of their names
  // Asked only for devices whose row tells credentials.
  std::function<Result<store::DeviceCredentials>(const std::string& name)> credentials;
};

struct Difference {
  std::string property;
  std::string from;  // empty for a secret, as for what was not set
  std::string to;
  bool secret = false;
};

struct Change {
  std::size_t row = 0;                        // its place among the rows
  store::Device device = {};                  // as it is afterwards
  store::DeviceCredentials credentials = {};  // the same
  bool sets_credentials = false;
  std::vector<Difference> differences = {};  // none for a new device
};

struct Refusal {
  std::size_t row = 0;
  std::string device;  // empty: not even the name is known
  Error error;
};

struct Changes {
  std::vector<Change> added;    // a chassis before its modules, a firewall before its contexts
  std::vector<Change> changed;  // with Existing::kUpdate
  std::vector<Change> left;     // differ, and were left alone: with Existing::kLeave
  std::vector<Change> unchanged;
  std::vector<Refusal> refused;  // in the order of the rows
};

[[nodiscard]] Changes changes(const Known& known, std::span<const Row> rows, const Policy& policy);

}  // namespace lw::exchange
