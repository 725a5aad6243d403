#include "lab/asa_logins.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace lw::lab {
namespace {

constexpr std::size_t kMostUsers = 1000;

std::string place(WallTime when, std::string_view from) {
  const std::tm parts = fmt::gmtime(std::chrono::system_clock::to_time_t(when));
  return fmt::format("{:%H:%M:%S UTC %b} {} {:%Y} from {}", parts, parts.tm_mday, parts, from);
}

}  // namespace

AsaLogins::User* AsaLogins::entry(std::string_view user) {
  const auto known = users_.find(user);
  if (known != users_.end()) return &known->second;
  if (users_.size() >= kMostUsers) return nullptr;
  return &users_[std::string(user)];
}

void AsaLogins::failed(std::string_view user) {
  if (User* one = entry(user)) ++one->failures;
}

// The lines are verified; since when it counts is inferred.
std::string AsaLogins::succeeded(std::string_view user, std::string_view from, WallTime when) {
  User* one = entry(user);
  if (one == nullptr) return {};
  if (one->logins == 0) one->first = when;
  const auto days = std::chrono::duration_cast<std::chrono::days>(when - one->first).count() + 1;
  std::string text = fmt::format("Logins over the last {} days: {}.  ", days, one->logins + 1);
  if (one->logins != 0) {
    text += fmt::format("Last login: {}", place(one->last, one->from));
  }
  text += fmt::format("\nFailed logins since the last login: {}.  \n", one->failures);
  ++one->logins;
  one->failures = 0;
  one->last = when;
  one->from = from;
  return text;
}

}  // namespace lw::lab
