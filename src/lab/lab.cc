#include "lab/lab.h"

#include <fmt/format.h>

#include <atomic>
#include <chrono>

#include "base/file.h"
#include "base/text.h"
#include "lab/asa_device.h"
#include "lab/ios_device.h"
#include "lab/ssh_door.h"
#include "lab/terminal_service.h"
#include "lab/web_service.h"
#include "net/listener.h"
#include "net/loop.h"
#include "net/telnet.h"

namespace lw::lab {
namespace {

constexpr std::chrono::milliseconds kTick(50);
constexpr std::size_t kStateLimit = 4 * 1024 * 1024;

Result<std::unique_ptr<Device>> make_device(const DeviceDescription& description) {
  const WallClock clock = [] { return std::chrono::system_clock::now(); };
  const std::size_t columns = description.faults.wrong_width ? 80 : 0;
  std::string config = description.config;
  if (description.faults.hostile_banner) {
    const std::string banner = hostile_banner(description.name);
    if (description.platform == "cisco_ios")
      config += fmt::format("\nbanner login ~\n{}~\n", banner);
    for (const std::string_view line : split_lines(banner)) {
      if (description.platform == "cisco_asa") config += fmt::format("\nbanner login {}\n", line);
    }
  }
  if (description.platform == "cisco_asa") {
    LW_ASSIGN(auto device, AsaDevice::create({.initial_config = std::move(config),
                                              .clock = clock,
                                              .forced_columns = columns,
                                              .rsa_modulus = description.rsa_modulus}));
    return device;
  }
  LW_ASSIGN(auto device, IosDevice::create({.initial_config = std::move(config),
                                            .clock = clock,
                                            .forced_columns = columns,
                                            .rsa_modulus = description.rsa_modulus}));
  return device;
}

// One device and its ports.
struct Host {
  std::unique_ptr<Device> device;
  Faults faults;
  std::filesystem::path state_file;
  std::string saved;
  std::vector<net::TcpListener> listeners;
  std::vector<net::HttpServer> web;
  std::unique_ptr<SshDoor> ssh;
};

}  // namespace

struct Lab::State {
  // The hosts end before the loop does.
  net::Loop loop{1};
  std::shared_ptr<net::Ssh1ServerKeys> ssh1_keys = std::make_shared<net::Ssh1ServerKeys>();
  std::vector<std::unique_ptr<Host>> hosts;
  std::vector<RunningDevice> running;
  std::atomic<bool> stopping = false;
  std::future<void> ticking;

  Result<void> open(const LabDescription& lab, const DeviceDescription& description);
  Result<void> listen(Host& host, Transport transport, const net::Endpoint& at,
                      const std::optional<HostKeys>& keys, RunningDevice& running_device,
                      const std::filesystem::path& folder);
  net::Task<> tick();
};

Result<void> Lab::State::listen(Host& host, Transport transport, const net::Endpoint& at,
                                const std::optional<HostKeys>& keys, RunningDevice& device,
                                const std::filesystem::path& folder) {
  Host* raw = &host;
  if (transport == Transport::kSsh) {
    SshDoor::Settings settings{
        .at = at, .login = {}, .handler = {}, .server_keys = ssh1_keys, .key_file = {}};
    if (!folder.empty() && !host.faults.changed_host_key) {
      settings.key_file = folder / (device.name + ".hostkey");
    }
    settings.login = [raw](std::string_view user, const Secret& password) {
      return raw->device->verify_login(user, password) ? net::LoginAnswer::kAccepted
                                                       : net::LoginAnswer::kRefused;
    };
    settings.handler = [raw](net::SshShell shell, SshVersion version) -> net::Task<> {
      const Arrival arrival{Transport::kSsh, peer_address(*shell.stream), shell.username, version};
      co_await serve_terminal(std::move(shell.stream), *raw->device, arrival, raw->faults,
                              shell.command.value_or(""));
      if (raw->faults.changed_host_key && raw->ssh) raw->ssh->rotate();
    };
    LW_ASSIGN(host.ssh, SshDoor::create(loop, std::move(settings), keys));
    device.ports[transport] = host.ssh->local().port;
    return {};
  }
  if (transport == Transport::kHttps || transport == Transport::kHttp) {
    LW_ASSIGN(auto server, serve_web(loop, at, *host.device, host.faults, transport));
    device.ports[transport] = server.local().port;
    host.web.push_back(std::move(server));
    return {};
  }
  auto handler = [raw, transport](std::unique_ptr<net::Stream> carrier) -> net::Task<> {
    const Arrival arrival{transport, peer_address(*carrier), ""};
    if (!raw->device->admits(arrival)) {
      co_await carrier->close(Deadline::after(std::chrono::seconds(1)));
      co_return;
    }
    co_await serve_terminal(net::make_telnet_server(std::move(carrier)), *raw->device, arrival,
                            raw->faults, "");
  };
  LW_ASSIGN(auto listener, net::TcpListener::create(loop, at, std::move(handler)));
  device.ports[transport] = listener.local().port;
  host.listeners.push_back(std::move(listener));
  return {};
}

Result<void> Lab::State::open(const LabDescription& lab, const DeviceDescription& description) {
  auto host = std::make_unique<Host>();
  LW_ASSIGN(host->device, make_device(description));
  host->faults = description.faults;
  if (!lab.state_folder.empty()) {
    host->state_file = lab.state_folder / (description.name + ".state");
    auto kept = read_file(host->state_file, kStateLimit);
    if (kept) {
      LW_TRY(host->device->restore_state(*kept));
    } else if (kept.error().code != ErrorCode::kNotFound) {
      return std::unexpected(std::move(kept).error());
    }
    host->saved = host->device->saved_state();
  }
  RunningDevice device{description.name, description.platform, lab.address, {}};
  // Once a port is open the device belongs to the loop's thread.
  const std::optional<HostKeys> keys = host->device->host_keys();
  Host& kept = *hosts.emplace_back(std::move(host));
  for (const auto& [transport, port] : description.transports) {
    LW_TRY(listen(kept, transport, {lab.address, port}, keys, device, lab.state_folder));
  }
  running.push_back(std::move(device));
  return {};
}

// Time passes in devices that nobody is connected to; ports and files follow what devices did.
net::Task<> Lab::State::tick() {
  while (!stopping) {
    for (const auto& host : hosts) {
      host->device->advance();
      if (host->ssh) host->ssh->want(host->device->host_keys());
      if (host->state_file.empty()) continue;
      std::string state = host->device->saved_state();
      if (state == host->saved) continue;
      // A folder that cannot be written leaves the device as it is: state is then in memory.
      if (write_file(host->state_file, state, FileAccess::kOwnerOnly)) {
        host->saved = std::move(state);
      }
    }
    co_await net::wait_until(Deadline::after(kTick));
  }
}

Lab::Lab(std::unique_ptr<State> state) : state_(std::move(state)) {}
Lab::Lab(Lab&&) noexcept = default;
Lab& Lab::operator=(Lab&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}
Lab::~Lab() { stop(); }

Result<Lab> Lab::start(const LabDescription& description) {
  if (!is_loopback(description.address)) {
    return failure(
        ErrorCode::kInvalidArgument,
        fmt::format("a lab listens on loopback addresses only, not on {}", description.address));
  }
  Lab lab(std::make_unique<State>());
  for (const DeviceDescription& device : description.devices) {
    if (auto opened = lab.state_->open(description, device); !opened) {
      return std::unexpected(
          std::move(opened.error()).with_context(fmt::format("starting {}", device.name)));
    }
  }
  State* state = lab.state_.get();
  state->ticking = state->loop.start<void>([state] { return state->tick(); });
  return lab;
}

const std::vector<RunningDevice>& Lab::devices() const { return state_->running; }

Result<std::uint16_t> Lab::port(const std::string& device, Transport transport) const {
  for (const RunningDevice& running : state_->running) {
    if (running.name != device) continue;
    const auto found = running.ports.find(transport);
    if (found != running.ports.end()) return found->second;
  }
  return failure(ErrorCode::kNotFound,
                 fmt::format("the lab has no {} with {}", device, name(transport)));
}

void Lab::stop() {
  if (!state_ || state_->stopping.exchange(true)) return;
  if (state_->ticking.valid()) state_->ticking.wait();
  for (const auto& host : state_->hosts) {
    for (net::TcpListener& listener : host->listeners) listener.stop();
    for (net::HttpServer& server : host->web) server.stop();
    host->ssh.reset();
  }
}

}  // namespace lw::lab
