#include "lab/asa_device.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/asa_aaa.h"
#include "lab/asa_session.h"
#include "lab/fwsm.h"

namespace lw::lab {
namespace {

Result<void> load_config(AsaConfig& config, std::string_view text) {
  const std::vector<std::string> refused = config.load(text);
  if (refused.empty()) return {};
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("the simulated firewall does not know the line \"{}\"",
                             printable(refused.front())));
}

constexpr long kMostSessions = 5;
constexpr std::size_t kMostFiles = 1000;

}  // namespace

Result<std::unique_ptr<AsaDevice>> AsaDevice::create(Settings settings) {
  // An FWSM comes in multiple mode: what it is given is its admin context's.
  if (settings.release.is_fwsm() && settings.contexts.empty()) {
    settings.contexts.emplace_back("admin", std::exchange(settings.initial_config, ""));
  }
  std::unique_ptr<AsaDevice> device(new AsaDevice(std::move(settings)));
  AsaContext& base = device->spaces_->base;
  base.config = AsaConfig(device->release());
  if (device->multiple()) {
    base = {std::string(kAsaSystemSpace), AsaConfig(device->release(), AsaSpace::kSystem)};
  }
  device->began_blank_ = device->settings_.factory_new;
  if (device->settings_.factory_new) {
    device->boot();
    return device;
  }
  LW_TRY(load_config(base.config, device->settings_.initial_config));
  LW_TRY(device->load_contexts());
  if (device->settings_.rsa_modulus != 0) device->generate_keys(device->settings_.rsa_modulus);
  device->save_all();
  device->save_keys();
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
  if (transport == Transport::kConsole || transport == Transport::kBackplane) return {};
  if (!reachable()) return failure(ErrorCode::kUnreachable, "no interface has an address");
  if (!config().permits(name(transport), arrival.source_address)) {
    return failure(ErrorCode::kUnreachable, "no line of the configuration lets the address in");
  }
  const auto keys = host_keys();
  const bool open = keys && (keys->version == SshVersion::k1 || keys->modulus >= kLeastSsh2Modulus);
  if (transport == Transport::kSsh && !open) {
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
  // PIX 6 has no other version.
  const bool old = !release().has(AsaFeature::kModes) || config().value("ssh version") == "1";
  // Inferred: with DES alone no cipher of version 2 is left, and of version 1 the weak one.
  if (keys && !licence().strong_encryption) keys->des_only = true;
  if (keys && (old || keys->des_only)) keys->version = SshVersion::k1;
  return keys;
}

std::optional<ModuleCard> AsaDevice::module_card() const {
  if (!release().is_fwsm()) return std::nullopt;
  return fwsm_card(release());
}

void AsaDevice::generate_keys(int modulus) {
  keys_ = HostKeys{++generation_, modulus};
  AsaDevice* mate = pair_ && pair_->enabled() ? pair_->mate(*this) : nullptr;
  if (mate != nullptr) mate->keys_ = HostKeys{++mate->generation_, modulus};
}

AsaDevice::~AsaDevice() {
  if (pair_) pair_->leave(*this);
}

bool AsaDevice::on_standby() const { return pair_ && pair_->enabled() && !pair_->is_active(*this); }

void AsaDevice::advance() {
  if (pair_ && pair_->is_active(*this)) pair_->advance(now());
}

std::optional<WallTime> AsaDevice::next_event() const {
  return pair_ && pair_->is_active(*this) ? pair_->next_event() : std::nullopt;
}

std::string_view AsaDevice::serial() const {
  return unit_ == AsaUnit::kPrimary ? kAsaSerial : kAsaMateSerial;
}

std::string AsaDevice::localized(std::string text) const {
  constexpr std::string_view kUnit = "failover lan unit ";
  const std::size_t at = pair_ ? text.find(kUnit) : std::string::npos;
  if (at == std::string::npos) return text;
  const std::size_t begin = at + kUnit.size();
  text.replace(begin, text.find('\n', begin) - begin,
               unit_ == AsaUnit::kPrimary ? "primary" : "secondary");
  return text;
}

void AsaDevice::announce(std::string_view text) {
  for (AsaSession* session : sessions_) session->show_log(text, LogStyle::kGlued);
}

void AsaDevice::leave(const AsaSession& session) { std::erase(sessions_, &session); }

bool AsaDevice::verify_login(std::string_view user, const Secret& password) const {
  if (!config().has("aaa authentication ssh console LOCAL")) {
    return user == "pix" && !release().has(AsaFeature::kNoSharedSshUser) &&
           !config().has("aaa authentication ssh console") &&
           config().check_password("passwd", password);
  }
  const auto known = config().user(user);
  const bool right = known && known->accepts(password);
  if (known && !right) logins_.failed(user);
  return right;
}

void AsaDevice::judge_login(const Arrival& arrival, const Secret& password,
                            std::function<void(LoginGrant)> done) {
  if (!asa_aaa_methods(config(), "ssh")) {
    Device::judge_login(arrival, password, std::move(done));
    return;
  }
  asa_log_in(settings_.aaa, config(), "ssh",
             {AaaQuestion::Kind::kLogin, arrival.user, password, "ssh", arrival.source_address},
             [this, user = arrival.user, done = std::move(done)](const AaaAnswer& answer) {
               const bool accepted = answer.verdict == AaaAnswer::Verdict::kAccepted;
               if (!accepted && config().user(user)) logins_.failed(user);
               done({.accepted = accepted});
             });
}

void AsaDevice::save(AsaContext& context) {
  context.startup = context.config.render();
  if (release().has(AsaFeature::kModes)) save_keys();
}

void AsaDevice::save_all() {
  save(spaces_->base);
  for (const auto& context : spaces_->contexts) save(*context);
}

const AsaKeyEffect* AsaDevice::find_key(std::string_view key) const {
  const auto found = settings_.activation_keys.find(key);
  return found == settings_.activation_keys.end() ? nullptr : &found->second;
}

void AsaDevice::activate(const std::string& key, KeyUse use) {
  const AsaKeyEffect* effect = find_key(key);
  if (effect == nullptr) return;
  flash_key_ = {key, effect->licence};
  if (use == KeyUse::kAtOnce) running_key_ = flash_key_;
}

void AsaDevice::reload() {
  running_key_ = flash_key_;
  for (AsaSession* session : sessions_) session->hang_up();
  logins_.clear();
  // The mate takes over, and gives the configuration back when this one has booted.
  if (pair_ && pair_->enabled()) {
    if (const AsaDevice* mate = pair_->mate(*this)) {
      pair_->make_active(mate->unit(), now());
      booted_ = now();
      return;
    }
  }
  boot();
}

const std::string* AsaDevice::find_file(const std::string& path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

std::size_t AsaDevice::free_bytes() const {
  std::size_t used = 0;
  for (const auto& [path, bytes] : files_) used += bytes.size();
  return kAsaDiskBytes - used;
}

bool AsaDevice::write_file(const std::string& path, std::string bytes) {
  const std::string* old = find_file(path);
  if (bytes.size() > free_bytes() + (old == nullptr ? 0 : old->size())) return false;
  if (old == nullptr && files_.size() >= kMostFiles) return false;
  files_[path] = std::move(bytes);
  return true;
}

void AsaDevice::log(std::string_view message) {
  for (AsaSession* session : sessions_) {
    if (session->arrival().transport == Transport::kConsole && config().has("logging console")) {
      session->show_log(message, LogStyle::kPlain);
    }
  }
}

}  // namespace lw::lab
