#include "net/ssh.h"

#include <fmt/core.h>

#include <optional>
#include <utility>

#include "base/text.h"
#include "net/ssh_algorithms.h"
#include "net/ssh_identification.h"
#include "net/ssh_login.h"
#include "net/ssh_session.h"
#include "net/ssh_stream.h"
#include "net/tcp_stream.h"

namespace lw::net {
namespace {

// The pinned kind of key goes first: a server with several keys then shows the one that is known.
std::string host_key_order(const std::optional<PeerKey>& pinned) {
  std::string order = kSshHostKeys;
  if (!pinned) return order;
  if (pinned->algorithm == "ssh-rsa") return "rsa-sha2-512,rsa-sha2-256," + order;
  if (order.find(pinned->algorithm) == std::string::npos) return order;
  return pinned->algorithm + "," + order;
}

Result<void> set_options(SshSession& session, const SshTarget& target,
                         const std::string& host_keys) {
  const auto handle = session.handle();
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
  set(SSH_OPTIONS_KEY_EXCHANGE, kSshKeyExchange);
  set(SSH_OPTIONS_HOSTKEYS, host_keys.c_str());
  set(SSH_OPTIONS_CIPHERS_C_S, kSshCiphers);
  set(SSH_OPTIONS_CIPHERS_S_C, kSshCiphers);
  set(SSH_OPTIONS_HMAC_C_S, kSshMacs);
  set(SSH_OPTIONS_HMAC_S_C, kSshMacs);
  set(SSH_OPTIONS_RSA_MIN_SIZE, &kSmallestRsaKey);
  set(SSH_OPTIONS_FD, &descriptor);
  if (all) return {};
  return failure(ErrorCode::kInvalidArgument, "preparing SSH: " + session.error_text());
}

Task<Result<void>> exchange_keys(SshSession& session, Deadline deadline) {
  LW_CO_ASSIGN(
      const int outcome,
      co_await session.drive([&] { return ssh_connect(session.handle()); }, SSH_AGAIN, deadline));
  if (outcome == SSH_OK) co_return Result<void>{};
  const auto why = session.error_text();
  if (why.find("no match for method") != std::string::npos) {
    co_return failure(ErrorCode::kUnsupported,
                      "the server and this program have no algorithm in common: " + why,
                      "the device's SSH is old: give it newer software or a larger key");
  }
  co_return failure(ErrorCode::kConnectionLost, "agreeing on keys: " + why);
}

Result<PeerKey> shown_host_key(SshSession& session) {
  ssh_key key = nullptr;
  if (ssh_get_server_publickey(session.handle(), &key) != SSH_OK) {
    return failure(ErrorCode::kInternal, "no host key: " + session.error_text());
  }
  PeerKey shown;
  const char* algorithm = ssh_key_type_to_char(ssh_key_type(key));
  if (algorithm != nullptr) shown.algorithm = algorithm;
  unsigned char* hash = nullptr;
  std::size_t length = 0;
  if (ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash, &length) == 0) {
    char* text = ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, length);
    if (text != nullptr) shown.fingerprint = text;
    ssh_string_free_char(text);
    ssh_clean_pubkey_hash(&hash);
  }
  ssh_key_free(key);
  if (shown.algorithm.empty() || shown.fingerprint.empty()) {
    return failure(ErrorCode::kInternal, "the host key has no fingerprint");
  }
  return shown;
}

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

Task<Result<std::unique_ptr<Stream>>> connect(const SshTarget& target, PeerPins& pins, Route& route,
                                              Deadline deadline) {
  LW_CO_ASSIGN(const auto pinned, pins.find(target.endpoint));
  LW_CO_ASSIGN(auto socket, co_await route.open(target.endpoint, deadline));
  LW_CO_TRY(co_await check_ssh_identification(*socket, deadline));
  LW_CO_ASSIGN(auto session, SshSession::create(std::move(socket)));
  LW_CO_TRY(set_options(*session, target, host_key_order(pinned)));
  LW_CO_TRY(co_await exchange_keys(*session, deadline));
  LW_CO_ASSIGN(const auto shown, shown_host_key(*session));
  LW_CO_TRY(pins.check(target.endpoint, shown));
  LW_CO_TRY(co_await ssh_log_in(*session, target.password, deadline));
  LW_CO_ASSIGN(const auto channel, co_await open_shell(*session, target, deadline));
  co_return make_ssh_stream(std::move(session), channel, "ssh " + to_string(target.endpoint),
                            nullptr);
}

}  // namespace

Task<Result<std::unique_ptr<Stream>>> connect_ssh(SshTarget target, PeerPins& pins, Route& route,
                                                  Deadline deadline) {
  auto stream = co_await connect(target, pins, route, deadline);
  if (stream) co_return stream;
  co_return std::unexpected(
      std::move(stream).error().with_context("ssh to " + to_string(target.endpoint)));
}

}  // namespace lw::net
