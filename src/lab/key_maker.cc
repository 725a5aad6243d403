#include "lab/key_maker.h"

#include <algorithm>
#include <utility>

#include "base/file.h"

namespace lw::lab {
namespace {

constexpr int kLeastRealModulus = 1024;  // that today's cryptographic libraries still make
constexpr std::size_t kKeyFileLimit = 16 * 1024;
constexpr std::string_view kIdentification = "Cisco-1.25";

Result<SshIdentityPtr> identity(const Secret& key, const KeyOrder& order) {
  return net::SshIdentity::create(key, std::string(kIdentification), order.algorithms);
}

Result<SshIdentityPtr> make_new(const KeyOrder& order) {
  LW_ASSIGN(const Secret key,
            net::generate_ssh_host_key(std::max(order.modulus, kLeastRealModulus)));
  if (!order.file.empty()) {
    LW_TRY(write_file(order.file, key.reveal(), FileAccess::kOwnerOnly));
  }
  return identity(key, order);
}

}  // namespace

KeyMaker::KeyMaker(net::Executor executor)
    : executor_(std::move(executor)), worker_([this] { run(); }) {}

KeyMaker::~KeyMaker() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  worker_.join();
}

Result<SshIdentityPtr> KeyMaker::find_or_make(const KeyOrder& order) {
  if (!order.file.empty()) {
    if (auto kept = read_file(order.file, kKeyFileLimit)) {
      return identity(Secret(std::move(*kept)), order);
    }
  }
  return make_new(order);
}

void KeyMaker::make(KeyOrder order, std::function<void(Result<SshIdentityPtr>)> done) {
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back({std::move(order), std::move(done)});
  }
  changed_.notify_all();
}

void KeyMaker::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    if (stopping_) return;
    const Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    net::spawn(
        executor_,
        [done = job.done, made = make_new(job.order)]() -> net::Task<> {
          done(made);
          co_return;
        },
        [](const std::exception_ptr&) {});
    lock.lock();
  }
}

}  // namespace lw::lab
