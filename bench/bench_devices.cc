#include "bench_devices.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "platform/platform.h"

namespace lw::bench {
namespace {

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Result<device::Access> access_to(const std::string& at, std::string_view transport,
                                 std::shared_ptr<const platform::Platform> platform) {
  LW_ASSIGN(auto endpoint, net::parse_endpoint(at, 0));
  device::Access access;
  LW_ASSIGN(access.transport, device::parse_transport(transport));
  access.device.name = at;
  access.device.address = std::move(endpoint.host);
  access.device.ports.emplace(transport, endpoint.port);
  access.credentials = {.username = from_environment("SSH_USER"),
                        .password = Secret(from_environment("SSH_PASSWORD")),
                        .enable_password = Secret(from_environment("ENABLE_PASSWORD"))};
  access.platform = std::move(platform);
  return access;
}

}  // namespace

BenchDevices::BenchDevices(std::filesystem::path folder)
    : folder_(std::move(folder)), connector_(folder_, {}) {}

BenchDevices::~BenchDevices() { std::filesystem::remove_all(folder_); }

Result<std::unique_ptr<BenchDevices>> BenchDevices::read(std::string_view transport,
                                                         std::string_view platform) {
  LW_ASSIGN(const auto registry, platform::Registry::load());
  LW_ASSIGN(const auto family, registry.find(platform));
  auto folder =
      std::filesystem::temp_directory_path() / fmt::format("linewarden-bench-{}", getpid());
  std::filesystem::create_directory(folder);
  std::unique_ptr<BenchDevices> devices(new BenchDevices(std::move(folder)));
  for (std::string at; std::cin >> at;) {
    LW_ASSIGN(devices->devices_.emplace_back(), access_to(at, transport, family));
  }
  if (!devices->devices_.empty()) return devices;
  return failure(ErrorCode::kInvalidArgument, "no device on standard input");
}

net::Task<Result<std::unique_ptr<session::Session>>> BenchDevices::open(std::size_t index) {
  const device::Access& access = devices_[index % devices_.size()];
  constexpr std::chrono::seconds kPatience{600};
  return connector_.open(access, access.transport, {.connect = kPatience, .command = kPatience});
}

}  // namespace lw::bench
