#include "net/ssh1_rsa.h"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <array>
#include <utility>

namespace lw::net {
namespace {

template <auto free_it>
struct FreeWith {
  template <class T>
  void operator()(T* object) const {
    free_it(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeWith<EVP_PKEY_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, FreeWith<BN_free>>;
using Memory = std::unique_ptr<BIO, FreeWith<BIO_free>>;

std::string number_of(const EVP_PKEY* key, const char* name) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) return {};
  const Number number(raw);
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(number.get())), '\0');
  BN_bn2bin(number.get(), reinterpret_cast<unsigned char*>(bytes.data()));
  return bytes;
}

// A file with a passphrase is refused instead of asked about on the terminal.
int no_passphrase(char*, int, int, void*) { return -1; }

}  // namespace

struct Ssh1RsaKey::Pair {
  Key key;
};

Ssh1RsaKey::Ssh1RsaKey(std::unique_ptr<Pair> pair)
    : pair_(std::move(pair)),
      bits_(EVP_PKEY_get_bits(pair_->key.get())),
      modulus_(number_of(pair_->key.get(), OSSL_PKEY_PARAM_RSA_N)),
      exponent_(number_of(pair_->key.get(), OSSL_PKEY_PARAM_RSA_E)) {}
Ssh1RsaKey::Ssh1RsaKey(Ssh1RsaKey&&) noexcept = default;
Ssh1RsaKey& Ssh1RsaKey::operator=(Ssh1RsaKey&&) noexcept = default;
Ssh1RsaKey::~Ssh1RsaKey() = default;

Result<Ssh1RsaKey> Ssh1RsaKey::generate(int bits) {
  Key key;
  if (bits >= kLeastBits && bits <= kMostBits) {
    key.reset(EVP_RSA_gen(static_cast<unsigned>(bits)));
  }
  if (!key) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("an RSA key of {} bits cannot be made", bits),
                   fmt::format("{} to {} bits are possible", kLeastBits, kMostBits));
  }
  return Ssh1RsaKey(std::make_unique<Pair>(std::move(key)));
}

Result<Ssh1RsaKey> Ssh1RsaKey::from_pem(const Secret& pem) {
  const std::string& text = pem.reveal();
  const Memory memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  Key key(PEM_read_bio_PrivateKey(memory.get(), nullptr, no_passphrase, nullptr));
  if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) {
    ERR_clear_error();
    return failure(ErrorCode::kInvalidArgument, "the host key is not a private RSA key in PEM");
  }
  Ssh1RsaKey made(std::make_unique<Pair>(std::move(key)));
  if (made.bits() < kLeastBits || made.bits() > kMostBits) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("the host key has {} bits", made.bits()),
                   fmt::format("{} to {} bits are possible", kLeastBits, kMostBits));
  }
  return made;
}

Result<Secret> Ssh1RsaKey::to_pem() const {
  const Memory memory(BIO_new(BIO_s_secmem()));
  if (PEM_write_bio_PrivateKey(memory.get(), pair_->key.get(), nullptr, nullptr, 0, nullptr,
                               nullptr) != 1) {
    return failure(ErrorCode::kInternal, "the key cannot be written");
  }
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return Secret(std::string(text, static_cast<std::size_t>(size)));
}

std::string Ssh1RsaKey::fingerprint() const {
  const std::string bytes = modulus_ + exponent_;
  std::array<unsigned char, 16> digest{};
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_md5(), nullptr);
  return fmt::format("{:02x}", fmt::join(digest, ":"));
}

Result<Secret> Ssh1RsaKey::decrypt(std::string_view encrypted) const {
  const auto unreadable = failure(ErrorCode::kInvalidArgument, "not encrypted for this RSA key");
  if (encrypted.size() > modulus_.size()) return unreadable;
  // An integer loses its leading zeros on the way.
  const std::string padded =
      std::string(modulus_.size() - encrypted.size(), '\0').append(encrypted);
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, pair_->key.get(), nullptr));
  if (EVP_PKEY_decrypt_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1) {
    return failure(ErrorCode::kInternal, "the cryptographic library does not decrypt");
  }
  std::string plain(modulus_.size(), '\0');
  std::size_t size = plain.size();
  if (EVP_PKEY_decrypt(context.get(), reinterpret_cast<unsigned char*>(plain.data()), &size,
                       reinterpret_cast<const unsigned char*>(padded.data()), padded.size()) != 1) {
    ERR_clear_error();  // a TLS connection of this thread would take the error for its own
    return unreadable;
  }
  plain.resize(size);
  return Secret(std::move(plain));
}

}  // namespace lw::net
