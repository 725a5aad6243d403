// What a bench program is told about the devices it works on, and the Connector that reaches them
// as every command does. One owner; any thread may open sessions.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "device/connector.h"

namespace lw::bench {

class BenchDevices {
 public:
  // Standard input has ADDRESS:PORT of each, the environment SSH_USER, SSH_PASSWORD and
  // ENABLE_PASSWORD. kInvalidArgument.
  [[nodiscard]] static Result<std::unique_ptr<BenchDevices>> read(std::string_view transport,
                                                                  std::string_view platform);
  BenchDevices(const BenchDevices&) = delete;
  BenchDevices& operator=(const BenchDevices&) = delete;
  ~BenchDevices();

  // With the devices in turn. Time enough for ten thousand that all begin at once.
  [[nodiscard]] net::Task<Result<std::unique_ptr<session::Session>>> open(std::size_t index);

 private:
  explicit BenchDevices(std::filesystem::path folder);

  std::filesystem::path folder_;  // of the pins
  std::vector<device::Access> devices_;
  device::Connector connector_;
};

}  // namespace lw::bench
