// What SSH itself costs: libssh alone, blocking, opens a session the way any client must (connect,
// key exchange, password, channel with a terminal, shell), says the commands, if there are any,
// each after a prompt that ends in '#' or '>', and closes it.
//
// Usage: ssh_floor PORT USER COUNT [COMMAND]…
// The password is in the environment variable SSH_PASSWORD.
#include <fmt/core.h>
#include <libssh/libssh.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>

#include "processor_time.h"

namespace {

struct FreeSession {
  void operator()(ssh_session session) const { ssh_free(session); }
};
using SessionPointer = std::unique_ptr<ssh_session_struct, FreeSession>;

bool read_prompt(ssh_channel channel) {
  char buffer[4096];
  int count = 0;
  while ((count = ssh_channel_read(channel, buffer, sizeof buffer, 0)) > 0) {
    if (buffer[count - 1] == '#' || buffer[count - 1] == '>') return true;
  }
  return false;
}

bool say(ssh_channel channel, std::span<char*> commands) {
  for (const char* command : commands) {
    const auto line = std::string(command) + "\r";
    const auto size = static_cast<std::uint32_t>(line.size());
    if (!read_prompt(channel) || ssh_channel_write(channel, line.data(), size) < 0) return false;
  }
  return commands.empty() || read_prompt(channel);
}

bool one_session(unsigned port, const char* user, const char* password, std::span<char*> commands) {
  const SessionPointer session(ssh_new());
  const bool read_files = false;
  ssh_options_set(session.get(), SSH_OPTIONS_PROCESS_CONFIG, &read_files);
  ssh_options_set(session.get(), SSH_OPTIONS_HOST, "127.0.0.1");
  ssh_options_set(session.get(), SSH_OPTIONS_PORT, &port);
  ssh_options_set(session.get(), SSH_OPTIONS_USER, user);
  ssh_options_set(session.get(), SSH_OPTIONS_KNOWNHOSTS, "/dev/null");
  const int at_once =
      1;  // as every interactive client does; otherwise a delayed ACK of 40 ms counts
  ssh_options_set(session.get(), SSH_OPTIONS_NODELAY, &at_once);
  ssh_options_set(session.get(), SSH_OPTIONS_KEY_EXCHANGE, "curve25519-sha256");
  if (ssh_connect(session.get()) != SSH_OK) return false;
  if (ssh_userauth_password(session.get(), nullptr, password) != SSH_AUTH_SUCCESS) return false;
  ssh_channel channel = ssh_channel_new(session.get());
  const bool open = ssh_channel_open_session(channel) == SSH_OK &&
                    ssh_channel_request_pty_size(channel, "vt100", 511, 24) == SSH_OK &&
                    ssh_channel_request_shell(channel) == SSH_OK && say(channel, commands);
  ssh_channel_free(channel);
  ssh_disconnect(session.get());
  return open;
}

}  // namespace

int main(int argc, char** argv) {
  const char* password = std::getenv("SSH_PASSWORD");
  if (argc < 4 || password == nullptr) {
    fmt::print(stderr, "usage: SSH_PASSWORD=… ssh_floor PORT USER COUNT [COMMAND]…\n");
    return 2;
  }
  const auto port = static_cast<unsigned>(std::strtoul(argv[1], nullptr, 10));
  const auto count = std::strtoul(argv[3], nullptr, 10);
  const std::span<char*> commands(argv + 4, argv + argc);
  if (!one_session(port, argv[2], password, commands)) {
    fmt::print(stderr, "the SSH server on port {} could not be used\n", port);
    return 3;
  }
  const double processor = lw::bench::processor_seconds();
  const auto started = std::chrono::steady_clock::now();
  for (unsigned long i = 0; i < count; ++i) {
    if (!one_session(port, argv[2], password, commands)) return 3;
  }
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - started;
  fmt::print("{{\"sessions\":{},\"wall\":{:.6f},\"cpu\":{:.6f}}}\n", count, wall.count(),
             lw::bench::processor_seconds() - processor);
  return 0;
}
