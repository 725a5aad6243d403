// What an SSH server shows of itself before anybody logs in: its identification, its host key and
// the algorithms that it offers. Made once, shared by any number of connections, devices and
// servers. Never changes. Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/secret.h"

namespace lw::net {

// A new RSA key of `bits` as PEM: what a device makes with `crypto key generate rsa`. Takes up to
// seconds.
[[nodiscard]] Result<Secret> generate_ssh_host_key(int bits = 2048);

//   kModern  what this project's client prefers
//   kLegacy  what a device of 2008 has and nothing newer: SHA-1 key exchanges, ssh-rsa, CBC
enum class SshServerAlgorithms : std::uint8_t { kModern, kLegacy };

class SshSession;

class SshIdentity {
 public:
  // `host_key` is PEM, `identification` what follows "SSH-2.0-". kInvalidArgument.
  [[nodiscard]] static Result<std::shared_ptr<const SshIdentity>> create(
      const Secret& host_key, const std::string& identification, SshServerAlgorithms algorithms);
  SshIdentity(const SshIdentity&) = delete;
  SshIdentity& operator=(const SshIdentity&) = delete;
  ~SshIdentity();

  // For the room: makes `session`, on a connected socket, a server's with this identity.
  [[nodiscard]] Result<void> accept(SshSession& session) const;

 private:
  struct Bind;
  explicit SshIdentity(std::unique_ptr<Bind> bind);
  std::unique_ptr<Bind> bind_;
};

}  // namespace lw::net
