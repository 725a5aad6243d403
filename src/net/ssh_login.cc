#include "net/ssh_login.h"

#include <fmt/core.h>

#include "base/text.h"

namespace lw::net {
namespace {

std::unexpected<Error> refused() {
  return failure(ErrorCode::kLoginRefused, "the login was refused",
                 "check user name and password, and what the device's AAA server says");
}

Result<void> judge(SshSession& session, int outcome) {
  switch (outcome) {
    case SSH_AUTH_SUCCESS:
      return {};
    case SSH_AUTH_DENIED:
      return refused();
    case SSH_AUTH_PARTIAL:
      return failure(ErrorCode::kUnsupported, "the server asks for a second way of logging in");
    default:
      return failure(ErrorCode::kConnectionLost,
                     "the connection was lost during the login: " + session.error_text());
  }
}

// A password may go out once: a second question for it means that it was wrong.
class Answers {
 public:
  explicit Answers(const Secret& password) : password_(password) {}

  Result<void> give(ssh_session session) {
    const int prompts = ssh_userauth_kbdint_getnprompts(session);
    for (int i = 0; i < prompts; ++i) {
      char echo = 0;
      const char* shown = ssh_userauth_kbdint_getprompt(session, static_cast<unsigned>(i), &echo);
      const std::string prompt = shown == nullptr ? "" : shown;
      const bool for_password = echo == 0 || to_lower(prompt).find("passw") != std::string::npos;
      if (!for_password) {
        return failure(ErrorCode::kUnsupported,
                       fmt::format("the login asks '{}'", printable(trim(prompt))));
      }
      if (given_) return refused();
      given_ = true;
      ssh_userauth_kbdint_setanswer(session, static_cast<unsigned>(i), password_.reveal().c_str());
    }
    return {};
  }

 private:
  const Secret& password_;
  bool given_ = false;
};

Task<Result<void>> keyboard_interactive(SshSession& session, const Secret& password,
                                        Deadline deadline) {
  constexpr int kMostRounds = 10;  // a server may send empty ones
  Answers answers(password);
  for (int round = 0; round < kMostRounds; ++round) {
    LW_CO_ASSIGN(const int outcome,
                 co_await session.drive(
                     [&] { return ssh_userauth_kbdint(session.handle(), nullptr, nullptr); },
                     SSH_AUTH_AGAIN, deadline));
    if (outcome != SSH_AUTH_INFO) co_return judge(session, outcome);
    LW_CO_TRY(answers.give(session.handle()));
  }
  co_return failure(ErrorCode::kUnsupported, "the login asks without end");
}

}  // namespace

Task<Result<void>> ssh_log_in(SshSession& session, const Secret& password, Deadline deadline) {
  const auto handle = session.handle();
  LW_CO_ASSIGN(const int none,
               co_await session.drive([&] { return ssh_userauth_none(handle, nullptr); },
                                      SSH_AUTH_AGAIN, deadline));
  if (none != SSH_AUTH_DENIED) co_return judge(session, none);
  const int methods = ssh_userauth_list(handle, nullptr);
  if ((methods & SSH_AUTH_METHOD_PASSWORD) != 0) {
    LW_CO_ASSIGN(
        const int outcome,
        co_await session.drive(
            [&] { return ssh_userauth_password(handle, nullptr, password.reveal().c_str()); },
            SSH_AUTH_AGAIN, deadline));
    co_return judge(session, outcome);
  }
  if ((methods & SSH_AUTH_METHOD_INTERACTIVE) != 0) {
    co_return co_await keyboard_interactive(session, password, deadline);
  }
  co_return failure(ErrorCode::kUnsupported,
                    "the server offers neither password nor keyboard-interactive login");
}

}  // namespace lw::net
