#include "net/ssh_questions.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lw::net {
namespace {

bool asks_for_user(std::string_view prompt) {
  constexpr std::array<std::string_view, 3> kWords = {"user", "login", "name"};
  const auto lower = to_lower(prompt);
  return std::ranges::any_of(
      kWords, [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

}  // namespace

Result<const Secret*> SshQuestions::answer(std::string_view prompt, bool shown) {
  // Some AAA servers ask for the password as a question to be echoed.
  const bool for_password = !shown || to_lower(prompt).find("passw") != std::string::npos;
  if (for_password) {
    if (password_given_) return nullptr;
    password_given_ = true;
    return &password_;
  }
  if (asks_for_user(prompt)) return &username_;
  return failure(ErrorCode::kUnsupported,
                 fmt::format("the login asks '{}'", printable(trim(prompt))),
                 "only questions for user name and password are answered: give this user a plain "
                 "login on the device or its AAA server");
}

}  // namespace lw::net
