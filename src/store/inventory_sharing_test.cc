// Several processes and threads at one inventory.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <vector>

#include "base/temporary_folder.h"
#include "store/inventory.h"

namespace lw::store {
namespace {

constexpr int kWriters = 4;
constexpr int kDevicesEach = 10;

bool add_devices(const std::filesystem::path& folder, int writer) {
  auto inventory = Inventory::open(folder);
  if (!inventory) return false;
  for (int i = 0; i < kDevicesEach; ++i) {
    const Device device{
        .name = fmt::format("w{}-d{}", writer, i), .platform = "frr", .address = "127.0.0.1"};
    if (!inventory->add(device, {.username = "u", .password = Secret(device.name)})) return false;
  }
  return true;
}

void expect_all_devices(const std::filesystem::path& folder) {
  auto inventory = Inventory::open(folder);
  ASSERT_TRUE(inventory) << inventory.error().message;
  const auto all = inventory->list();
  ASSERT_TRUE(all);
  EXPECT_EQ(all->size(), static_cast<std::size_t>(kWriters * kDevicesEach));
  for (const auto& device : *all) {
    const auto credentials = inventory->credentials(device.name);
    ASSERT_TRUE(credentials) << credentials.error().message;
    EXPECT_TRUE(credentials->password.equals(Secret(device.name)));
  }
}

TEST(InventorySharing, ProcessesThatStartTogetherAgreeOnOneKey) {
  const TemporaryFolder folder;
  std::vector<pid_t> children;
  for (int writer = 0; writer < kWriters; ++writer) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) ::_exit(add_devices(folder.path(), writer) ? 0 : 1);
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  expect_all_devices(folder.path());
}

TEST(InventorySharing, ThreadsWithAnInventoryEachDoNotDisturbOneAnother) {
  const TemporaryFolder folder;
  std::vector<char> done(kWriters, 0);
  {
    std::vector<std::jthread> threads;
    for (int writer = 0; writer < kWriters; ++writer) {
      threads.emplace_back([&, writer] {
        done[static_cast<std::size_t>(writer)] = add_devices(folder.path(), writer) ? 1 : 0;
      });
    }
  }
  for (const char each : done) EXPECT_EQ(each, 1);
  expect_all_devices(folder.path());
}

}  // namespace
}  // namespace lw::store
