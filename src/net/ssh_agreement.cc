#include "net/ssh_agreement.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "net/ssh_profile.h"

namespace lw::net {
namespace {

// "kex error : no match for method mac algo client->server: server [a,b], client [c]"
constexpr std::string_view kNoMatch = "no match for method ";
constexpr std::string_view kServerList = ": server [";
constexpr std::string_view kClientList = "], client [";
// All that libssh says of an RSA host key under 768 bits, as of a signature that is wrong.
constexpr std::string_view kNotVerified = "Failed to verify server hostkey signature";
constexpr std::size_t kShown = 600;

struct Method {
  std::string_view in_libssh;  // how the name starts
  std::string_view name;
  std::string SshAlgorithms::* list;
};

constexpr Method kMethods[] = {
    {"kex algos", "key exchange", &SshAlgorithms::key_exchange},
    {"server host key algo", "host key", &SshAlgorithms::host_keys},
    {"encryption", "cipher", &SshAlgorithms::ciphers},
    {"mac algo", "message authentication", &SshAlgorithms::macs},
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

bool have_one_in_common(std::string_view one, std::string_view other) {
  const auto names = split_list(one);
  return std::ranges::any_of(split_list(other), [&](std::string_view name) {
    return std::ranges::find(names, name) != names.end();
  });
}

std::string set_profile(CryptoProfile profile) {
  return fmt::format("set the device's cryptography profile to {}", name(profile));
}

std::string advice(const Method& method, std::string_view offered, CryptoProfile profile) {
  for (const CryptoProfile older : kCryptoProfiles) {
    if (older <= profile) continue;
    if (have_one_in_common(ssh_algorithms(older).*method.list, offered)) return set_profile(older);
  }
  if (have_one_in_common(plink_algorithms().*method.list, offered)) {
    if (offered.starts_with("des-cbc")) {
      return set_profile(CryptoProfile::kAncient) +
             "; better, if its licence allows only DES: install a 3DES/AES activation key";
    }
    return set_profile(CryptoProfile::kAncient);
  }
  return fmt::format(
      "this program has no {} that the device offers, in any profile: give the "
      "device newer software, or reach it over another transport",
      method.name);
}

std::optional<Error> no_match(std::string_view text, CryptoProfile profile) {
  const auto start = text.find(kNoMatch);
  if (start == std::string_view::npos) return std::nullopt;
  text.remove_prefix(start + kNoMatch.size());
  const auto server = text.find(kServerList);
  if (server == std::string_view::npos) return std::nullopt;
  const auto offered_from = server + kServerList.size();
  const auto client = text.find(kClientList, offered_from);  // missing when libssh cut its words
  const auto offered = text.substr(offered_from, client - offered_from);
  for (const Method& method : kMethods) {
    if (!text.starts_with(method.in_libssh)) continue;
    return Error{ErrorCode::kUnsupported,
                 fmt::format("no {} algorithm in common: the server offers {}; profile {} has {}",
                             method.name, printable(offered, kShown), name(profile),
                             ssh_algorithms(profile).*method.list),
                 advice(method, offered, profile)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> explain_disagreement(std::string_view text, CryptoProfile profile) {
  if (auto error = no_match(text, profile)) return error;
  if (text.find(kNotVerified) == std::string_view::npos) return std::nullopt;
  std::string hint = "generate larger keys on the device";
  if (profile != CryptoProfile::kAncient) hint += ", or " + set_profile(CryptoProfile::kAncient);
  return Error{ErrorCode::kUnsupported,
               "the signature of the device's host key was not accepted: it is wrong, or made with "
               "an RSA key under 768 bits",
               hint};
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
               hint};
}

}  // namespace lw::net
