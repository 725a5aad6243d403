#include "lab/catos_device.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/catos_session.h"
#include "lab/saved_state.h"

namespace lw::lab {
namespace {

constexpr std::string_view kStateHead = "linewarden-lab-catos 1\n";
constexpr std::ptrdiff_t kMostSessions = 8;  // over networks (inferred)

}  // namespace

std::string catos_time(WallTime when) {
  const std::tm parts = fmt::gmtime(std::chrono::system_clock::to_time_t(when));
  return fmt::format("{:%a %b} {} {:%Y, %H:%M:%S}", parts, parts.tm_mday, parts);
}

// Inferred: version 1 of SSH until 8.3.
std::optional<CatosRelease> catos_release(std::string_view os_version) {
  constexpr std::size_t kLongest = 16;
  if (os_version.size() > kLongest ||
      os_version.find_first_not_of("x0123456789.()") != std::string_view::npos) {
    return std::nullopt;
  }
  const bool whole = os_version.contains('(');
  if (os_version.empty() || os_version.starts_with("6.")) {
    return CatosRelease{whole ? std::string(os_version) : "6.4(2)", SshVersion::k1};
  }
  if (!os_version.starts_with("8.")) return std::nullopt;
  return CatosRelease{whole ? std::string(os_version) : "8.4(2)", SshVersion::k2};
}

std::string_view catos_releases() { return "cisco_catos has 6.x and 8.x"; }

Result<std::unique_ptr<CatosDevice>> CatosDevice::create(Settings settings) {
  std::unique_ptr<CatosDevice> device(new CatosDevice(std::move(settings)));
  const auto refused = device->config_.load(device->settings_.initial_config);
  if (!refused.empty()) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("the simulated switch does not know the line \"{}\"",
                               printable(refused.front())));
  }
  if (device->settings_.rsa_modulus != 0) device->generate_keys(device->settings_.rsa_modulus);
  device->save();
  device->booted_ = device->now();
  return device;
}

Result<void> CatosDevice::admits(const Arrival& arrival) const {
  const bool console = arrival.transport == Transport::kConsole;
  const auto count = std::ranges::count_if(sessions_, [&](const CatosSession* session) {
    return (session->arrival().transport == Transport::kConsole) == console;
  });
  if (count >= (console ? 1 : kMostSessions)) {
    return failure(ErrorCode::kUnreachable, "all sessions are taken");
  }
  if (console) return {};
  if (!config_.permits(name(arrival.transport), arrival.source_address)) {
    return failure(ErrorCode::kUnreachable, "the IP permit list does not let the address in");
  }
  if (arrival.transport == Transport::kSsh && !host_keys()) {
    return failure(ErrorCode::kUnreachable, "SSH is shut: there are no RSA keys for its version");
  }
  return {};
}

Result<std::unique_ptr<Session>> CatosDevice::open(const Arrival& arrival) {
  LW_TRY(admits(arrival));
  auto session = std::make_unique<CatosSession>(*this, arrival, settings_.forced_columns);
  sessions_.push_back(session.get());
  session->begin();
  return session;
}

// Without users of its own the switch takes its login password from anybody (inferred).
bool CatosDevice::verify_login(std::string_view user, const Secret& password) const {
  if (!config_.authenticates("login", "local", "telnet")) return false;
  if (!config_.has_users()) return config_.check_password("password", password);
  const auto known = config_.user(user);
  return known && CatosConfig::check_kept(known->password, password);
}

std::optional<HostKeys> CatosDevice::host_keys() const {
  std::optional<HostKeys> keys = keys_;
  if (!keys) return keys;
  keys->version = release().ssh;
  if (keys->version == SshVersion::k2 && keys->modulus < kLeastSsh2Modulus) return std::nullopt;
  return keys;
}

void CatosDevice::generate_keys(int modulus) { keys_ = HostKeys{++generation_, modulus}; }

void CatosDevice::zeroize_keys() { keys_.reset(); }

void CatosDevice::save() { nvram_ = config_.render(CatosShown::kNonDefault); }

void CatosDevice::changed() {
  if (!config_.in_text_mode()) save();
}

void CatosDevice::clear_all() {
  config_ = CatosConfig();
  save();
}

void CatosDevice::boot() {
  config_ = CatosConfig();
  config_.load(nvram_);
  booted_ = now();
}

void CatosDevice::reset() {
  for (CatosSession* session : sessions_) session->hang_up();
  boot();
}

std::string CatosDevice::saved_state() const { return saved_state_text(kStateHead, keys_, nvram_); }

Result<void> CatosDevice::restore_state(std::string_view text) {
  LW_ASSIGN(SavedState state, read_saved_state(text, kStateHead, "switch"));
  nvram_ = std::move(state.startup);
  keys_.reset();
  if (state.modulus != 0) keys_ = HostKeys{++generation_, state.modulus};
  boot();
  return {};
}

void CatosDevice::log(std::string_view message) {
  const std::tm parts = fmt::gmtime(std::chrono::system_clock::to_time_t(now()));
  const std::string line = fmt::format("{:%Y %b %d %H:%M:%S} {}", parts, message);
  for (CatosSession* session : sessions_) {
    const bool console = session->arrival().transport == Transport::kConsole;
    const std::string state = config_.value(console ? "logging console" : "logging session");
    if (state == "enable") session->show_log(line, LogStyle::kPlain);
  }
}

}  // namespace lw::lab
