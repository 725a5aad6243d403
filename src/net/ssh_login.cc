#include "net/ssh_login.h"

#include <fmt/core.h>

#include <memory>

#include "base/text.h"
#include "net/ssh_questions.h"

namespace lw::net {
namespace {

struct FreeKey {
  void operator()(ssh_key key) const { ssh_key_free(key); }
};
using KeyPointer = std::unique_ptr<ssh_key_struct, FreeKey>;

enum class Answer { kAccepted, kRefused, kMore };

std::string method_names(int methods) {
  struct Method {
    int bit;
    std::string_view name;
  };
  constexpr Method kMethods[] = {
      {SSH_AUTH_METHOD_PASSWORD, "password"},
      {SSH_AUTH_METHOD_INTERACTIVE, "keyboard-interactive"},
      {SSH_AUTH_METHOD_PUBLICKEY, "publickey"},
      {SSH_AUTH_METHOD_GSSAPI_MIC, "gssapi-with-mic"},
      {SSH_AUTH_METHOD_HOSTBASED, "hostbased"},
  };
  std::string names;
  for (const auto& method : kMethods) {
    if ((methods & method.bit) == 0) continue;
    if (!names.empty()) names += ", ";
    names += method.name;
  }
  return names.empty() ? "nothing that this program knows" : names;
}

class Login {
 public:
  Login(SshSession& session, const SshTarget& target, Deadline deadline)
      : session_(session), target_(target), deadline_(deadline) {}

  Task<Result<void>> run() {
    LW_CO_ASSIGN(const auto none, co_await attempt([this] {
                   return ssh_userauth_none(session_.handle(), nullptr);
                 }));
    if (none == Answer::kAccepted) co_return Result<void>{};
    if (!target_.private_key.empty()) {
      LW_CO_ASSIGN(const auto by_key, co_await log_in_by_key());
      if (by_key == Answer::kAccepted) co_return Result<void>{};
    }
    co_return co_await log_in_by_password();
  }

 private:
  Task<Result<Answer>> attempt(std::function<int()> step) {
    LW_CO_ASSIGN(const int outcome,
                 co_await session_.drive(std::move(step), SSH_AUTH_AGAIN, deadline_));
    co_return judge(outcome);
  }

  Result<Answer> judge(int outcome) {
    switch (outcome) {
      case SSH_AUTH_SUCCESS:
        return Answer::kAccepted;
      case SSH_AUTH_DENIED:
        return Answer::kRefused;
      case SSH_AUTH_PARTIAL:
        return Answer::kMore;
      default:
        return failure(ErrorCode::kConnectionLost,
                       "the connection was lost during the login: " + session_.error_text());
    }
  }

  bool offers(int method) { return (methods() & method) != 0; }
  int methods() { return ssh_userauth_list(session_.handle(), nullptr); }

  Task<Result<Answer>> log_in_by_key() {
    key_outcome_ = "the device takes no login by key";
    if (!offers(SSH_AUTH_METHOD_PUBLICKEY)) co_return Answer::kRefused;
    ssh_key read = nullptr;
    const int imported = ssh_pki_import_privkey_base64(target_.private_key.reveal().c_str(),
                                                       nullptr, refuse_passphrase, nullptr, &read);
    const KeyPointer key(read);
    if (imported != SSH_OK) {
      co_return failure(ErrorCode::kInvalidArgument, "the private key cannot be read",
                        "give it in PEM or OpenSSH format, without a passphrase");
    }
    auto answer = co_await attempt(
        [this, &key] { return ssh_userauth_publickey(session_.handle(), nullptr, key.get()); });
    key_outcome_ = "the device refused the key";
    // libssh asks the server for nothing when the profile has no algorithm for this key.
    if (answer && *answer == Answer::kRefused &&
        session_.error_text().find("PUBLICKEY_ACCEPTED_TYPES") != std::string::npos) {
      key_outcome_ = fmt::format(
          "the device takes keys of this kind only with ssh-rsa, which profile {} has not",
          name(target_.profile));
    }
    co_return answer;
  }

  // For libssh, which would otherwise ask on the terminal.
  static int refuse_passphrase(const char*, char*, std::size_t, int, int, void*) { return -1; }

  Task<Result<void>> log_in_by_password() {
    if (target_.password.empty() && !key_outcome_.empty()) co_return refused();
    Result<Answer> answer = Answer::kRefused;
    if (offers(SSH_AUTH_METHOD_PASSWORD)) {
      answer = co_await attempt([this] {
        return ssh_userauth_password(session_.handle(), nullptr, target_.password.reveal().c_str());
      });
    } else if (offers(SSH_AUTH_METHOD_INTERACTIVE)) {
      answer = co_await answer_questions();
    } else {
      co_return no_method();
    }
    LW_CO_TRY(answer);
    if (*answer == Answer::kAccepted) co_return Result<void>{};
    if (*answer == Answer::kRefused) co_return refused();
    co_return failure(
        ErrorCode::kUnsupported,
        fmt::format("the server asks for a second way of logging in: {}", method_names(methods())));
  }

  Task<Result<Answer>> answer_questions() {
    constexpr int kMostRounds = 10;  // a server may send empty ones
    SshQuestions questions(target_.username, target_.password);
    for (int round = 0; round < kMostRounds; ++round) {
      LW_CO_ASSIGN(const int outcome,
                   co_await session_.drive(
                       [this] { return ssh_userauth_kbdint(session_.handle(), nullptr, nullptr); },
                       SSH_AUTH_AGAIN, deadline_));
      if (outcome != SSH_AUTH_INFO) co_return judge(outcome);
      LW_CO_TRY(answer_round(questions));
    }
    co_return failure(ErrorCode::kUnsupported, "the login asks without end");
  }

  Result<void> answer_round(SshQuestions& questions) {
    const auto handle = session_.handle();
    const int count = ssh_userauth_kbdint_getnprompts(handle);
    for (int i = 0; i < count; ++i) {
      char echo = 0;
      const auto number = static_cast<unsigned>(i);
      const char* prompt = ssh_userauth_kbdint_getprompt(handle, number, &echo);
      LW_ASSIGN(const Secret* answer, questions.answer(prompt == nullptr ? "" : prompt, echo != 0));
      if (answer == nullptr) return refused();
      ssh_userauth_kbdint_setanswer(handle, number, answer->reveal().c_str());
    }
    return {};
  }

  std::unexpected<Error> refused() {
    if (key_outcome_.empty()) {
      return failure(ErrorCode::kLoginRefused, "the device refused user name or password",
                     "check both, and what the device's AAA server says");
    }
    const auto offered = method_names(methods());
    if (target_.password.empty()) {
      return failure(ErrorCode::kLoginRefused,
                     fmt::format("{}; it offers: {}", key_outcome_, offered),
                     "enter the key's public half for this user on the device (IOS: ip ssh "
                     "pubkey-chain), or set a password");
    }
    return failure(
        ErrorCode::kLoginRefused,
        fmt::format("{}, and then user name or password; it offers: {}", key_outcome_, offered),
        "check user name, key and password, and what the device's AAA server says");
  }

  std::unexpected<Error> no_method() {
    return failure(
        ErrorCode::kUnsupported,
        fmt::format("{}{}the server offers neither password nor keyboard-interactive "
                    "login, but: {}",
                    key_outcome_, key_outcome_.empty() ? "" : "; ", method_names(methods())),
        "enable password login for this user on the device, or give a private key");
  }

  SshSession& session_;
  const SshTarget& target_;
  Deadline deadline_;
  std::string key_outcome_;  // what became of a key that was given, for messages
};

}  // namespace

Task<Result<void>> ssh_log_in(SshSession& session, const SshTarget& target, Deadline deadline) {
  LW_CO_TRY(tell_before_login(target, SshVersion::k2));
  Login login(session, target, deadline);
  co_return co_await login.run();
}

}  // namespace lw::net
