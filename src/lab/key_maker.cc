#include "lab/key_maker.h"

#include <algorithm>
#include <utility>

#include "base/file.h"
#include "lab/device.h"

namespace lw::lab {
namespace {

constexpr int kLeastRealModulus = 1024;  // that today's cryptographic libraries still make
constexpr std::size_t kKeyFileLimit = 16 * 1024;
constexpr std::string_view kIdentification = "Cisco-1.25";

Result<SshHostKeyPtr> ready(const Secret& pem, const KeyOrder& order) {
  SshHostKey key;
  LW_ASSIGN(auto pair, net::Ssh1RsaKey::from_pem(pem));
  const bool long_enough = pair.bits() >= kLeastSsh2Modulus;
  key.for_1 = std::make_shared<const net::Ssh1RsaKey>(std::move(pair));
  if (long_enough) {
    LW_ASSIGN(key.for_2,
              net::SshIdentity::create(pem, std::string(kIdentification), order.algorithms));
  }
  return std::make_shared<const SshHostKey>(std::move(key));
}

Result<Secret> make_pem(int modulus) {
  // A key that version 2 may use is made so that its library takes it.
  if (modulus >= kLeastSsh2Modulus) {
    return net::generate_ssh_host_key(std::max(modulus, kLeastRealModulus));
  }
  LW_ASSIGN(const auto pair,
            net::Ssh1RsaKey::generate(std::max(modulus, net::Ssh1RsaKey::kLeastBits)));
  return pair.to_pem();
}

Result<SshHostKeyPtr> make_new(const KeyOrder& order) {
  LW_ASSIGN(const Secret pem, make_pem(order.modulus));
  if (!order.file.empty()) {
    LW_TRY(write_file(order.file, pem.reveal(), FileAccess::kOwnerOnly));
  }
  return ready(pem, order);
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

Result<SshHostKeyPtr> KeyMaker::find_or_make(const KeyOrder& order) {
  if (!order.file.empty()) {
    if (auto kept = read_file(order.file, kKeyFileLimit)) {
      return ready(Secret(std::move(*kept)), order);
    }
  }
  return make_new(order);
}

void KeyMaker::make(KeyOrder order, std::function<void(Result<SshHostKeyPtr>)> done) {
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
