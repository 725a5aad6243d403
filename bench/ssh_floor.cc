// What SSH itself costs: libssh alone, blocking, opens a session the way any client must that knows
// the host key and not yet how users log in (connect, key exchange with the algorithms that our
// client offers, the host key's fingerprint compared, the ways of logging in asked for, password,
// channel with a terminal, shell), says the commands, if there are any, each after a prompt that
// ends in '#' or '>', and closes it.
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

#include "net/ssh_algorithms.h"
#include "usage.h"

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

// SHA-256, as a pin holds it; empty: none.
std::string fingerprint(ssh_session session) {
  ssh_key key = nullptr;
  if (ssh_get_server_publickey(session, &key) != SSH_OK) return {};
  unsigned char* hash = nullptr;
  std::size_t size = 0;
  std::string text;
  if (ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash, &size) == SSH_OK) {
    text.assign(reinterpret_cast<const char*>(hash), size);
  }
  ssh_clean_pubkey_hash(&hash);
  ssh_key_free(key);
  return text;
}

// `pinned` is learned from the first session.
bool log_in(ssh_session session, const char* password, std::string& pinned) {
  if (ssh_connect(session) != SSH_OK) return false;
  const std::string shown = fingerprint(session);
  if (pinned.empty()) pinned = shown;
  if (shown.empty() || shown != pinned) return false;
  if (ssh_userauth_none(session, nullptr) == SSH_AUTH_ERROR) return false;
  return (ssh_userauth_list(session, nullptr) & SSH_AUTH_METHOD_PASSWORD) != 0 &&
         ssh_userauth_password(session, nullptr, password) == SSH_AUTH_SUCCESS;
}

bool one_session(unsigned port, const char* user, const char* password, std::string& pinned,
                 std::span<char*> commands) {
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
  ssh_options_set(session.get(), SSH_OPTIONS_KEY_EXCHANGE, lw::net::kSshKeyExchange);
  ssh_options_set(session.get(), SSH_OPTIONS_HOSTKEYS, lw::net::kSshHostKeys);
  ssh_options_set(session.get(), SSH_OPTIONS_PUBLICKEY_ACCEPTED_TYPES, lw::net::kSshHostKeys);
  ssh_options_set(session.get(), SSH_OPTIONS_CIPHERS_C_S, lw::net::kSshCiphers);
  ssh_options_set(session.get(), SSH_OPTIONS_CIPHERS_S_C, lw::net::kSshCiphers);
  ssh_options_set(session.get(), SSH_OPTIONS_HMAC_C_S, lw::net::kSshMacs);
  ssh_options_set(session.get(), SSH_OPTIONS_HMAC_S_C, lw::net::kSshMacs);
  if (!log_in(session.get(), password, pinned)) return false;
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
  std::string pinned;
  if (!one_session(port, argv[2], password, pinned, commands)) {
    fmt::print(stderr, "the SSH server on port {} could not be used\n", port);
    return 3;
  }
  const double processor = lw::bench::processor_seconds();
  const auto started = std::chrono::steady_clock::now();
  for (unsigned long i = 0; i < count; ++i) {
    if (!one_session(port, argv[2], password, pinned, commands)) return 3;
  }
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - started;
  fmt::print("{{\"sessions\":{},\"wall\":{:.6f},\"cpu\":{:.6f}}}\n", count, wall.count(),
             lw::bench::processor_seconds() - processor);
  return 0;
}
