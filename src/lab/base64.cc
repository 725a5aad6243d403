#include "lab/base64.h"

#include <openssl/evp.h>

#include <memory>

namespace lw::lab {
namespace {

constexpr std::size_t kLimit = 64 * 1024;

}  // namespace

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() > kLimit) return std::nullopt;
  const std::unique_ptr<EVP_ENCODE_CTX, void (*)(EVP_ENCODE_CTX*)> context(EVP_ENCODE_CTX_new(),
                                                                           EVP_ENCODE_CTX_free);
  EVP_DecodeInit(context.get());
  std::string bytes(text.size() / 4 * 3 + 64, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(bytes.data());
  int length = 0;
  int rest = 0;
  if (EVP_DecodeUpdate(context.get(), out, &length,
                       reinterpret_cast<const unsigned char*>(text.data()),
                       static_cast<int>(text.size())) < 0 ||
      EVP_DecodeFinal(context.get(), out + length, &rest) < 0) {
    return std::nullopt;
  }
  bytes.resize(static_cast<std::size_t>(length + rest));
  return bytes;
}

}  // namespace lw::lab
