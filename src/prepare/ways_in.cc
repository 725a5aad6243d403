#include "prepare/ways_in.h"

#include <fmt/format.h>

#include "net/loop.h"

namespace lw::prepare {
namespace {

// How long a server may take to start after it was configured.
constexpr std::chrono::seconds kServerStarts{20};

}  // namespace

using device::Transport;
using session::Session;

bool may_answer_later(ErrorCode code) {
  return code == ErrorCode::kUnreachable || code == ErrorCode::kConnectionLost ||
         code == ErrorCode::kTimeout;
}

const store::DeviceCredentials& WaysIn::credentials_for(Transport way) const {
  return way != before_ || login_changed_ ? new_credentials_ : access_.credentials;
}

net::Task<Result<std::unique_ptr<Session>>> WaysIn::open(
    Transport way, store::DeviceCredentials credentials,
    std::optional<session::SetupAnswers> setup) {
  device::Access access = access_;
  access.credentials = std::move(credentials);
  session::Options options;
  options.transcript = [this](const session::TranscriptLine& line) { recorder_.heard(line); };
  options.setup = std::move(setup);
  co_return co_await connector_.open(std::move(access), way, timeouts_, std::move(options));
}

net::Task<Result<std::unique_ptr<Session>>> WaysIn::open(Transport way) {
  co_return co_await open(way, credentials_for(way));
}

net::Task<Result<std::unique_ptr<Session>>> WaysIn::open_first(
    std::vector<FirstLogin> logins, std::function<Result<session::SetupAnswers>()> setup) {
  std::optional<Error> first;
  for (const FirstLogin& login : logins) {
    if (login.only_unasked && first && first->diagnosis != Diagnosis::kNoUserName) continue;
    if (!login.why.empty()) {
      recorder_.progress(login.why);
      access_.credentials = new_credentials_ = login.credentials;
    }
    LW_CO_ASSIGN(auto answers, setup());
    auto session = co_await open(before_, access_.credentials, std::move(answers));
    if (session || session.error().code != ErrorCode::kLoginRefused) co_return session;
    if (!first) first = std::move(session).error();
  }
  co_return std::unexpected(*std::move(first));
}

net::Task<Result<std::unique_ptr<Session>>> WaysIn::open_again() {
  auto session = co_await open(before_, access_.credentials);
  const bool same = access_.credentials.username == new_credentials_.username &&
                    access_.credentials.password.equals(new_credentials_.password);
  if (session || session.error().code != ErrorCode::kLoginRefused || same) co_return session;
  co_return co_await open(before_, new_credentials_);
}

net::Task<std::optional<bool>> WaysIn::lets_in(store::DeviceCredentials credentials) {
  auto session = co_await open(before_, std::move(credentials));
  if (session) {
    co_await (*session)->close(Deadline::after(kGoodbye));
    co_return true;
  }
  if (session.error().code == ErrorCode::kLoginRefused) co_return false;
  co_return std::nullopt;
}

Result<void> WaysIn::proved(Transport way) {
  return recorder_.record(device::JournalEvent::kProved,
                          fmt::format("new login over {}", name(way)));
}

net::Task<Result<Transport>> WaysIn::prove_one_of(std::vector<Transport> ways) {
  std::string failures;
  for (const Transport way : ways) {
    auto session = co_await open(way, credentials_for(way));
    if (session) {
      co_await (*session)->close(Deadline::after(kGoodbye));
      LW_CO_TRY(proved(way));
      co_return way;
    }
    failures += (failures.empty() ? "" : "; ") + session.error().message;
  }
  co_return failure(ErrorCode::kConflict, std::move(failures));
}

net::Task<Result<std::unique_ptr<Session>>> WaysIn::prove_when_started(Transport way) {
  const Deadline deadline = Deadline::after(kServerStarts);
  while (true) {
    auto session = co_await open(way, credentials_for(way));
    if (session) {
      LW_CO_TRY(proved(way));
      co_return session;
    }
    const bool starting = may_answer_later(session.error().code);
    if (!starting || deadline.passed() || stop_.stop_requested()) co_return session;
    co_await net::wait_until(deadline.within(kBetweenAttempts));
  }
}

}  // namespace lw::prepare
