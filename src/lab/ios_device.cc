#include "lab/ios_device.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/ios_aaa.h"
#include "lab/ios_session.h"
#include "lab/password_hash.h"
#include "lab/saved_state.h"

namespace lw::lab {
namespace {

constexpr std::string_view kStateHead = "linewarden-lab-ios 1\n";

std::tm broken_down(WallTime when) {
  return fmt::gmtime(std::chrono::system_clock::to_time_t(when));
}

long milliseconds(WallTime when) {
  const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch());
  return static_cast<long>(since.count() % 1000);
}

bool lets_in(const std::vector<std::string>& line, Transport transport) {
  for (const std::string& entry : line) {
    if (!begins_with_words(entry, "transport input")) continue;
    const std::vector<std::string_view> words = split_words(entry);
    return std::ranges::any_of(words.begin() + 2, words.end(), [&](std::string_view word) {
      return word == "all" || word == name(transport);
    });
  }
  return true;
}

}  // namespace

std::string ios_time(WallTime when) {
  return fmt::format("{:%H:%M:%S UTC %a %b}{:3} {:%Y}", broken_down(when),
                     broken_down(when).tm_mday, broken_down(when));
}

std::string ios_time_milliseconds(WallTime when) {
  return fmt::format("{:%H:%M:%S}.{:03} UTC {:%a %b}{:3} {:%Y}", broken_down(when),
                     milliseconds(when), broken_down(when), broken_down(when).tm_mday,
                     broken_down(when));
}

std::string ios_duration(std::chrono::seconds duration) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(duration).count();
  const auto part = [](long count, std::string_view unit) {
    return fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
  };
  if (minutes < 60) return part(minutes, "minute");
  return part(minutes / 60, "hour") + ", " + part(minutes % 60, "minute");
}

Result<std::unique_ptr<IosDevice>> IosDevice::create(Settings settings) {
  std::unique_ptr<IosDevice> device(new IosDevice(std::move(settings)));
  if (!device->settings_.token_image.empty()) {
    device->token_.emplace(device->settings_.token_image);
  }
  device->began_blank_ = device->settings_.factory_new;
  device->fill_flash();
  if (device->settings_.factory_new) {
    device->boot();
    return device;
  }
  const std::vector<std::string> refused = device->config_.load(device->settings_.initial_config);
  if (!refused.empty()) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("the simulated router does not know the line \"{}\"",
                               printable(refused.front())));
  }
  if (device->settings_.rsa_modulus != 0) {
    if (!device->release().has(IosFeature::kCryptography)) {
      return failure(
          ErrorCode::kInvalidArgument,
          fmt::format("IOS {} has no cryptography, so no RSA keys", device->release().version));
    }
    device->keys_ = HostKeys{++device->generation_, device->settings_.rsa_modulus};
  }
  device->licences_.accept_boot_lines(device->config_);
  device->licences_.boot(device->config_, device->now());
  device->save();
  // Only a boot looks for a configuration on a token.
  if (device->token_) device->boot();
  device->booted_ = device->now();
  return device;
}

Result<std::size_t> IosDevice::free_vty(const Arrival& arrival) const {
  const auto& lines = config_.vty();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (vty_[i] != nullptr || !lets_in(lines[i], arrival.transport)) continue;
    // The first free line that takes the protocol decides: its access class may still refuse.
    for (const std::string& entry : lines[i]) {
      const std::vector<std::string_view> words = split_words(entry);
      if (words.size() < 3 || words[0] != "access-class" || words[2] != "in") continue;
      if (!config_.list_permits(words[1], arrival.source_address)) {
        return failure(ErrorCode::kUnreachable, "the line's access class refuses the address");
      }
    }
    return i;
  }
  return failure(ErrorCode::kUnreachable,
                 fmt::format("no line is free that takes {}", name(arrival.transport)));
}

Result<void> IosDevice::admits(const Arrival& arrival) const {
  if (arrival.transport == Transport::kConsole) {
    if (console_ != nullptr) return failure(ErrorCode::kUnreachable, "the console is in use");
    return {};
  }
  if (!reachable()) return failure(ErrorCode::kUnreachable, "no interface has an address");
  if (arrival.transport == Transport::kSsh && !ssh_enabled()) {
    return failure(ErrorCode::kUnreachable, "SSH is shut: there are no RSA keys for its version");
  }
  LW_TRY(free_vty(arrival));
  return {};
}

Result<std::unique_ptr<Session>> IosDevice::open(const Arrival& arrival) {
  LW_TRY(admits(arrival));
  std::optional<std::size_t> line;
  if (arrival.transport != Transport::kConsole) {
    LW_ASSIGN(line, free_vty(arrival));
  }
  auto session = std::make_unique<IosSession>(*this, arrival, line, settings_.forced_columns);
  (line ? vty_[*line] : console_) = session.get();
  session->begin();
  return session;
}

void IosDevice::leave(const IosSession& session) {
  if (console_ == &session) console_ = nullptr;
  std::ranges::replace(vty_, const_cast<IosSession*>(&session), nullptr);
}

bool IosDevice::verify_login(std::string_view user, const Secret& password) const {
  const auto& lines = config_.vty();
  const auto free = free_vty({Transport::kSsh, "", std::string(user)});
  const std::size_t line = free ? *free : 0;
  // Without AAA only "login local" gives SSH a list of users to ask.
  const bool local =
      config_.has("aaa new-model") ||
      (line < lines.size() && std::ranges::find(lines[line], "login local") != lines[line].end());
  const auto known = config_.user(user);
  return local && known && !known->type.empty() &&
         password_matches(password, known->type, known->password);
}

void IosDevice::judge_login(const Arrival& arrival, const Secret& password,
                            std::function<void(LoginGrant)> done) {
  if (!config_.has("aaa new-model")) {
    Device::judge_login(arrival, password, std::move(done));
    return;
  }
  const auto free = free_vty(arrival);
  const std::size_t vty = free ? *free : 0;
  AaaQuestion question{AaaQuestion::Kind::kLogin, arrival.user, password, ios_port_name(vty),
                       arrival.source_address};
  ios_log_in(settings_.aaa, config_, vty, std::move(question), std::move(done));
}

// Inferred: with both versions allowed ("1.99"), keys too short for version 2 leave version 1.
std::optional<HostKeys> IosDevice::host_keys() const {
  std::optional<HostKeys> keys = keys_;
  if (!keys) return keys;
  const std::string wanted = config_.value("ip ssh version");
  const bool too_short = keys->modulus < kLeastSsh2Modulus;
  if (wanted == "1" || (wanted.empty() && too_short)) keys->version = SshVersion::k1;
  return keys;
}

bool IosDevice::ssh_enabled() const {
  const auto keys = host_keys();
  return keys && (keys->version == SshVersion::k1 || keys->modulus >= kLeastSsh2Modulus);
}

void IosDevice::generate_keys(int modulus) {
  keys_ = HostKeys{++generation_, modulus};
  log(fmt::format("%SSH-5-ENABLED: SSH {} has been enabled",
                  modulus < kLeastSsh2Modulus ? "1.5" : "1.99"));
}

void IosDevice::zeroize_keys() {
  keys_.reset();
  log("%SSH-5-DISABLED: SSH 1.99 has been disabled");
}

void IosDevice::save() {
  startup_ = config_.render();
  saved_keys_ = keys_;
}

std::string IosDevice::new_web_token() {
  constexpr std::size_t kMostTokens = 32;
  std::string token = cryptochecksum(
      fmt::format("{} {} {}", booted_.time_since_epoch().count(), startup_, ++web_tokens_given_));
  std::erase(token, ' ');
  web_tokens_.push_back(token);
  if (web_tokens_.size() > kMostTokens) web_tokens_.pop_front();
  return token;
}

bool IosDevice::knows_web_token(std::string_view token) const {
  return std::ranges::find(web_tokens_, token) != web_tokens_.end();
}

void IosDevice::changed(std::string_view by) {
  last_change_ = fmt::format("{} by {}", ios_time(now()), by);
}

void IosDevice::boot() {
  config_ = IosConfig(settings_.release);
  in_setup_ = startup_.empty();
  began_blank_ |= in_setup_;
  if (in_setup_) {
    for (const std::string_view interface : release().interfaces) {
      config_.load(fmt::format("interface {}\n no ip address\n shutdown\n", interface));
    }
  } else {
    config_.load(startup_);
  }
  if (token_) token_->log_out();
  if (const auto text = token_startup()) {
    config_ = IosConfig(settings_.release);
    config_.load(*text);
  }
  keys_ = saved_keys_;
  scheduled_reload.reset();
  pending_revert.reset();
  last_change_.clear();
  web_tokens_.clear();
  booted_ = now();
  licences_.boot(config_, booted_);
}

void IosDevice::reload() {
  if (console_ != nullptr) console_->hang_up();
  for (IosSession* session : vty_) {
    if (session != nullptr) session->hang_up();
  }
  boot();
}

void IosDevice::close_line(std::size_t vty) {
  if (vty < vty_.size() && vty_[vty] != nullptr) vty_[vty]->hang_up();
}

void IosDevice::advance() {
  if (pending_revert && now() >= pending_revert->when) {
    const std::string snapshot = std::move(pending_revert->snapshot);
    pending_revert.reset();
    log("%ARCHIVE_DIFF-5-ROLLBK_CNFMD_CHG_ROLLBACK_START: Start rolling to: the saved copy");
    config_ = IosConfig(settings_.release);
    config_.load(snapshot);
    for (IosSession* session : vty_) {
      if (session != nullptr) session->configuration_replaced();
    }
    if (console_ != nullptr) console_->configuration_replaced();
  }
  if (scheduled_reload && now() >= scheduled_reload->when) reload();
  if (scheduled_reload && now() >= scheduled_reload->next_warning()) announce_reload();
}

void IosDevice::announce_reload() {
  const auto left = std::chrono::ceil<std::chrono::seconds>(scheduled_reload->when - now());
  scheduled_reload->warned = left;
  const std::string text = fmt::format("\r\n***\r\n*** --- SHUTDOWN in {}:{:%M:%S} ---\r\n***\r\n",
                                       std::chrono::floor<std::chrono::hours>(left).count(), left);
  if (console_ != nullptr) console_->receive_log(text);
  for (IosSession* session : vty_) {
    if (session != nullptr) session->receive_log(text);
  }
}

std::optional<WallTime> IosDevice::next_event() const {
  std::optional<WallTime> next;
  if (scheduled_reload) {
    next = std::min(scheduled_reload->when, scheduled_reload->next_warning());
  }
  if (pending_revert && (!next || pending_revert->when < *next)) next = pending_revert->when;
  return next;
}

std::string IosDevice::saved_state() const {
  return saved_state_text(std::string(kStateHead) + licence_state(), saved_keys_, startup_);
}

Result<void> IosDevice::restore_state(std::string_view text) {
  std::string_view rest = text.substr(std::min(kStateHead.size(), text.size()));
  LW_TRY(take_licence_state(rest));
  const std::string others = std::string(text.substr(0, kStateHead.size())) + std::string(rest);
  LW_ASSIGN(SavedState state, read_saved_state(others, kStateHead, "router"));
  startup_ = std::move(state.startup);
  saved_keys_.reset();
  if (state.modulus != 0) saved_keys_ = HostKeys{++generation_, state.modulus};
  boot();
  return {};
}

void IosDevice::log(std::string_view message) {
  const WallTime when = now();
  const std::string line =
      fmt::format("*{:%b}{:3} {:%H:%M:%S}.{:03}: {}", broken_down(when), broken_down(when).tm_mday,
                  broken_down(when), milliseconds(when), message);
  if (console_ != nullptr && !config_.has("no logging console")) console_->receive_log(line);
  for (IosSession* session : vty_) {
    if (session != nullptr && session->monitors()) session->receive_log(line);
  }
}

}  // namespace lw::lab
