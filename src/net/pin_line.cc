#include "net/pin_line.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "base/text.h"
#include "net/ssh_key_blob.h"

namespace lw::net {
namespace {

constexpr std::string_view kFingerprint = "SHA256:";
constexpr std::uint16_t kSshPort = 22;

std::unexpected<Error> refuse(std::string message, std::string hint = {}) {
  return failure(ErrorCode::kInvalidArgument, std::move(message), std::move(hint));
}

Result<std::string> parse_name(std::string_view name) {
  if (name.starts_with('|')) {
    return refuse("the host's name is hashed, so that nobody can tell which device it is",
                  "connect once and pin what is shown, or pin the device by its fingerprint");
  }
  if (name.find_first_of("*?!#") != std::string_view::npos) {
    return refuse(fmt::format("'{}' is a pattern for host names, not one host", printable(name)));
  }
  LW_ASSIGN(const auto endpoint, parse_endpoint(name, kSshPort));
  return to_string(endpoint);
}

Result<PinLine> parse_known_hosts(const std::vector<std::string_view>& words) {
  if (words[0].starts_with('@')) {
    return refuse(fmt::format("lines marked {} can't be taken over", printable(words[0])));
  }
  const auto blob = decode_base64(words[2]);
  if (!blob) return refuse("the key is not in base64");
  PinLine line;
  LW_ASSIGN(line.key, read_ssh_key_blob(*blob));
  if (line.key.algorithm != words[1]) {
    return refuse(fmt::format("the line says {}, the key in it {}", printable(words[1]),
                              printable(line.key.algorithm)));
  }
  for (auto names = words[0]; !names.empty();) {
    const auto end = std::min(names.find(','), names.size());
    LW_ASSIGN(auto endpoint, parse_name(names.substr(0, end)));
    line.endpoints.push_back(std::move(endpoint));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return line;
}

// "SHA256:AA:BB:…"; nullopt for anything else.
std::optional<std::string> certificate_fingerprint(std::string_view text) {
  constexpr std::size_t kPairs = 32;
  if (!text.starts_with(kFingerprint)) return std::nullopt;
  const auto digits = text.substr(kFingerprint.size());
  if (digits.size() != kPairs * 3 - 1) return std::nullopt;
  std::string upper(kFingerprint);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const auto byte = static_cast<unsigned char>(digits[i]);
    if (i % 3 == 2 ? byte != ':' : std::isxdigit(byte) == 0) return std::nullopt;
    upper += static_cast<char>(std::toupper(byte));
  }
  return upper;
}

}  // namespace

bool is_comment(std::string_view line) {
  const auto text = trim(line);
  return text.empty() || text.starts_with('#');
}

Result<std::string> parse_fingerprint(std::string_view text) {
  constexpr std::size_t kDigits = 43;
  if (auto of_certificate = certificate_fingerprint(text)) return *std::move(of_certificate);
  auto digits = text;
  if (digits.starts_with(kFingerprint)) digits.remove_prefix(kFingerprint.size());
  if (digits.ends_with('=')) digits.remove_suffix(1);
  const bool hash = digits.size() == kDigits && text.starts_with(kFingerprint) &&
                    decode_base64(std::string(digits) + "=");
  if (!hash) {
    return refuse(
        fmt::format("'{}' is not a SHA-256 fingerprint", printable(text, 80)),
        "give it as 'ssh-keygen -l' shows a key (SHA256: and 43 characters), or as 'openssl x509 "
        "-fingerprint -sha256' shows a certificate (SHA256: and 32 pairs)");
  }
  return std::string(kFingerprint) + std::string(digits);
}

Result<PinLine> parse_pin_line(std::string_view line) {
  const auto words = split_words(line);
  if (words.size() != 4 || !words[2].starts_with(kFingerprint)) {
    return refuse("not 'host:port algorithm SHA256:fingerprint date'");
  }
  return PinLine{.endpoints = {std::string(words[0])},
                 .key = {std::string(words[1]), std::string(words[2])},
                 .date = std::string(words[3])};
}

Result<PinLine> parse_import_line(std::string_view line) {
  const auto words = split_words(line);
  if (words.size() < 3) {
    return refuse("neither 'host:port algorithm SHA256:fingerprint' nor a line of known_hosts");
  }
  if (!words[2].starts_with(kFingerprint)) return parse_known_hosts(words);
  PinLine pin;
  LW_ASSIGN(auto endpoint, parse_name(words[0]));
  pin.endpoints.push_back(std::move(endpoint));
  pin.key.algorithm = words[1];
  LW_ASSIGN(pin.key.fingerprint, parse_fingerprint(words[2]));
  if (words.size() > 3) pin.date = words[3];
  return pin;
}

std::string format_pin_line(const PeerPin& pin) {
  return fmt::format("{} {} {} {}\n", pin.endpoint, pin.key.algorithm, pin.key.fingerprint,
                     pin.date);
}

}  // namespace lw::net
