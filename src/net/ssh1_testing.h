// The client's side of SSH 1 for tests: what plink can't be made to do, such as lying. Test code
// only.
#pragma once

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "net/ssh1_key_exchange.h"
#include "net/ssh1_packets.h"
#include "net/ssh1_server.h"
#include "net/ssh1_server_dialog.h"

namespace lw::net {

// One key of each size for the whole run.
inline std::shared_ptr<const Ssh1RsaKey> ssh1_test_key(int bits) {
  static std::map<int, std::shared_ptr<const Ssh1RsaKey>> keys;
  auto& key = keys[bits];
  if (!key) key = std::make_shared<const Ssh1RsaKey>(Ssh1RsaKey::generate(bits).value());
  return key;
}

inline std::string ssh1_encrypt(std::string_view modulus, std::string_view exponent,
                                std::string_view plain) {
  const auto number = [](std::string_view bytes) {
    return std::unique_ptr<BIGNUM, decltype(&BN_free)>(
        BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                  static_cast<int>(bytes.size()), nullptr),
        BN_free);
  };
  const auto n = number(modulus);
  const auto e = number(exponent);
  const std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> builder(
      OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> parameters(
      OSSL_PARAM_BLD_to_param(builder.get()), OSSL_PARAM_free);
  const auto context = [](EVP_PKEY_CTX* raw) {
    return std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>(raw, EVP_PKEY_CTX_free);
  };
  const auto importing = context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* raw = nullptr;
  EVP_PKEY_fromdata_init(importing.get());
  EVP_PKEY_fromdata(importing.get(), &raw, EVP_PKEY_PUBLIC_KEY, parameters.get());
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(raw, EVP_PKEY_free);
  const auto encrypting = context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  std::string encrypted(modulus.size(), '\0');
  std::size_t size = encrypted.size();
  EVP_PKEY_encrypt_init(encrypting.get());
  EVP_PKEY_CTX_set_rsa_padding(encrypting.get(), RSA_PKCS1_PADDING);
  if (EVP_PKEY_encrypt(encrypting.get(), reinterpret_cast<unsigned char*>(encrypted.data()), &size,
                       reinterpret_cast<const unsigned char*>(plain.data()), plain.size()) != 1) {
    return {};
  }
  return encrypted;
}

inline const Secret& ssh1_test_session_key() {
  static const Secret key(std::string("0123456789abcdefghijklmnopqrstuv"));
  return key;
}

// The answer to a server's keys, as a client gives it.
inline Ssh1SessionKey ssh1_answer(const Ssh1PublicKeys& keys, std::uint8_t cipher) {
  const auto masked =
      ssh1_masked(ssh1_test_session_key(),
                  ssh1_session_id(keys.host_modulus, keys.server_modulus, keys.cookie));
  const auto with_host = [&](std::string_view plain) {
    return ssh1_encrypt(keys.host_modulus, keys.host_exponent, plain);
  };
  const auto with_server = [&](std::string_view plain) {
    return ssh1_encrypt(keys.server_modulus, keys.server_exponent, plain);
  };
  return {.cipher = cipher,
          .cookie = keys.cookie,
          .encrypted_key = keys.host_bits > keys.server_bits
                               ? with_host(with_server(masked.reveal()))
                               : with_server(with_host(masked.reveal()))};
}

inline std::string ssh1_text(std::string_view text) { return Ssh1Writer().text(text).take(); }

// Gives the dialog bytes, and the answer to a login: "right" is the password of "admin".
inline Result<void> hear(Ssh1ServerDialog& dialog, std::string_view bytes) {
  auto outcome = dialog.receive(bytes);
  while (outcome) {
    const auto login = dialog.take_login();
    if (!login) break;
    const bool right = login->username == "admin" && login->password.equals(Secret("right"));
    outcome = dialog.judge(right ? LoginAnswer::kAccepted : LoginAnswer::kRefused);
  }
  return outcome;
}

// Lets "admin" in with "right".
inline Ssh1ServerOptions ssh1_test_options(std::function<Task<>(SshShell)> handler = {}) {
  static const auto server_keys = std::make_shared<Ssh1ServerKeys>();
  Ssh1ServerOptions options;
  options.host_key = ssh1_test_key(1024);
  options.server_keys = server_keys;
  options.login = judged_at_once([](std::string_view username, const Secret& password) {
    return username == "admin" && password.equals(Secret("right")) ? LoginAnswer::kAccepted
                                                                   : LoginAnswer::kRefused;
  });
  options.handler = std::move(handler);
  return options;
}

}  // namespace lw::net
