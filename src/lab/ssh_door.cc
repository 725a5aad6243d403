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

bool usable(const std::optional<HostKeys>& keys) { return keys && keys->modulus >= kLeastModulus; }

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
  if (!settings_.key_file.empty()) {
    if (auto kept = read_file(settings_.key_file, kKeyFileLimit)) return Secret(std::move(*kept));
  }
  LW_ASSIGN(Secret key, net::generate_ssh_host_key(std::max(modulus, kLeastRealModulus)));
  if (!settings_.key_file.empty()) {
    LW_TRY(write_file(settings_.key_file, key.reveal(), FileAccess::kOwnerOnly));
  }
  return key;
}

Result<void> SshDoor::install(const std::optional<HostKeys>& keys) {
  if (!usable(keys)) {
    open_.reset();
    if (shut_) return {};
    LW_ASSIGN(shut_, net::TcpListener::create(loop_, settings_.at, refuse));
    settings_.at = shut_->local();
    return {};
  }
  LW_ASSIGN(Secret key, host_key(keys->modulus));
  // As on a device: new keys are for new connections, the port stays open.
  if (open_) return open_->replace_host_key(key);
  net::SshServerOptions options = settings_.options;
  options.host_key = std::move(key);
  shut_.reset();
  LW_ASSIGN(open_, net::SshServer::create(loop_, settings_.at, std::move(options)));
  settings_.at = open_->local();
  return {};
}

void SshDoor::want(const std::optional<HostKeys>& keys) {
  {
    const std::lock_guard lock(mutex_);
    const bool same = keys.has_value() == wanted_.has_value() &&
                      (!keys || keys->generation == wanted_->generation);
    if (same) return;
    wanted_ = keys;
    dirty_ = true;
  }
  changed_.notify_all();
}

void SshDoor::rotate() {
  {
    const std::lock_guard lock(mutex_);
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
    const std::optional<HostKeys> keys = wanted_;
    lock.unlock();
    // New keys: the file of the old ones must not be read again.
    std::error_code ignored;
    if (!settings_.key_file.empty()) std::filesystem::remove(settings_.key_file, ignored);
    // A port that cannot be had again stays shut; the next change tries once more.
    (void)install(keys);
    lock.lock();
  }
}

}  // namespace lw::lab
