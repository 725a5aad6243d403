#include "net/private_key.h"

#include <libssh/libssh.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <memory>

namespace lw::net {
namespace {

struct KeyFree {
  void operator()(ssh_key key) const { ssh_key_free(key); }
};
using Key = std::unique_ptr<ssh_key_struct, KeyFree>;

Key import(const Secret& file, const char* passphrase) {
  // Without a callback libssh would ask on the terminal.
  const auto none = [](const char*, char*, std::size_t, int, int, void*) { return -1; };
  ssh_key key = nullptr;
  (void)ssh_pki_import_privkey_base64(file.reveal().c_str(), passphrase, none, nullptr, &key);
  return Key(key);
}

bool is_encrypted(const Secret& file) {
  const auto& text = file.reveal();
  if (text.find("ENCRYPTED") != std::string::npos) return true;
  return text.find("BEGIN OPENSSH PRIVATE KEY") != std::string::npos;
}

// PEM in the forms that OpenSSL reads; nullopt for others.
std::optional<Secret> without_passphrase(const Secret& file, const Secret& passphrase) {
  const auto& text = file.reveal();
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr,
                              const_cast<char*>(passphrase.reveal().c_str())),
      EVP_PKEY_free);
  ERR_clear_error();
  if (!key) return std::nullopt;
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_secmem()), BIO_free);
  if (PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return std::nullopt;
  }
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(out.get(), &bytes);
  return Secret(std::string(bytes, static_cast<std::size_t>(size)));
}

}  // namespace

Result<Secret> read_private_key(const Secret& file, const std::optional<Secret>& passphrase) {
  Key key = import(file, passphrase ? passphrase->reveal().c_str() : nullptr);
  if (!key) {
    if (file.reveal().find("PRIVATE KEY") == std::string::npos) {
      return failure(ErrorCode::kInvalidArgument, "the file holds no private key",
                     "give the private key itself, in PEM or OpenSSH form, not the .pub file");
    }
    if (passphrase) return failure(ErrorCode::kInvalidArgument, "the key's passphrase is wrong");
    return failure(ErrorCode::kInvalidArgument,
                   is_encrypted(file) ? "the private key cannot be read: it may need a passphrase"
                                      : "the private key cannot be read",
                   "give its passphrase with --ssh-key-passphrase-env");
  }
  if (!passphrase) return file;
  if (auto plain = without_passphrase(file, *passphrase)) return *std::move(plain);
  char* text = nullptr;
  // libssh 0.10 cannot write RSA keys that came from OpenSSH's own form.
  if (ssh_pki_export_privkey_base64(key.get(), nullptr, nullptr, nullptr, &text) != SSH_OK) {
    return failure(ErrorCode::kUnsupported,
                   "the passphrase of an RSA key in OpenSSH's own form cannot be taken off",
                   "make a copy without passphrase or in PEM form: ssh-keygen -p -m PEM -f COPY");
  }
  Secret plain{std::string(text)};
  ssh_string_free_char(text);
  return plain;
}

}  // namespace lw::net
