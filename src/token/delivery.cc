#include "token/delivery.h"

#include <fmt/format.h>

#include "base/text.h"
#include "token/sodium_bytes.h"

namespace lw::token {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kMagic = "LWTOKEN"sv;
constexpr char kVersion = 1;
constexpr std::size_t kHead = kMagic.size() + 1;
constexpr std::size_t kLongestName = 63;
constexpr int kTimeBytes = 8;
constexpr int kLengthBytes = 4;
// Of the year 9999: what is behind it is no time of a delivery.
constexpr std::int64_t kLastSecond = 253'402'300'799;

void append_number(std::string& text, std::uint64_t number, int size) {
  for (int at = size - 1; at >= 0; --at) text += static_cast<char>((number >> (8 * at)) & 0xFF);
}

// Takes pieces off the front of a text that may end anywhere.
class Pieces {
 public:
  explicit Pieces(std::string_view text) : left_(text) {}

  std::string_view take(std::size_t size) {
    if (size > left_.size()) whole_ = false;
    const auto piece = left_.substr(0, size);
    left_.remove_prefix(piece.size());
    return piece;
  }
  std::uint64_t number(std::size_t size) {
    std::uint64_t value = 0;
    for (const char byte : take(size)) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
  }
  [[nodiscard]] bool whole() const { return whole_; }
  [[nodiscard]] bool all_taken() const { return whole_ && left_.empty(); }

 private:
  std::string_view left_;
  bool whole_ = true;
};

std::unexpected<Error> damaged(std::string_view what) {
  return failure(ErrorCode::kInvalidArgument, fmt::format("the file is damaged: {}", what),
                 "deploy the configuration anew");
}

Result<void> check_head(std::string_view text) {
  if (!text.starts_with(kMagic) || text.size() < kHead) {
    return failure(ErrorCode::kInvalidArgument, "it is no file for a token server",
                   "it is what linewarden deploy --to tms uploads");
  }
  if (text[kMagic.size()] != kVersion) {
    return failure(ErrorCode::kUnsupported,
                   fmt::format("the file is of version {}, this program knows {}",
                               static_cast<unsigned char>(text[kMagic.size()]), int{kVersion}));
  }
  return {};
}

Result<void> check(const Delivery& delivery) {
  const std::string_view device = delivery.device;
  if (device.empty() || device.size() > kLongestName || printable(device, kLongestName) != device) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("\"{}\" can't be the name of a token's device", printable(device)));
  }
  if (delivery.config.empty()) {
    return failure(ErrorCode::kInvalidArgument, "there is no configuration to deliver");
  }
  if (delivery.config.size() > kMostConfigBytes) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("the configuration has {} bytes, and no token holds more than {}",
                               delivery.config.size(), kMostConfigBytes));
  }
  return {};
}

}  // namespace

std::string_view name(Purpose purpose) { return purpose == Purpose::kDelta ? "delta" : "full"; }

std::string write_content(const Delivery& delivery) {
  std::string content(kMagic);
  content += kVersion;
  content += static_cast<char>(delivery.purpose);
  append_number(content, static_cast<std::uint64_t>(delivery.made.time_since_epoch().count()),
                kTimeBytes);
  append_number(content, delivery.device.size(), 1);
  content += delivery.device;
  append_number(content, delivery.config.size(), kLengthBytes);
  content += delivery.config;
  return content;
}

Result<Delivery> read_content(std::string_view content) {
  LW_TRY(check_head(content));
  Pieces pieces(content.substr(kHead));
  const auto purpose = pieces.number(1);
  const auto made = static_cast<std::int64_t>(pieces.number(kTimeBytes));
  const auto device = pieces.take(pieces.number(1));
  const auto config = pieces.take(pieces.number(kLengthBytes));
  if (!pieces.all_taken()) return damaged("its lengths do not add up");
  if (purpose != static_cast<unsigned>(Purpose::kDelta) &&
      purpose != static_cast<unsigned>(Purpose::kFull)) {
    return damaged("its purpose is neither delta nor full");
  }
  if (made < 0 || made > kLastSecond) return damaged("its time is none");
  Delivery delivery{.device = std::string(device),
                    .purpose = static_cast<Purpose>(purpose),
                    .made = std::chrono::sys_seconds(std::chrono::seconds(made)),
                    .config = std::string(config)};
  if (auto checked = check(delivery); !checked) return damaged(checked.error().message);
  return delivery;
}

Result<std::string> seal(const Delivery& delivery, const PublicKey& key) {
  LW_TRY(start_sodium());
  LW_TRY(check(delivery));
  std::string content = write_content(delivery);
  std::string file = content.substr(0, kHead);
  file.resize(kHead + crypto_box_SEALBYTES + content.size());
  const int sealed =
      crypto_box_seal(bytes(file) + kHead, bytes(content), content.size(), key.bytes.data());
  sodium_memzero(content.data(), content.size());
  if (sealed != 0) {
    return failure(ErrorCode::kInvalidArgument, "nothing can be sealed to this public key",
                   "make another pair on the token server: linewarden token keys");
  }
  return file;
}

Result<Delivery> open(std::string_view file, const KeyPair& keys) {
  LW_TRY(start_sodium());
  LW_TRY(check_head(file));
  if (file.size() < kHead + crypto_box_SEALBYTES + kHead) {
    return failure(ErrorCode::kInvalidArgument, "the file is cut short",
                   "take it from the token server's folder anew");
  }
  if (file.size() > kMostSealedBytes) return damaged("it is larger than any such file");
  const std::string_view box = file.substr(kHead);
  std::string content(box.size() - crypto_box_SEALBYTES, '\0');
  if (crypto_box_seal_open(bytes(content), bytes(box), box.size(), keys.public_key.bytes.data(),
                           bytes(keys.private_key.reveal())) != 0) {
    return failure(
        ErrorCode::kInvalidArgument,
        fmt::format("the file does not open with the private key of {}: it was sealed for another "
                    "key, or was cut or changed on its way",
                    key_id(keys.public_key)),
        "compare the key's id with the one that deploy named, or deploy the configuration anew");
  }
  auto delivery = read_content(content);
  sodium_memzero(content.data(), content.size());
  return delivery;
}

}  // namespace lw::token
