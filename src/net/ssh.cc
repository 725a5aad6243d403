#include "net/ssh.h"

#include <functional>
#include <optional>
#include <utility>

#include "net/plink.h"
#include "net/ssh_agreement.h"
#include "net/ssh_handshake.h"
#include "net/ssh_identification.h"
#include "net/ssh_login.h"
#include "net/ssh_probe.h"
#include "net/ssh_stream.h"

namespace lw::net {
namespace {

// The channel belongs to the session, which frees it.
Task<Result<ssh_channel>> open_shell(SshSession& session, const SshTarget& target,
                                     Deadline deadline) {
  const ssh_channel channel = ssh_channel_new(session.handle());
  if (channel == nullptr) co_return failure(ErrorCode::kInternal, "no memory for an SSH channel");
  const std::function<int()> steps[] = {
      [channel] { return ssh_channel_open_session(channel); },
      [&, channel] {
        return ssh_channel_request_pty_size(channel, "vt100", target.columns, target.rows);
      },
      [channel] { return ssh_channel_request_shell(channel); },
  };
  for (const auto& step : steps) {
    LW_CO_ASSIGN(const int outcome, co_await session.drive(step, SSH_AGAIN, deadline));
    if (outcome != SSH_OK) {
      co_return failure(ErrorCode::kConnectionLost,
                        "logged in, but no shell was given: " + session.error_text(),
                        "the device may be out of lines, or the account may not open a shell");
    }
  }
  co_return channel;
}

// A connection lost over the exchange of keys is most often one without algorithms in common.
Task<Error> explain_loss(Error error, const SshTarget& target, Route& route, Deadline deadline) {
  const bool unexplained =
      error.code == ErrorCode::kConnectionLost && error.diagnosis == Diagnosis::kNone;
  if (!unexplained) co_return error;
  const auto offer = co_await probe_ssh(target.endpoint, route, deadline);
  auto explained = offer ? explain_disagreement(*offer, target.profile) : std::nullopt;
  co_return explained ? *std::move(explained) : std::move(error);
}

Task<Result<std::unique_ptr<Stream>>> connect(const SshTarget& target, PeerPins& pins, Route& route,
                                              Deadline deadline) {
  LW_CO_ASSIGN(auto socket, co_await route.open(target.endpoint, deadline));
  // Known before our own identification goes out only where it makes a difference.
  std::optional<SshVersion> version;
  if (target.allow_ssh1 || target.profile == CryptoProfile::kAncient) {
    LW_CO_ASSIGN(version, co_await find_ssh_version(*socket, deadline));
  }
  if (version == SshVersion::k1 && target.allow_ssh1) {
    co_return co_await connect_ssh1(std::move(socket), target, pins, deadline);
  }
  auto agreed = co_await shake_hands(std::move(socket), target, pins, deadline);
  if (!agreed) {
    Error error = co_await explain_loss(std::move(agreed).error(), target, route, deadline);
    const bool plink_may = version == SshVersion::k2 && target.profile == CryptoProfile::kAncient &&
                           error.code == ErrorCode::kUnsupported;
    if (!plink_may) co_return std::unexpected(std::move(error));
    co_return co_await connect_ssh2_by_plink(target, pins, route, deadline);
  }
  auto session = *std::move(agreed);
  LW_CO_TRY(co_await ssh_log_in(*session, target, deadline));
  LW_CO_ASSIGN(const auto channel, co_await open_shell(*session, target, deadline));
  co_return make_ssh_stream(std::move(session), channel, "ssh " + to_string(target.endpoint),
                            nullptr);
}

}  // namespace

Result<void> tell_before_login(const SshTarget& target, SshVersion version) {
  return target.before_login ? target.before_login(version) : Result<void>{};
}

Task<Result<std::unique_ptr<Stream>>> connect_ssh(SshTarget target, PeerPins& pins, Route& route,
                                                  Deadline deadline) {
  auto stream = co_await connect(target, pins, route, deadline);
  if (stream) co_return stream;
  co_return std::unexpected(
      std::move(stream).error().with_context("ssh to " + to_string(target.endpoint)));
}

}  // namespace lw::net
