#include "net/ssh1_cipher.h"

#include <openssl/evp.h>

#include <string>
#include <string_view>

#include "net/ssh1_message.h"

namespace lw::net {
namespace {

constexpr std::size_t kDesKeySize = 8;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

void Ssh1Cipher::Free::operator()(evp_cipher_ctx_st* context) const {
  EVP_CIPHER_CTX_free(context);
}

Result<Ssh1Cipher> Ssh1Cipher::create(std::uint8_t number, const Secret& session_key,
                                      Direction direction) {
  if (number != kSsh1CipherDes && number != kSsh1CipherTripleDes) {
    return failure(ErrorCode::kUnsupported, "neither DES nor 3DES");
  }
  const std::size_t count = number == kSsh1CipherDes ? 1 : 3;
  const std::string& key = session_key.reveal();
  if (key.size() < count * kDesKeySize) {
    return failure(ErrorCode::kInvalidArgument, "the session key is too short");
  }
  Ssh1Cipher cipher;
  for (std::size_t i = 0; i < count; ++i) {
    // Decrypting undoes the chains in the opposite order.
    const std::size_t stage = direction == Direction::kEncrypt ? i : count - 1 - i;
    const bool encrypts = (stage != 1) == (direction == Direction::kEncrypt);
    // OpenSSL 3 has single DES in its legacy provider only; triple DES (encrypt, decrypt, encrypt)
    // with three equal keys is the same.
    const auto part = std::string_view(key).substr(stage * kDesKeySize, kDesKeySize);
    const Secret thrice(std::string(part).append(part).append(part));
    const std::array<unsigned char, kDesKeySize> zero{};
    auto& chain = cipher.chains_[i];
    chain.reset(EVP_CIPHER_CTX_new());
    if (EVP_CipherInit_ex(chain.get(), EVP_des_ede3_cbc(), nullptr, bytes_of(thrice.reveal()),
                          zero.data(), encrypts ? 1 : 0) != 1 ||
        EVP_CIPHER_CTX_set_padding(chain.get(), 0) != 1) {
      return failure(ErrorCode::kInternal, "the cryptographic library has no 3DES");
    }
  }
  return cipher;
}

Result<void> Ssh1Cipher::apply(std::span<char> bytes) {
  auto* data = reinterpret_cast<unsigned char*>(bytes.data());
  for (const auto& chain : chains_) {
    if (!chain) break;
    int done = 0;
    const int size = static_cast<int>(bytes.size());
    if (EVP_CipherUpdate(chain.get(), data, &done, data, size) != 1 || done != size) {
      return failure(ErrorCode::kInternal, "3DES failed");
    }
  }
  return {};
}

}  // namespace lw::net
