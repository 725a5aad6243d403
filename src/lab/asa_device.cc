#include "lab/asa_device.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/asa_session.h"
#include "lab/password_hash.h"

namespace lw::lab {
namespace {

constexpr std::string_view kStateHead = "linewarden-lab-asa 1\n";
constexpr int kLeastModulus = 768;
constexpr long kMostSessions = 5;

}  // namespace

Result<std::unique_ptr<AsaDevice>> AsaDevice::create(Settings settings) {
  std::unique_ptr<AsaDevice> device(new AsaDevice(std::move(settings)));
  const std::vector<std::string> refused = device->config_.load(device->settings_.initial_config);
  if (!refused.empty()) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("the simulated firewall does not know the line \"{}\"",
                               printable(refused.front())));
  }
  if (device->settings_.rsa_modulus != 0) device->generate_keys(device->settings_.rsa_modulus);
  device->save();
  device->booted_ = device->now();
  return device;
}

Result<void> AsaDevice::admits(const Arrival& arrival) const {
  const Transport transport = arrival.transport;
  const auto count = std::ranges::count_if(sessions_, [&](const AsaSession* session) {
    return session->arrival().transport == transport;
  });
  if (count >= (transport == Transport::kConsole ? 1 : kMostSessions)) {
    return failure(ErrorCode::kUnreachable, "all sessions are taken");
  }
  if (transport == Transport::kConsole) return {};
  if (!config_.permits(name(transport), arrival.source_address)) {
    return failure(ErrorCode::kUnreachable, "no line of the configuration lets the address in");
  }
  if (transport == Transport::kSsh && (!keys_ || keys_->modulus < kLeastModulus)) {
    return failure(ErrorCode::kUnreachable, "SSH is shut: there are no RSA keys");
  }
  return {};
}

Result<std::unique_ptr<Session>> AsaDevice::open(const Arrival& arrival) {
  LW_TRY(admits(arrival));
  auto session = std::make_unique<AsaSession>(*this, arrival, settings_.forced_columns);
  sessions_.push_back(session.get());
  session->begin();
  return session;
}

std::optional<HostKeys> AsaDevice::host_keys() const {
  std::optional<HostKeys> keys = keys_;
  if (keys && config_.value("ssh version") == "1") keys->version = SshVersion::k1;
  return keys;
}

void AsaDevice::leave(const AsaSession& session) { std::erase(sessions_, &session); }

bool AsaDevice::verify_login(std::string_view user, const Secret& password) const {
  if (!config_.has("aaa authentication ssh console LOCAL")) return false;
  const auto known = config_.user(user);
  return known && !known->password.empty() && password_matches(password, "pbkdf2", known->password);
}

void AsaDevice::save() {
  startup_ = config_.render();
  saved_keys_ = keys_;
}

void AsaDevice::reload() {
  for (AsaSession* session : sessions_) session->hang_up();
  config_ = AsaConfig();
  config_.load(startup_);
  keys_ = saved_keys_;
  booted_ = now();
}

std::string AsaDevice::saved_state() const {
  return fmt::format("{}keys {}\n{}", kStateHead, saved_keys_ ? saved_keys_->modulus : 0, startup_);
}

Result<void> AsaDevice::restore_state(std::string_view text) {
  if (!text.starts_with(kStateHead)) {
    return failure(ErrorCode::kInvalidArgument, "this is no saved state of a simulated firewall");
  }
  text.remove_prefix(kStateHead.size());
  const std::size_t end = text.find('\n');
  const auto modulus = text.starts_with("keys ") && end != std::string_view::npos
                           ? parse_decimal(text.substr(5, end - 5))
                           : std::nullopt;
  if (!modulus || *modulus > 4096) {
    return failure(ErrorCode::kInvalidArgument,
                   "the saved state does not say which keys there are");
  }
  startup_ = std::string(text.substr(end + 1));
  saved_keys_.reset();
  if (*modulus != 0) saved_keys_ = HostKeys{++generation_, static_cast<int>(*modulus)};
  reload();
  return {};
}

void AsaDevice::log(std::string_view message) {
  for (AsaSession* session : sessions_) {
    if (session->arrival().transport == Transport::kConsole && config_.has("logging console")) {
      session->show_log(message, LogStyle::kPlain);
    }
  }
}

}  // namespace lw::lab
