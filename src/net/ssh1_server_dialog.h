// The server's side of SSH protocol 1.5 from its first byte to the request for a shell: bytes in,
// bytes out (draft-ylonen-ssh-protocol-00); whether a password is right is for the caller to say.
// Private to the room, pure but for the random cookie.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/ssh1_packets.h"
#include "net/ssh1_server.h"

namespace lw::net {

class Ssh1ServerDialog {
 public:
  struct Login {
    std::string username;
    Secret password;
  };

  // `options` must outlive it.
  Ssh1ServerDialog(const Ssh1ServerOptions& options, std::shared_ptr<const Ssh1RsaKey> server_key);

  // Answers what has arrived. On an error the connection is over, take_output() has the farewell:
  // kConnectionLost (the client left), kUnsupported (another protocol), kLoginRefused (refused too
  // often), kInvalidArgument (not in the protocol's order or form).
  [[nodiscard]] Result<void> receive(std::string_view bytes);
  // What is to be sent since the last call.
  [[nodiscard]] std::string take_output() { return std::exchange(output_, {}); }

  // The name and password that the client waits to hear about, once. What has arrived behind them
  // is kept until judge(), whose errors are those of receive().
  [[nodiscard]] std::optional<Login> take_login() { return std::exchange(login_, std::nullopt); }
  [[nodiscard]] Result<void> judge(LoginAnswer answer);

  // A shell or command was asked for. What the client sent after that is still in the packets.
  [[nodiscard]] bool started() const { return phase_ == Phase::kStarted; }
  [[nodiscard]] SshShell take_shell() { return std::move(shell_); }
  [[nodiscard]] Ssh1Packets take_packets() { return std::move(packets_); }

 private:
  enum class Phase {
    kIdentification,
    kSessionKey,
    kUser,
    kLogin,
    kJudgement,
    kPreparation,
    kStarted
  };

  Result<void> advance(std::string_view bytes);
  Result<void> identify();
  Result<void> answer(const Ssh1Packet& packet);
  Result<void> take_session_key(const Ssh1Packet& packet);
  Result<void> take_user(const Ssh1Packet& packet);
  Result<void> take_password(const Ssh1Packet& packet);
  Result<void> say_why(Result<void> outcome);
  Result<void> answer_packets();
  Result<void> prepare(const Ssh1Packet& packet);
  Result<void> send(Ssh1Type type, std::string_view data = {});

  const Ssh1ServerOptions& options_;
  const std::shared_ptr<const Ssh1RsaKey> host_key_;
  const std::shared_ptr<const Ssh1RsaKey> server_key_;
  std::string cookie_;
  Phase phase_ = Phase::kIdentification;
  std::string line_;  // the client's identification as far as it has arrived
  Ssh1Packets packets_;
  std::string output_;
  SshShell shell_;
  std::optional<Login> login_;
  int refused_ = 0;
};

}  // namespace lw::net
