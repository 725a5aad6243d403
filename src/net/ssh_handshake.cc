#include "net/ssh_handshake.h"

#include <fmt/core.h>

#include <optional>
#include <utility>

#include "net/ssh_agreement.h"
#include "net/ssh_identification.h"
#include "net/ssh_key_blob.h"
#include "net/ssh_profile.h"

namespace lw::net {
namespace {

// libssh checks the size of RSA keys as well, but does not tell when one is too small: so it takes
// what it can, and refuse_small_key() decides.
constexpr int kSmallestInLibssh = 768;

// The pinned kind of key goes first: a server with several keys then shows the one that is known.
std::string host_key_order(const std::string& order, const std::optional<PeerKey>& pinned) {
  if (!pinned) return order;
  if (pinned->algorithm == "ssh-rsa") return "rsa-sha2-512,rsa-sha2-256," + order;
  if (order.find(pinned->algorithm) == std::string::npos) return order;
  return pinned->algorithm + "," + order;
}

Result<void> set_options(SshSession& session, const SshTarget& target,
                         const std::optional<PeerKey>& pinned) {
  const auto handle = session.handle();
  const auto& algorithms = ssh_algorithms(target.profile);
  const auto host_keys = host_key_order(algorithms.host_keys, pinned);
  const bool no_configuration = false;
  const int port = target.endpoint.port;
  const int descriptor = session.descriptor();
  bool all = true;
  const auto set = [&](ssh_options_e option, const void* value) {
    all = all && ssh_options_set(handle, option, value) == SSH_OK;
  };
  set(SSH_OPTIONS_PROCESS_CONFIG, &no_configuration);
  set(SSH_OPTIONS_HOST, target.endpoint.host.c_str());
  set(SSH_OPTIONS_PORT, &port);
  set(SSH_OPTIONS_USER, target.username.c_str());
  set(SSH_OPTIONS_KNOWNHOSTS, "/dev/null");
  set(SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null");
  set(SSH_OPTIONS_KEY_EXCHANGE, algorithms.key_exchange.c_str());
  set(SSH_OPTIONS_HOSTKEYS, host_keys.c_str());
  set(SSH_OPTIONS_PUBLICKEY_ACCEPTED_TYPES, algorithms.user_keys.c_str());
  set(SSH_OPTIONS_CIPHERS_C_S, algorithms.ciphers.c_str());
  set(SSH_OPTIONS_CIPHERS_S_C, algorithms.ciphers.c_str());
  set(SSH_OPTIONS_HMAC_C_S, algorithms.macs.c_str());
  set(SSH_OPTIONS_HMAC_S_C, algorithms.macs.c_str());
  set(SSH_OPTIONS_RSA_MIN_SIZE, &kSmallestInLibssh);
  set(SSH_OPTIONS_FD, &descriptor);
  if (all) return {};
  return failure(ErrorCode::kInvalidArgument, "preparing SSH: " + session.error_text());
}

Task<Result<void>> check_version(SshSession& session, Deadline deadline) {
  LW_CO_ASSIGN(const auto version, co_await find_ssh_version(session.socket(), deadline));
  if (version == SshVersion::k2) co_return Result<void>{};
  co_return failure(ErrorCode::kUnsupported, "the server speaks SSH version 1 only",
                    "enable SSH version 2 on it; a device that has none can be allowed version 1, "
                    "which gives little protection: linewarden device set NAME --allow-ssh1",
                    Diagnosis::kCryptoMismatch);
}

Task<Result<void>> exchange_keys(SshSession& session, CryptoProfile profile, Deadline deadline) {
  // The first step sends our identification and reads nothing.
  session.start_copying();
  int outcome = SSH_AGAIN;
  const auto step = [&] { return outcome == SSH_AGAIN ? ssh_connect(session.handle()) : outcome; };
  LW_CO_TRY(co_await session.drive(
      [&] {
        outcome = step();
        return SSH_OK;
      },
      SSH_AGAIN, deadline));
  LW_CO_TRY(co_await check_version(session, deadline));
  LW_CO_ASSIGN(outcome, co_await session.drive(step, SSH_AGAIN, deadline));
  const auto received = session.stop_copying();
  if (outcome == SSH_OK) co_return Result<void>{};
  if (const auto offer = read_ssh_offer(received)) {
    if (auto error = explain_disagreement(*offer, profile)) {
      co_return std::unexpected(*std::move(error));
    }
  }
  if (auto error = explain_signature(ssh_get_error(session.handle()), profile)) {
    co_return std::unexpected(*std::move(error));
  }
  co_return failure(ErrorCode::kConnectionLost, "agreeing on keys: " + session.error_text());
}

// As SSH sends it (RFC 4253 section 6.6).
Result<std::string> shown_host_key(SshSession& session) {
  ssh_key key = nullptr;
  if (ssh_get_server_publickey(session.handle(), &key) != SSH_OK) {
    return failure(ErrorCode::kInternal, "no host key: " + session.error_text());
  }
  char* text = nullptr;
  const int exported = ssh_pki_export_pubkey_base64(key, &text);
  ssh_key_free(key);
  if (exported != SSH_OK) return failure(ErrorCode::kInternal, "the host key cannot be read");
  auto blob = decode_base64(text);
  ssh_string_free_char(text);
  if (!blob) return failure(ErrorCode::kInternal, "the host key cannot be read");
  return *std::move(blob);
}

}  // namespace

Task<Result<std::unique_ptr<SshSession>>> shake_hands(std::shared_ptr<TcpSocket> socket,
                                                      const SshTarget& target, PeerPins& pins,
                                                      Deadline deadline) {
  LW_CO_ASSIGN(const auto pinned, pins.find(target.endpoint));
  LW_CO_ASSIGN(auto session, SshSession::create(std::move(socket)));
  LW_CO_TRY(set_options(*session, target, pinned));
  LW_CO_TRY(co_await exchange_keys(*session, target.profile, deadline));
  LW_CO_ASSIGN(const auto blob, shown_host_key(*session));
  if (const auto bits = rsa_key_bits(blob)) {
    if (auto error = refuse_small_key(*bits, target.profile)) {
      co_return std::unexpected(*std::move(error));
    }
  }
  LW_CO_ASSIGN(const auto shown, read_ssh_key_blob(blob));
  LW_CO_TRY(pins.check(target.endpoint, shown));
  co_return session;
}

}  // namespace lw::net
