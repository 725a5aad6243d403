#include "lab/lab.h"

#include <fmt/format.h>

#include <chrono>
#include <deque>
#include <unordered_map>

#include "base/file.h"
#include "lab/aaa_caller.h"
#include "lab/asa_pair.h"
#include "lab/awaited.h"
#include "lab/device_factory.h"
#include "lab/host.h"
#include "lab/tacacs_service.h"
#include "lab/terminal_service.h"
#include "lab/web_service.h"
#include "net/listener.h"
#include "net/loop.h"
#include "net/ssh1_server.h"
#include "net/ssh_server.h"
#include "net/telnet.h"

namespace lw::lab {
namespace {

constexpr std::size_t kStateLimit = 4 * 1024 * 1024;
constexpr std::chrono::seconds kGoodbye(1);
constexpr std::chrono::seconds kKeyPatience(60);
// For all servers that a device may ask in turn.
constexpr std::chrono::seconds kLoginPatience(120);

// Connections that a port holds: no device alone has that many lines, but all of them share one.
constexpr std::size_t kMostConnections = 20'000;

// A fleet as it runs. A device of it comes into being when somebody calls it first.
struct RunningFleet {
  FleetDescription description;
  SshHostKeyPtr shared_key;
  std::shared_ptr<const net::TlsIdentity> shared_tls;
  std::vector<std::unique_ptr<Host>> hosts;
};

}  // namespace

struct Lab::State {
  std::filesystem::path folder;
  // In the order of dependence: what stands later ends before.
  net::Loop loop{1};
  net::Executor executor = loop.next();
  KeyMaker keys{executor};
  Agenda agenda{executor};
  AaaCaller aaa{executor};
  std::deque<AaaServerDescription> aaa_descriptions;  // they stay where they are
  std::vector<net::TcpListener> aaa_listeners;
  std::shared_ptr<net::Ssh1ServerKeys> ssh1_keys = std::make_shared<net::Ssh1ServerKeys>();
  std::vector<std::unique_ptr<Host>> hosts;
  std::vector<RunningFleet> fleets;
  std::vector<net::TcpListener> listeners;
  std::vector<net::SshServer> ssh_servers;
  std::vector<net::HttpServer> web_servers;
  std::vector<RunningDevice> running;
  std::vector<RunningAaaServer> aaa_running;
  std::unordered_map<std::string, std::size_t> by_name;
  std::function<void(const std::string& device, const std::string& what)> struck;
  std::future<void> ticking;
  bool stopped = false;

  Result<std::unique_ptr<Host>> make_host(const DeviceDescription& description,
                                          const RunningFleet* fleet);
  Result<void> open_aaa_servers(const LabDescription& lab);
  Result<void> open_devices(const LabDescription& lab);
  void join_devices(const LabDescription& lab);
  Result<RunningFleet> start_fleet(const FleetDescription& description);
  Result<void> open_fleets(const LabDescription& lab);
  Host* find_in_fleets(const std::string& address, Transport transport);
  Result<std::uint16_t> listen(Transport transport, const net::Endpoint& at, net::Reach reach,
                               FindHost find);
  void add_running(RunningDevice device);
};

namespace {

net::Task<> serve(Host& host, Transport transport, std::unique_ptr<net::Stream> carrier) {
  Arrival arrival{transport, peer_address(*carrier), ""};
  if (transport == Transport::kConsole) {
    co_await serve_console(net::make_console_server(std::move(carrier)), host, std::move(arrival));
    co_return;
  }
  // Before a word of Telnet: a line that is not free does not negotiate.
  if (!host.device().admits(arrival)) {
    co_await carrier->close(Deadline::after(kGoodbye));
    co_return;
  }
  co_await serve_terminal(net::make_telnet_server(std::move(carrier)), host, std::move(arrival),
                          "");
}

net::Task<> serve_shell(Host& host, SshVersion version, LoginGrant grant, net::SshShell shell) {
  Arrival arrival{Transport::kSsh, peer_address(*shell.stream), shell.username, version, grant};
  co_await serve_terminal(std::move(shell.stream), host, std::move(arrival),
                          shell.command.value_or(""));
  if (host.faults(Transport::kSsh).changed_host_key) host.ssh_keys().rotate();
}

// `grant`, of one connection, is for the session that follows.
net::Task<net::LoginAnswer> judge(Host& host, std::string peer, std::shared_ptr<LoginGrant> grant,
                                  std::string user, Secret password) {
  const auto answer = std::make_shared<Awaited<LoginGrant>>(host.executor());
  const Arrival arrival{Transport::kSsh, std::move(peer), std::move(user)};
  host.device().judge_login(arrival, password,
                            [answer](LoginGrant given) { answer->bring(given); });
  const auto given = co_await answer->wait(Deadline::after(kLoginPatience));
  *grant = given.value_or(LoginGrant{});
  co_return grant->accepted ? net::LoginAnswer::kAccepted : net::LoginAnswer::kRefused;
}

// Who answers a connection to the host's SSH port: version 2, or what version 1 has instead.
net::Task<std::optional<net::SshAnswerer>> choose(
    Host& host, std::string peer, std::shared_ptr<net::Ssh1ServerKeys> server_keys) {
  host.device().advance();
  host.settle();
  if (!host.device().admits({Transport::kSsh, peer, ""})) co_return std::nullopt;
  const SshHostKeyPtr key = co_await host.ssh_keys().current(Deadline::after(kKeyPatience));
  const auto keys = host.device().host_keys();
  if (!key || !keys) co_return std::nullopt;
  net::SshAnswerer answerer;
  answerer.identity = key->for_2;
  const auto grant = std::make_shared<LoginGrant>();
  answerer.login = [&host, peer, grant](std::string user, Secret password) {
    return judge(host, peer, grant, std::move(user), std::move(password));
  };
  answerer.handler = [&host, grant, version = keys->version](net::SshShell shell) {
    return serve_shell(host, version, *grant, std::move(shell));
  };
  if (keys->version == SshVersion::k1) {
    answerer.other_protocol =
        [options = net::Ssh1ServerOptions{
             .host_key = key->for_1,
             .server_keys = std::move(server_keys),
             .ciphers =
                 keys->des_only ? net::Ssh1Ciphers::kDes : net::Ssh1Ciphers::kDesAndTripleDes,
             .login = answerer.login,
             .handler = answerer.handler}](std::unique_ptr<net::Stream> connection) {
          return net::serve_ssh1(std::move(connection), options);
        };
  } else if (!answerer.identity) {
    co_return std::nullopt;
  }
  co_return answerer;
}

}  // namespace

Result<std::uint16_t> Lab::State::listen(Transport transport, const net::Endpoint& at,
                                         net::Reach reach, FindHost find) {
  if (transport == Transport::kSsh) {
    auto chooser = [find, server_keys = ssh1_keys](
                       net::SshArrival arrival) -> net::Task<std::optional<net::SshAnswerer>> {
      Host* host = find(arrival.local_address);
      if (host == nullptr) co_return std::nullopt;
      co_return co_await choose(*host, std::move(arrival.peer_address), server_keys);
    };
    LW_ASSIGN(auto server,
              net::SshServer::create(loop, at, std::move(chooser), kMostConnections, reach));
    return ssh_servers.emplace_back(std::move(server)).local().port;
  }
  if (transport == Transport::kHttp || transport == Transport::kHttps) {
    LW_ASSIGN(auto server,
              serve_web(loop, at, reach, transport, std::move(find), kMostConnections));
    return web_servers.emplace_back(std::move(server)).local().port;
  }
  auto handler = [find, transport](std::unique_ptr<net::Stream> carrier,
                                   std::string local_address) -> net::Task<> {
    Host* host = find(local_address);
    if (host != nullptr) co_await serve(*host, transport, std::move(carrier));
  };
  LW_ASSIGN(auto listener,
            net::TcpListener::create(loop, at, std::move(handler), kMostConnections, reach));
  return listeners.emplace_back(std::move(listener)).local().port;
}

// `fleet`: whose first keys and certificate it has; null: its own.
Result<std::unique_ptr<Host>> Lab::State::make_host(const DeviceDescription& description,
                                                    const RunningFleet* fleet) {
  Host::Parts parts;
  LW_ASSIGN(parts.device, make_device(description, &aaa));
  parts.faults = description.faults;
  parts.faults_over = description.faults_over;
  parts.struck = [this, name = description.name](const std::string& what) {
    if (struck) struck(name, what);
  };
  if (!folder.empty()) {
    parts.state_file = folder / (description.name + ".state");
    auto kept = read_file(parts.state_file, kStateLimit);
    if (kept) {
      LW_TRY(parts.device->restore_state(*kept));
    } else if (kept.error().code != ErrorCode::kNotFound) {
      return std::unexpected(std::move(kept).error());
    }
    parts.saved = parts.device->saved_state();
  }
  SshKeys::Settings settings{description.crypto, {}, fleet ? fleet->shared_key : nullptr};
  if (!folder.empty() && !description.faults.changed_host_key) {
    settings.key_file = folder / (description.name + ".hostkey");
  }
  LW_ASSIGN(parts.ssh_keys,
            SshKeys::create(executor, keys, std::move(settings), parts.device->host_keys()));
  if (fleet) {
    parts.tls = fleet->shared_tls;
  } else if (description.transports.contains(Transport::kHttps)) {
    LW_ASSIGN(parts.tls, make_tls_identity(*parts.device, description.faults));
  }
  return std::make_unique<Host>(std::move(parts), agenda);
}

void Lab::State::add_running(RunningDevice device) {
  by_name.emplace(device.name, running.size());
  running.push_back(std::move(device));
}

Result<void> Lab::State::open_aaa_servers(const LabDescription& lab) {
  for (const AaaServerDescription& description : lab.aaa_servers) {
    const AaaServerDescription& server = aaa_descriptions.emplace_back(description);
    LW_ASSIGN(auto listener, serve_tacacs(loop, server));
    aaa_running.push_back({server.name, server.address, listener.local().port});
    aaa_listeners.push_back(std::move(listener));
  }
  return {};
}

Result<void> Lab::State::open_devices(const LabDescription& lab) {
  for (const DeviceDescription& description : lab.devices) {
    auto made = make_host(description, nullptr);
    if (!made) {
      return std::unexpected(
          std::move(made.error()).with_context(fmt::format("starting {}", description.name)));
    }
    Host* host = hosts.emplace_back(*std::move(made)).get();
    RunningDevice device{description.name, description.platform, lab.address, {}};
    for (const auto& [transport, port] : description.transports) {
      LW_ASSIGN(device.ports[transport],
                listen(transport, {lab.address, port}, net::Reach::kOneAddress,
                       [host](const std::string&) { return host; }));
    }
    add_running(std::move(device));
  }
  join_devices(lab);
  return {};
}

// Puts modules into their slots and pairs together.
void Lab::State::join_devices(const LabDescription& lab) {
  std::unordered_map<std::string, Host*> named;
  std::unordered_map<std::string, Host*> mates;  // by pair
  for (std::size_t i = 0; i < lab.devices.size(); ++i) {
    named[lab.devices[i].name] = hosts[i].get();
  }
  for (std::size_t i = 0; i < lab.devices.size(); ++i) {
    Host& host = *hosts[i];
    for (const auto& [slot, name] : lab.devices[i].modules) {
      const auto module = named.find(name);
      if (module == named.end()) continue;
      host.device().install(slot, module->second->shared_device());
      host.reaches(*module->second);
    }
    if (!lab.devices[i].failover) continue;
    Host*& first = mates[lab.devices[i].failover->pair];
    if (first == nullptr) {
      first = &host;
      continue;
    }
    const bool primary = lab.devices[i].failover->unit == AsaUnit::kPrimary;
    pair_units(primary ? host.device() : first->device(),
               primary ? first->device() : host.device());
    host.reaches(*first);
    first->reaches(host);
  }
}

// The first device stands for all: the others differ from it in what the placeholders are.
Result<RunningFleet> Lab::State::start_fleet(const FleetDescription& description) {
  RunningFleet fleet{description, nullptr, nullptr, {}};
  fleet.hosts.resize(description.count);
  const DeviceDescription first = description.member(0);
  if (first.rsa_modulus != 0) {
    KeyOrder order{first.rsa_modulus, first.crypto, {}};
    if (!folder.empty()) order.file = folder / (first.name + ".fleet.hostkey");
    LW_ASSIGN(fleet.shared_key, KeyMaker::find_or_make(order));
  }
  if (first.transports.contains(Transport::kHttps)) {
    LW_ASSIGN(const auto device, make_device(first));
    LW_ASSIGN(fleet.shared_tls, make_tls_identity(*device, first.faults));
  }
  LW_ASSIGN(fleet.hosts[0], make_host(first, &fleet));
  return fleet;
}

Result<void> Lab::State::open_fleets(const LabDescription& lab) {
  for (const FleetDescription& description : lab.fleets) {
    auto fleet = start_fleet(description);
    if (!fleet) {
      return std::unexpected(
          std::move(fleet.error()).with_context(fmt::format("starting {}", description.name(0))));
    }
    fleets.push_back(*std::move(fleet));
  }
  if (fleets.empty()) return {};
  std::map<Transport, std::uint16_t> ports;
  for (const auto& [transport, port] : lab.fleet_ports) {
    LW_ASSIGN(ports[transport], listen(transport, {"127.0.0.1", port}, net::Reach::kAllLoopback,
                                       [this, transport](const std::string& address) {
                                         return find_in_fleets(address, transport);
                                       }));
  }
  for (const RunningFleet& fleet : fleets) {
    for (std::size_t i = 0; i < fleet.description.count; ++i) {
      RunningDevice device{fleet.description.name(i),
                           fleet.description.pattern.platform,
                           fleet.description.address(i),
                           {}};
      for (const auto& [transport, unused] : fleet.description.pattern.transports) {
        device.ports[transport] = ports[transport];
      }
      add_running(std::move(device));
    }
  }
  return {};
}

Host* Lab::State::find_in_fleets(const std::string& address, Transport transport) {
  for (RunningFleet& fleet : fleets) {
    const auto index = fleet.description.index_of(address);
    if (!index) continue;
    if (!fleet.description.pattern.transports.contains(transport)) return nullptr;
    std::unique_ptr<Host>& host = fleet.hosts[*index];
    if (!host) {
      // A state file that is not to be read leaves the device dead: there is nobody to tell.
      auto made = make_host(fleet.description.member(*index), &fleet);
      if (made) host = *std::move(made);
    }
    return host.get();
  }
  return nullptr;
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
  State* state = lab.state_.get();
  state->folder = description.state_folder;
  state->struck = description.struck;
  LW_TRY(state->open_aaa_servers(description));
  LW_TRY(state->open_devices(description));
  LW_TRY(state->open_fleets(description));
  state->ticking = state->loop.start<void>([state] { return state->agenda.run(); });
  return lab;
}

const std::vector<RunningDevice>& Lab::devices() const { return state_->running; }

const std::vector<RunningAaaServer>& Lab::aaa_servers() const { return state_->aaa_running; }

Result<std::uint16_t> Lab::port(const std::string& device, Transport transport) const {
  const auto place = state_->by_name.find(device);
  if (place != state_->by_name.end()) {
    const auto& ports = state_->running[place->second].ports;
    const auto found = ports.find(transport);
    if (found != ports.end()) return found->second;
  }
  return failure(ErrorCode::kNotFound,
                 fmt::format("the lab has no {} with {}", device, name(transport)));
}

void Lab::stop() {
  if (!state_ || state_->stopped) return;
  state_->stopped = true;
  state_->loop.run<void>([state = state_.get()]() -> net::Task<> {
    state->aaa.stop();
    co_return;
  });
  state_->agenda.stop();
  if (state_->ticking.valid()) state_->ticking.wait();
  for (net::TcpListener& listener : state_->listeners) listener.stop();
  for (net::TcpListener& listener : state_->aaa_listeners) listener.stop();
  for (net::SshServer& server : state_->ssh_servers) server.stop();
  for (net::HttpServer& server : state_->web_servers) server.stop();
}

}  // namespace lw::lab
