// How many sessions may be open at once: with one device, and with the devices of a site or of an
// AAA server. A site and an AAA server count devices, so that the second session with a device that
// proves the first one's work never waits for itself. Thread-safe.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/deadline.h"
#include "base/result.h"
#include "net/gate.h"
#include "net/task.h"
#include "store/inventory.h"

namespace lw::device {

// Fewer than any device's own lines: IOS has five vtys, an ASA five SSH and six HTTPS sessions
// [facts 1.1, 2.5], and somebody else may need one.
inline constexpr std::uint32_t kSessionsPerDevice = 3;

class SessionLimits {
 public:
  explicit SessionLimits(const std::vector<store::SessionLimit>& limits);

  // Leave to open one more session with `device`; it is given back when the value dies.
  using Leave = std::shared_ptr<const void>;
  // kTimeout names the limit whose turn did not come.
  [[nodiscard]] net::Task<Result<Leave>> wait_for_turn(store::Device device, Deadline deadline);
  // The same with a module through the session of its chassis: one more session with each of the
  // two, which are one device to a site and to an AAA server.
  [[nodiscard]] net::Task<Result<Leave>> wait_for_turn_through(store::Device chassis,
                                                               store::Device module,
                                                               Deadline deadline);

 private:
  using Place = std::shared_ptr<net::Gate::Pass>;

  [[nodiscard]] net::Gate& device_gate(const store::Device& device);
  // Places at these groups of a kind, in the order of their names.
  [[nodiscard]] net::Task<Result<std::vector<Place>>> places(std::string kind,
                                                             std::set<std::string> groups,
                                                             std::string device, Deadline deadline);
  [[nodiscard]] net::Task<Result<net::Gate::Pass>> enter(store::Device device, Deadline deadline);
  // The device's place at its site or AAA server, shared by its sessions; null: there is no limit.
  [[nodiscard]] net::Task<Result<Place>> place(std::string kind, std::string group,
                                               std::string device, Deadline deadline);

  std::map<std::string, std::unique_ptr<net::Gate>> groups_;  // "site/berlin"; fixed
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<net::Gate>> devices_;
  std::map<std::string, std::weak_ptr<net::Gate::Pass>> places_;  // "site/berlin/r1"
};

}  // namespace lw::device
