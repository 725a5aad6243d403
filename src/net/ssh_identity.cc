#include "net/ssh_identity.h"

#include <libssh/server.h>

#include <mutex>
#include <utility>

#include "net/ssh_algorithms.h"
#include "net/ssh_session.h"

namespace lw::net {
namespace {

// A device of 2008 (inferred from what such devices are known to agree on).
constexpr const char* kLegacyKeyExchange = "diffie-hellman-group14-sha1,diffie-hellman-group1-sha1";
constexpr const char* kLegacyHostKey = "ssh-rsa";
constexpr const char* kLegacyCiphers = "aes128-cbc,3des-cbc,aes192-cbc,aes256-cbc";
constexpr const char* kLegacyMacs = "hmac-sha1";
constexpr int kSmallestLegacyKey = 1024;  // the least that libssh 0.10 takes without a protest

}  // namespace

struct SshIdentity::Bind {
  ssh_bind bind = ssh_bind_new();
  std::mutex mutex;  // libssh counts references to what the bind holds without a lock
  ~Bind() { ssh_bind_free(bind); }
};

Result<Secret> generate_ssh_host_key(int bits) {
  ssh_key key = nullptr;
  char* text = nullptr;
  if (ssh_pki_generate(SSH_KEYTYPE_RSA, bits, &key) != SSH_OK) {
    return failure(ErrorCode::kInvalidArgument, "an RSA key of that size cannot be made");
  }
  const int exported = ssh_pki_export_privkey_base64(key, nullptr, nullptr, nullptr, &text);
  ssh_key_free(key);
  if (exported != SSH_OK) return failure(ErrorCode::kInternal, "the new key cannot be written");
  Secret pem{std::string(text)};
  ssh_string_free_char(text);
  return pem;
}

SshIdentity::SshIdentity(std::unique_ptr<Bind> bind) : bind_(std::move(bind)) {}
SshIdentity::~SshIdentity() = default;

Result<std::shared_ptr<const SshIdentity>> SshIdentity::create(const Secret& host_key,
                                                               const std::string& identification,
                                                               SshServerAlgorithms algorithms) {
  auto made = std::make_unique<Bind>();
  ssh_key key = nullptr;
  if (ssh_pki_import_privkey_base64(host_key.reveal().c_str(), nullptr, nullptr, nullptr, &key) !=
      SSH_OK) {
    return failure(ErrorCode::kInvalidArgument, "the host key is not a private key in PEM");
  }
  const bool legacy = algorithms == SshServerAlgorithms::kLegacy;
  const bool no_configuration = false;
  bool all = true;
  const auto set = [&](ssh_bind_options_e option, const void* value) {
    all = all && ssh_bind_options_set(made->bind, option, value) == SSH_OK;
  };
  set(SSH_BIND_OPTIONS_IMPORT_KEY, key);  // owned by the bind from here on
  set(SSH_BIND_OPTIONS_PROCESS_CONFIG, &no_configuration);
  set(SSH_BIND_OPTIONS_BANNER, identification.c_str());
  set(SSH_BIND_OPTIONS_KEY_EXCHANGE, legacy ? kLegacyKeyExchange : kSshKeyExchange);
  set(SSH_BIND_OPTIONS_CIPHERS_C_S, legacy ? kLegacyCiphers : kSshCiphers);
  set(SSH_BIND_OPTIONS_CIPHERS_S_C, legacy ? kLegacyCiphers : kSshCiphers);
  set(SSH_BIND_OPTIONS_HMAC_C_S, legacy ? kLegacyMacs : kSshMacs);
  set(SSH_BIND_OPTIONS_HMAC_S_C, legacy ? kLegacyMacs : kSshMacs);
  if (legacy) {
    set(SSH_BIND_OPTIONS_HOSTKEY_ALGORITHMS, kLegacyHostKey);
    set(SSH_BIND_OPTIONS_RSA_MIN_SIZE, &kSmallestLegacyKey);
  }
  if (!all) return failure(ErrorCode::kInvalidArgument, ssh_get_error(made->bind));
  return std::shared_ptr<const SshIdentity>(new SshIdentity(std::move(made)));
}

Result<void> SshIdentity::accept(SshSession& session) const {
  const std::lock_guard lock(bind_->mutex);
  if (ssh_bind_accept_fd(bind_->bind, session.handle(), session.descriptor()) != SSH_OK) {
    return failure(ErrorCode::kInternal, ssh_get_error(bind_->bind));
  }
  ssh_set_blocking(session.handle(), 0);
  return {};
}

}  // namespace lw::net
