#include "net/ssh_agreement.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "net/ssh_profile.h"

namespace lw::net {
namespace {

// All that libssh says of an RSA host key under 768 bits, as of a signature that is wrong.
constexpr std::string_view kNotVerified = "Failed to verify server hostkey signature";
constexpr std::size_t kShown = 600;

struct Method {
  std::string_view name;
  std::string SshAlgorithms::* ours;
  std::string SshOffer::* theirs;
};

constexpr Method kMacToServer = {"message authentication", &SshAlgorithms::macs,
                                 &SshOffer::macs_to_server};
constexpr Method kMacToClient = {"message authentication", &SshAlgorithms::macs,
                                 &SshOffer::macs_to_client};
constexpr Method kMethods[] = {
    {"key exchange", &SshAlgorithms::key_exchange, &SshOffer::key_exchange},
    {"host key", &SshAlgorithms::host_keys, &SshOffer::host_keys},
    {"cipher", &SshAlgorithms::ciphers, &SshOffer::ciphers_to_server},
    {"cipher", &SshAlgorithms::ciphers, &SshOffer::ciphers_to_client},
    kMacToServer,
    kMacToClient,
};

std::vector<std::string_view> split_list(std::string_view list) {
  std::vector<std::string_view> names;
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    names.push_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return names;
}

// The first of ours that is theirs as well (RFC 4253 section 7.1); empty: none.
std::string_view agreed(std::string_view ours, std::string_view theirs) {
  const auto offered = split_list(theirs);
  for (const auto name : split_list(ours)) {
    if (std::ranges::find(offered, name) != offered.end()) return name;
  }
  return {};
}

// Ciphers that authenticate by themselves: a MAC beside them is not needed.
bool authenticates(std::string_view cipher) {
  return cipher.starts_with("chacha20-poly1305") || cipher.find("-gcm") != std::string_view::npos;
}

const Method* first_disagreement(const SshOffer& offer, const SshAlgorithms& ours) {
  const auto found = std::ranges::find_if(kMethods, [&](const Method& method) {
    if (!agreed(ours.*method.ours, offer.*method.theirs).empty()) return false;
    const auto& ciphers = method.theirs == kMacToServer.theirs   ? offer.ciphers_to_server
                          : method.theirs == kMacToClient.theirs ? offer.ciphers_to_client
                                                                 : std::string();
    return !authenticates(agreed(ours.ciphers, ciphers));
  });
  return found == std::end(kMethods) ? nullptr : found;
}

// All that profile ancient can do: libssh's algorithms or, for the whole connection, plink's, which
// has those of libssh as well.
SshAlgorithms all_of_ancient() {
  SshAlgorithms all = ssh_algorithms(CryptoProfile::kAncient);
  for (const auto list : {&SshAlgorithms::key_exchange, &SshAlgorithms::host_keys,
                          &SshAlgorithms::ciphers, &SshAlgorithms::macs}) {
    all.*list += "," + plink_algorithms().*list;
  }
  return all;
}

std::string set_profile(CryptoProfile profile) {
  return fmt::format("set the device's cryptography profile to {}", name(profile));
}

std::string advice(const SshOffer& offer, const Method& method, CryptoProfile profile) {
  for (const CryptoProfile older : kCryptoProfiles) {
    if (older <= profile) continue;
    if (first_disagreement(offer, ssh_algorithms(older)) == nullptr) return set_profile(older);
  }
  if (first_disagreement(offer, all_of_ancient()) == nullptr) {
    if (offer.*method.theirs == "des-cbc") {
      return "the device's licence allows only DES: install a 3DES/AES activation key; until "
             "then, " +
             set_profile(CryptoProfile::kAncient);
    }
    return set_profile(CryptoProfile::kAncient);
  }
  return fmt::format(
      "no profile has all that this device needs ({}): give the device newer software, or reach it "
      "over another transport",
      method.name);
}

}  // namespace

std::optional<Error> explain_disagreement(const SshOffer& offer, CryptoProfile profile) {
  const auto& ours = ssh_algorithms(profile);
  const auto* method = first_disagreement(offer, ours);
  if (method == nullptr) return std::nullopt;
  return Error{ErrorCode::kUnsupported,
               fmt::format("no {} algorithm in common: the server offers {}; profile {} has {}",
                           method->name, printable(offer.*method->theirs, kShown), name(profile),
                           ours.*method->ours),
               advice(offer, *method, profile), Diagnosis::kCryptoMismatch};
}

std::optional<Error> explain_signature(std::string_view text, CryptoProfile profile) {
  if (text.find(kNotVerified) == std::string_view::npos) return std::nullopt;
  std::string hint = "generate larger keys on the device";
  if (profile != CryptoProfile::kAncient) hint += ", or " + set_profile(CryptoProfile::kAncient);
  return Error{ErrorCode::kUnsupported,
               "the signature of the device's host key was not accepted: it is wrong, or made with "
               "an RSA key under 768 bits",
               hint, Diagnosis::kCryptoMismatch};
}

std::optional<Error> refuse_small_key(int bits, CryptoProfile profile) {
  const auto smallest = [](CryptoProfile of) { return ssh_algorithms(of).smallest_rsa_key; };
  if (bits >= smallest(profile)) return std::nullopt;
  std::string hint = "generate larger keys on the device";
  const auto older = std::ranges::find_if(
      kCryptoProfiles, [&](CryptoProfile other) { return bits >= smallest(other); });
  if (older != kCryptoProfiles.end()) hint += ", or " + set_profile(*older);
  return Error{ErrorCode::kUnsupported,
               fmt::format("the device's RSA host key has {} bits, and profile {} takes none under "
                           "{}",
                           bits, name(profile), smallest(profile)),
               hint, Diagnosis::kCryptoMismatch};
}

}  // namespace lw::net
