#include "lab/ssh_door.h"

#include <algorithm>
#include <utility>

#include "base/file.h"

namespace lw::lab {
namespace {

constexpr int kLeastModulus = 768;       // of SSH version 2 on the devices
constexpr int kLeastRealModulus = 1024;  // that today's cryptographic libraries still make
constexpr std::size_t kKeyFileLimit = 16 * 1024;

net::Task<> refuse(std::unique_ptr<net::Stream> stream) {
  co_await stream->close(Deadline::after(std::chrono::seconds(1)));
}

Result<Secret> make_short_key(int bits) {
  LW_ASSIGN(const auto key, net::Ssh1RsaKey::generate(bits));
  return key.to_pem();
}

bool usable(const std::optional<HostKeys>& keys) {
  return keys && (keys->version == SshVersion::k1 || keys->modulus >= kLeastModulus);
}

}  // namespace

Result<std::unique_ptr<SshDoor>> SshDoor::create(net::Loop& loop, Settings settings,
                                                 std::optional<HostKeys> keys) {
  std::unique_ptr<SshDoor> door(new SshDoor(loop, std::move(settings)));
  door->wanted_ = keys;
  LW_TRY(door->install(keys));
  door->worker_ = std::thread([raw = door.get()] { raw->run(); });
  return door;
}

SshDoor::~SshDoor() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (worker_.joinable()) worker_.join();
}

Result<Secret> SshDoor::host_key(int modulus) {
  if (key_) return *key_;
  if (!settings_.key_file.empty()) {
    if (auto kept = read_file(settings_.key_file, kKeyFileLimit)) {
      return key_.emplace(std::move(*kept));
    }
  }
  // A key that version 2 may use later is made so that its library takes it.
  LW_ASSIGN(key_, modulus < kLeastModulus
                      ? make_short_key(std::max(modulus, net::Ssh1RsaKey::kLeastBits))
                      : net::generate_ssh_host_key(std::max(modulus, kLeastRealModulus)));
  if (!settings_.key_file.empty()) {
    LW_TRY(write_file(settings_.key_file, key_->reveal(), FileAccess::kOwnerOnly));
  }
  return *key_;
}

void SshDoor::forget_key() {
  key_.reset();
  std::error_code ignored;
  if (!settings_.key_file.empty()) std::filesystem::remove(settings_.key_file, ignored);
}

Result<void> SshDoor::install(const std::optional<HostKeys>& keys) {
  if (!usable(keys)) return shut();
  LW_ASSIGN(const Secret key, host_key(keys->modulus));
  shut_.reset();
  return keys->version == SshVersion::k1 ? serve_version_1(key) : serve(key);
}

Result<void> SshDoor::shut() {
  open_.reset();
  open_for_1_.reset();
  if (shut_) return {};
  LW_ASSIGN(shut_, net::TcpListener::create(loop_, settings_.at, refuse));
  settings_.at = shut_->local();
  return {};
}

// As on a device: new keys are for new connections, the port stays open. Here and below.
Result<void> SshDoor::serve(const Secret& key) {
  if (open_) return open_->replace_host_key(key);
  open_for_1_.reset();
  net::SshServerOptions options;
  options.host_key = key;
  options.login = settings_.login;
  options.handler = [handle = settings_.handler](net::SshShell shell) {
    return handle(std::move(shell), SshVersion::k2);
  };
  LW_ASSIGN(open_, net::SshServer::create(loop_, settings_.at, std::move(options)));
  settings_.at = open_->local();
  return {};
}

Result<void> SshDoor::serve_version_1(const Secret& key) {
  LW_ASSIGN(auto pair, net::Ssh1RsaKey::from_pem(key));
  auto host_key = std::make_shared<const net::Ssh1RsaKey>(std::move(pair));
  if (open_for_1_) {
    open_for_1_->replace_host_key(std::move(host_key));
    return {};
  }
  open_.reset();
  net::Ssh1ServerOptions options;
  options.host_key = std::move(host_key);
  options.server_keys = settings_.server_keys;
  options.login = settings_.login;
  options.handler = [handle = settings_.handler](net::SshShell shell) {
    return handle(std::move(shell), SshVersion::k1);
  };
  LW_ASSIGN(open_for_1_, net::Ssh1Server::create(loop_, settings_.at, std::move(options)));
  settings_.at = open_for_1_->local();
  return {};
}

void SshDoor::want(const std::optional<HostKeys>& keys) {
  {
    const std::lock_guard lock(mutex_);
    const bool same_key = keys.has_value() == wanted_.has_value() &&
                          (!keys || keys->generation == wanted_->generation);
    if (same_key && (!keys || keys->version == wanted_->version)) return;
    wanted_ = keys;
    key_is_old_ = key_is_old_ || !same_key;
    dirty_ = true;
  }
  changed_.notify_all();
}

void SshDoor::rotate() {
  {
    const std::lock_guard lock(mutex_);
    key_is_old_ = true;
    dirty_ = true;
  }
  changed_.notify_all();
}

void SshDoor::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return dirty_ || stopping_; });
    if (stopping_) return;
    dirty_ = false;
    const bool key_is_old = std::exchange(key_is_old_, false);
    const std::optional<HostKeys> keys = wanted_;
    lock.unlock();
    if (key_is_old) forget_key();
    // A port that cannot be had again stays shut; the next change tries once more.
    (void)install(keys);
    lock.lock();
  }
}

}  // namespace lw::lab
