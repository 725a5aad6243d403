// The SSH port of a simulated device: shut (each connection is closed at once) until the device has
// host keys, then a server with a key of that size, of the protocol's version 1 or 2. When the
// version changes, the port changes hands and its sessions end (devices keep them, inferred).
// Making a key takes a while, so a thread of its own does it. want() and rotate() from any thread.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

#include "lab/device.h"
#include "net/listener.h"
#include "net/ssh1_server.h"
#include "net/ssh_server.h"

namespace lw::lab {

class SshDoor {
 public:
  struct Settings {
    net::Endpoint at;
    std::function<net::LoginAnswer(std::string_view user, const Secret& password)> login;
    std::function<net::Task<>(net::SshShell, SshVersion)> handler;
    std::shared_ptr<net::Ssh1ServerKeys> server_keys;  // those of the whole lab
    std::filesystem::path key_file;  // where the key is kept between runs; empty: nowhere
  };
  // Opens, or is shut, before it returns.
  [[nodiscard]] static Result<std::unique_ptr<SshDoor>> create(net::Loop& loop, Settings settings,
                                                               std::optional<HostKeys> keys);
  SshDoor(const SshDoor&) = delete;
  SshDoor& operator=(const SshDoor&) = delete;
  // Ends the connections. Not from the loop's thread.
  ~SshDoor();

  [[nodiscard]] const net::Endpoint& local() const { return settings_.at; }
  // The device's keys are these now.
  void want(const std::optional<HostKeys>& keys);
  // A new host key although the device's are the same.
  void rotate();

 private:
  SshDoor(net::Loop& loop, Settings settings) : loop_(loop), settings_(std::move(settings)) {}
  void run();
  [[nodiscard]] Result<void> install(const std::optional<HostKeys>& keys);
  [[nodiscard]] Result<void> shut();
  [[nodiscard]] Result<void> serve(const Secret& key);
  [[nodiscard]] Result<void> serve_version_1(const Secret& key);
  [[nodiscard]] Result<Secret> host_key(int modulus);
  void forget_key();

  net::Loop& loop_;
  Settings settings_;
  // Only the thread (and create() before there is one) touches these.
  std::optional<net::TcpListener> shut_;
  std::optional<net::SshServer> open_;
  std::optional<net::Ssh1Server> open_for_1_;
  std::optional<Secret> key_;  // outlives a change of the version

  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<HostKeys> wanted_;
  bool dirty_ = false;
  bool key_is_old_ = false;
  bool stopping_ = false;
  std::thread worker_;
};

}  // namespace lw::lab
