// A simulated device as its listeners see it: shared state that outlives the sessions, and one
// Session for each client. Pure: bytes in, bytes out, the time is handed in; no I/O, no threads. A
// device and its sessions belong to one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "base/secret.h"
#include "lab/aaa_client.h"
#include "lab/line_fault.h"
#include "lab/web_message.h"

namespace lw::lab {

using WallTime = std::chrono::system_clock::time_point;
using WallClock = std::function<WallTime()>;

// kBackplane: from the supervisor of the chassis that the device is a module of.
enum class Transport { kConsole, kTelnet, kSsh, kHttp, kHttps, kBackplane };
[[nodiscard]] std::string_view name(Transport transport);

// The SSH protocol that a device answers: 1.5 or 2.0.
enum class SshVersion { k1, k2 };

// What a login came to, and what it gave the user for the session that follows.
struct LoginGrant {
  bool accepted = false;
  // The kind of server that accepted it; nullopt: the device did. And the level that RADIUS gave.
  std::optional<AaaProtocol> server = std::nullopt;
  std::optional<int> privilege = std::nullopt;
};

// Who is at the door. `user` is set when the transport has authenticated already (SSH).
struct Arrival {
  Transport transport = Transport::kConsole;
  std::string source_address = "127.0.0.1";
  std::string user = {};
  SshVersion ssh_version = SshVersion::k2;
  LoginGrant grant = {};  // of the transport's login
};

class Session {
 public:
  virtual ~Session() = default;

  // What the client typed. Its effect is in take_output(), finished() and the device.
  virtual void receive(std::string_view bytes) = 0;
  // What the terminal shows since the last call. Other sessions' commands may add to it.
  [[nodiscard]] virtual std::string take_output() = 0;
  // The device closes the connection once the output is written.
  [[nodiscard]] virtual bool finished() const = 0;
  // It waits for an answer from elsewhere, and will give news.
  [[nodiscard]] virtual bool waiting() const { return false; }
  // When the session ends by itself for want of keystrokes.
  [[nodiscard]] virtual std::optional<WallTime> idle_deadline() const = 0;
  virtual void idle_expired() = 0;

  // `tell` is called when somebody else gave this session something to show, or ended it. It may
  // call take_output() and finished(), nothing else of the session's.
  void on_news(std::function<void()> tell) { tell_ = std::move(tell); }
  // `watch` is called before each line is carried out or answers a question: what strikes it.
  using WatchLines = std::function<std::optional<LineStrike>()>;
  void watch_lines(WatchLines watch) { watch_ = std::move(watch); }

 protected:
  void give_news() const {
    if (tell_) tell_();
  }
  [[nodiscard]] std::optional<LineStrike> strike() const {
    return watch_ ? watch_() : std::nullopt;
  }

 private:
  std::function<void()> tell_;
  WatchLines watch_;
};

// A device's RSA host keys and the protocol that they are for at the moment. `generation` changes
// with every new pair; nullopt: SSH is shut.
struct HostKeys {
  std::uint64_t generation = 0;
  int modulus = 0;
  SshVersion version = SshVersion::k2;
  bool des_only = false;  // of version 1: no 3DES
};

// Bits that SSH version 2 wants of a device's keys.
inline constexpr int kLeastSsh2Modulus = 768;

// What the supervisor of a chassis knows of a module in it.
struct ModuleCard {
  std::string type = {};
  std::string model = {};
  std::string serial = {};
  std::string hardware = {};
  std::string firmware = {};
  std::string software = {};
  int ports = 0;
};

class Device {
 public:
  virtual ~Device() = default;

  // kUnreachable when the device refuses the connection: transport off, no free line, filtered.
  [[nodiscard]] virtual Result<std::unique_ptr<Session>> open(const Arrival& arrival) = 0;
  // Whether a new connection of this kind would get as far as a login.
  [[nodiscard]] virtual Result<void> admits(const Arrival& arrival) const = 0;
  // What the device itself says of a name and password over SSH.
  [[nodiscard]] virtual bool verify_login(std::string_view user, const Secret& password) const = 0;
  // SSH's password and keyboard-interactive methods, `arrival.user` with this password. `done` is
  // called once, at once or later; the device outlives that. Devices that ask servers override it.
  virtual void judge_login(const Arrival& arrival, const Secret& password,
                           std::function<void(LoginGrant)> done) {
    done({.accepted = verify_login(arrival.user, password)});
  }
  [[nodiscard]] virtual std::optional<HostKeys> host_keys() const = 0;

  // Whether the web server listens, and how it shows itself to TLS; nullopt: it is off.
  [[nodiscard]] virtual std::optional<WebDoor> web_door() const { return std::nullopt; }
  // What a web request leads to, which is done when this returns. nullopt: nothing listens for
  // this source, the connection is refused.
  [[nodiscard]] virtual std::optional<WebReply> answer(const WebRequest&) { return std::nullopt; }

  // Puts a module into a slot. A device that is no chassis has none, and does nothing.
  virtual void install(int /*slot*/, std::shared_ptr<Device> /*module*/) {}
  // As a module: nullopt, it is none.
  [[nodiscard]] virtual std::optional<ModuleCard> module_card() const { return std::nullopt; }

  // Who is connected to the web server at the moment ("127.0.0.1:40000"), for the device to show.
  // Its listener keeps the list, which may outlive the device.
  using WebClients = std::list<std::string>;
  [[nodiscard]] const std::shared_ptr<WebClients>& web_clients() const { return web_clients_; }

  // Carries out what is due by now (a scheduled reload, a reverted configuration).
  virtual void advance() = 0;
  [[nodiscard]] virtual std::optional<WallTime> next_event() const = 0;

  // As if its power went off and came back: sessions end, what was not saved is gone.
  virtual void power_cycle() = 0;
  // What survives a power cycle: startup configuration and private keys, as one text.
  [[nodiscard]] virtual std::string saved_state() const = 0;
  [[nodiscard]] virtual Result<void> restore_state(std::string_view text) = 0;

  // Shows a log message on the terminals that want it.
  virtual void log(std::string_view message) = 0;

 private:
  std::shared_ptr<WebClients> web_clients_ = std::make_shared<WebClients>();
};

}  // namespace lw::lab
