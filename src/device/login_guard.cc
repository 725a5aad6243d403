#include "device/login_guard.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "base/text.h"

namespace lw::device {
namespace {

constexpr std::size_t kMostRefusals = 2;

}  // namespace

struct LoginGuard::Attempt::Account {
  net::Gate one_at_a_time{1};
  std::mutex mutex;
  bool works = false;
  std::vector<std::string> refused_by;  // since it worked last

  struct Standing {
    bool works;
    std::vector<std::string> refused_by;
  };
  Standing standing() {
    const std::lock_guard lock(mutex);
    return {works, refused_by};
  }
};

void LoginGuard::Attempt::accepted() {
  if (!account_) return;
  {
    const std::lock_guard lock(account_->mutex);
    account_->works = true;
    account_->refused_by.clear();
  }
  alone_ = net::Gate::Pass();
}

void LoginGuard::Attempt::refused() {
  if (!account_) return;
  {
    const std::lock_guard lock(account_->mutex);
    account_->works = false;
    account_->refused_by.push_back(device_);
  }
  alone_ = net::Gate::Pass();
}

net::Task<Result<LoginGuard::Attempt>> LoginGuard::begin(std::string aaa, std::string user,
                                                         std::string device, Deadline deadline) {
  Attempt attempt;
  if (aaa.empty()) co_return attempt;
  {
    const std::lock_guard lock(mutex_);
    auto& account = accounts_[fmt::format("{}/{}", aaa, user)];
    if (!account) account = std::make_shared<Attempt::Account>();
    attempt.account_ = account;
  }
  attempt.device_ = device;
  const auto check = [&]() -> Result<bool> {
    const auto standing = attempt.account_->standing();
    if (standing.refused_by.size() < kMostRefusals) return standing.works;
    return failure(
        ErrorCode::kLoginRefused,
        fmt::format("not tried: AAA server {} refused the user \"{}\" at {} already, and one more "
                    "refusal may lock the account",
                    aaa, printable(user, 64), fmt::join(standing.refused_by, " and ")),
        "correct the password of these devices in the inventory, then test one of them",
        Diagnosis::kLimitReached);
  };
  LW_CO_ASSIGN(const bool works, check());
  if (works) co_return attempt;
  LW_CO_ASSIGN(attempt.alone_, co_await attempt.account_->one_at_a_time.enter(deadline));
  LW_CO_ASSIGN(const bool works_now, check());
  if (works_now) attempt.alone_ = net::Gate::Pass();
  co_return attempt;
}

}  // namespace lw::device
