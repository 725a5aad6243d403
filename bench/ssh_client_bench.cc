// The work of ssh_floor with commands, done by the SSH client of `net`: what is ours above libssh.
//
// Usage: ssh_client_bench PORT USER COUNT [COMMAND]…
// The password is in the environment variable SSH_PASSWORD.
#include <fmt/core.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>

#include "net/loop.h"
#include "net/peer_pins.h"
#include "net/ssh.h"
#include "usage.h"

namespace lw::net {
namespace {

Deadline patience() { return Deadline::after(std::chrono::seconds(60)); }

Task<Result<void>> read_prompt(Stream& stream) {
  char buffer[4096];
  for (;;) {
    LW_CO_ASSIGN(const auto count, co_await stream.read_some(buffer, patience()));
    if (buffer[count - 1] == '#' || buffer[count - 1] == '>') co_return Result<void>{};
  }
}

Task<Result<void>> one_session(const SshTarget& target, PeerPins& pins, std::span<char*> commands) {
  LW_CO_ASSIGN(const auto stream, co_await connect_ssh(target, pins, direct_route(), patience()));
  for (const char* command : commands) {
    LW_CO_TRY(co_await read_prompt(*stream));
    LW_CO_TRY(co_await stream->write(std::string(command) + "\r", patience()));
  }
  if (!commands.empty()) LW_CO_TRY(co_await read_prompt(*stream));
  co_await stream->close(patience());
  co_return Result<void>{};
}

Result<void> run(const SshTarget& target, std::size_t count, std::span<char*> commands) {
  const auto folder = std::filesystem::temp_directory_path() /
                      fmt::format("linewarden-ssh-client-bench-{}", ::getpid());
  std::filesystem::create_directory(folder);
  PeerPins pins(folder / "host_keys");
  Loop loop;
  const auto session = [&] { return one_session(target, pins, commands); };
  auto result = loop.run<Result<void>>(session);
  const double processor = bench::processor_seconds();
  const auto started = std::chrono::steady_clock::now();
  if (result) {
    result = loop.run<Result<void>>([&]() -> Task<Result<void>> {
      for (std::size_t i = 0; i < count; ++i) LW_CO_TRY(co_await session());
      co_return Result<void>{};
    });
  }
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - started;
  std::filesystem::remove_all(folder);
  LW_TRY(result);
  fmt::print("{{\"sessions\":{},\"wall\":{:.6f},\"cpu\":{:.6f}}}\n", count, wall.count(),
             bench::processor_seconds() - processor);
  return {};
}

}  // namespace
}  // namespace lw::net

int main(int argc, char** argv) {
  const char* password = std::getenv("SSH_PASSWORD");
  if (argc < 4 || password == nullptr) {
    fmt::print(stderr, "usage: SSH_PASSWORD=… ssh_client_bench PORT USER COUNT [COMMAND]…\n");
    return 2;
  }
  const auto port = static_cast<std::uint16_t>(std::strtoul(argv[1], nullptr, 10));
  const auto result = lw::net::run(
      {.endpoint = {"127.0.0.1", port}, .username = argv[2], .password = lw::Secret(password)},
      std::strtoul(argv[3], nullptr, 10), {argv + 4, argv + argc});
  if (!result) fmt::print(stderr, "{}\n", result.error().message);
  return result ? 0 : 3;
}
