#include "lab/lab_file_values.h"

#include <fmt/format.h>
#include <re2/re2.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "base/text.h"
#include "lab/chassis.h"
#include "lab/ios_licence_file.h"

namespace lw::lab::lab_file {
namespace {

constexpr std::size_t kMostContexts = 250;
constexpr Transport kTransports[] = {Transport::kConsole, Transport::kTelnet, Transport::kSsh,
                                     Transport::kHttp, Transport::kHttps};
constexpr std::size_t kMostLicenceFiles = 100;

// False: it is no word of a firewall's licence.
bool read_licence_word(std::string_view word, AsaLicence& licence) {
  if (word == "k8" || word == "k9") {
    licence.strong_encryption = word == "k9";
  } else if (word == "base") {
    licence.failover = AsaLicence::Failover::kNone;
  } else {
    return false;
  }
  return true;
}

}  // namespace

Error wrong(std::string_view origin, const YAML::Node& node, std::string_view what) {
  return {ErrorCode::kInvalidArgument,
          fmt::format("{}: line {}: {}", origin, node.Mark().line + 1, what), ""};
}

Result<std::string> scalar(std::string_view origin, const YAML::Node& node, std::string_view key) {
  if (!node.IsScalar()) {
    return std::unexpected(wrong(origin, node, fmt::format("\"{}\" must be one value", key)));
  }
  return node.Scalar();
}

Result<long> number(std::string_view origin, const YAML::Node& node, std::string_view key,
                    long most, long least) {
  LW_ASSIGN(const std::string text, scalar(origin, node, key));
  const auto value = parse_decimal(text);
  if (!value || *value < least || *value > most) {
    return std::unexpected(wrong(
        origin, node, fmt::format("\"{}\" must be a number from {} to {}", key, least, most)));
  }
  return *value;
}

Result<void> check_list(std::string_view origin, const YAML::Node& node, std::string_view key) {
  if (node.IsSequence()) return {};
  return std::unexpected(wrong(origin, node, fmt::format("\"{}\" must be a list", key)));
}

bool good_name(std::string_view name) {
  constexpr std::size_t kLongestName = 63;
  return !name.empty() && name.size() <= kLongestName &&
         name.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyz"
             "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == std::string::npos &&
         name.front() != '.';
}

Result<Transport> transport(std::string_view origin, const YAML::Node& node) {
  const std::string kind = node.IsScalar() ? node.Scalar() : std::string();
  const auto found = std::ranges::find(kTransports, kind, [](Transport one) { return name(one); });
  if (found != std::end(kTransports)) return *found;
  return std::unexpected(
      wrong(origin, node, "the transports are telnet, ssh, console, http and https"));
}

Result<std::map<Transport, std::uint16_t>> ports(std::string_view origin, const YAML::Node& node,
                                                 std::string_view key) {
  if (!node.IsMap()) {
    return std::unexpected(wrong(origin, node, fmt::format("\"{}\" must map names to ports", key)));
  }
  std::map<Transport, std::uint16_t> all;
  for (const auto& entry : node) {
    LW_ASSIGN(const Transport kind, transport(origin, entry.first));
    LW_ASSIGN(const long port, number(origin, entry.second, name(kind), 65535));
    all[kind] = static_cast<std::uint16_t>(port);
  }
  return all;
}

Result<Faults> faults(std::string_view origin, const YAML::Node& node) {
  if (!node.IsSequence()) {
    return std::unexpected(wrong(origin, node, "\"faults\" must be a list of names"));
  }
  Faults all;
  for (const YAML::Node& fault : node) {
    LW_ASSIGN(const std::string text, scalar(origin, fault, "faults"));
    if (auto added = add_fault(all, text); !added) {
      return std::unexpected(
          std::move(added.error())
              .with_context(fmt::format("{}: line {}", origin, fault.Mark().line + 1)));
    }
  }
  return all;
}

Result<std::set<Transport>> faults_over(std::string_view origin, const YAML::Node& node) {
  if (!node.IsSequence()) {
    return std::unexpected(wrong(origin, node, "\"faults_over\" must be a list of transports"));
  }
  std::set<Transport> all;
  for (const YAML::Node& one : node) {
    LW_ASSIGN(const Transport kind, transport(origin, one));
    all.insert(kind);
  }
  return all;
}

Result<net::SshServerAlgorithms> crypto(std::string_view origin, const YAML::Node& node) {
  LW_ASSIGN(const std::string text, scalar(origin, node, "crypto"));
  if (text == "modern") return net::SshServerAlgorithms::kModern;
  if (text == "legacy") return net::SshServerAlgorithms::kLegacy;
  return std::unexpected(wrong(origin, node, "\"crypto\" is modern or legacy"));
}

Result<AsaLicence> licence(std::string_view origin, const YAML::Node& node) {
  LW_ASSIGN(const std::string text, scalar(origin, node, "licence"));
  AsaLicence licence;
  for (const std::string_view word : split_words(text)) {
    if (!read_licence_word(word, licence)) {
      return std::unexpected(wrong(origin, node,
                                   "\"licence\" is k9 or, with DES alone, k8, and base without "
                                   "failover"));
    }
  }
  return licence;
}

Result<TokenDescription> token(std::string_view origin, const YAML::Node& node) {
  TokenDescription token;
  if (!node.IsMap()) {
    return std::unexpected(wrong(origin, node, "\"token\" must be {image: FOLDER, pin: PIN}"));
  }
  for (const auto& entry : node) {
    const std::string key = entry.first.Scalar();
    if (key == "image") {
      LW_ASSIGN(token.image, scalar(origin, entry.second, key));
    } else if (key == "pin") {
      LW_ASSIGN(token.pin, scalar(origin, entry.second, key));
    } else {
      return std::unexpected(wrong(origin, entry.first, "a token has \"image\" and \"pin\""));
    }
  }
  if (token.image.empty()) {
    return std::unexpected(wrong(origin, node, "a token needs the folder of its \"image\""));
  }
  return token;
}

Result<AsaActivationKeys> activation_keys(std::string_view origin, const YAML::Node& node) {
  if (!node.IsMap() || node.size() > kMostLicenceFiles) {
    return std::unexpected(wrong(origin, node,
                                 fmt::format("\"activation_keys\" must map up to {} keys to "
                                             "licences",
                                             kMostLicenceFiles)));
  }
  AsaActivationKeys all;
  for (const auto& entry : node) {
    std::vector<std::string> words;
    for (const std::string_view word : split_words(entry.first.Scalar())) words.emplace_back(word);
    const auto key = asa_key_text(words);
    if (!key || (words.size() != kAsaKeyWords && words.size() != kPix6KeyWords)) {
      return std::unexpected(wrong(origin, entry.first,
                                   "an activation key is five hexadecimal numbers, a PIX 6's "
                                   "four"));
    }
    LW_ASSIGN(const std::string text, scalar(origin, entry.second, "activation_keys"));
    AsaKeyEffect effect;
    for (const std::string_view word : split_words(text)) {
      if (word == "reload") {
        effect.needs_reload = true;
      } else if (!read_licence_word(word, effect.licence)) {
        return std::unexpected(
            wrong(origin, entry.second, "an activation key is for k9 or k8, base, reload"));
      }
    }
    all[*key] = effect;
  }
  return all;
}

Result<IosLicenceFiles> router_licence_files(std::string_view origin, const YAML::Node& node) {
  if (!node.IsMap() || node.size() > kMostLicenceFiles) {
    return std::unexpected(wrong(
        origin, node,
        fmt::format("\"licence_files\" must map up to {} names to features", kMostLicenceFiles)));
  }
  IosLicenceFiles all;
  for (const auto& entry : node) {
    LW_ASSIGN(const std::string text, scalar(origin, entry.second, "licence_files"));
    const std::vector<std::string_view> words = split_words(text);
    const auto packages = ios_packages();
    const bool known = !words.empty() && words.size() <= 2 &&
                       std::ranges::find(packages, words[0], &IosPackage::name) != packages.end();
    if (!known) {
      return std::unexpected(wrong(origin, entry.second,
                                   "a router's licence file is for securityk9, uck9, datak9 or "
                                   "ipbasek9, and \"evaluation\" or another router's serial "
                                   "number behind it"));
    }
    const bool evaluation = words.size() == 2 && words[1] == "evaluation";
    all[entry.first.Scalar()] = {
        .feature = std::string(words[0]),
        .evaluation = evaluation,
        .serial = words.size() == 2 && !evaluation ? std::string(words[1]) : std::string()};
  }
  return all;
}

// In the file's order: the first is the admin context.
Result<std::vector<std::pair<std::string, std::string>>> contexts(std::string_view origin,
                                                                  const YAML::Node& node) {
  if (!node.IsMap() || node.size() > kMostContexts) {
    return std::unexpected(wrong(
        origin, node,
        fmt::format("\"contexts\" must map up to {} names to configurations", kMostContexts)));
  }
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& entry : node) {
    LW_ASSIGN(std::string config, scalar(origin, entry.second, "contexts"));
    all.emplace_back(entry.first.Scalar(), std::move(config));
  }
  return all;
}

Result<std::optional<FailoverUnit>> failover(std::string_view origin, const YAML::Node& node) {
  if (!node.IsMap() || node.size() != 2 || !node["pair"] || !node["unit"]) {
    return std::unexpected(wrong(origin, node, "\"failover\" has a pair and a unit"));
  }
  LW_ASSIGN(std::string pair, scalar(origin, node["pair"], "pair"));
  LW_ASSIGN(const std::string unit, scalar(origin, node["unit"], "unit"));
  if (unit != "primary" && unit != "secondary") {
    return std::unexpected(wrong(origin, node["unit"], "\"unit\" is primary or secondary"));
  }
  return FailoverUnit{std::move(pair), unit == "primary" ? AsaUnit::kPrimary : AsaUnit::kSecondary};
}

// Slots of a chassis, and the names of the devices in them.
Result<std::map<int, std::string>> modules(std::string_view origin, const YAML::Node& node) {
  if (!node.IsSequence()) {
    return std::unexpected(wrong(origin, node, "\"modules\" must be a list of {slot, device}"));
  }
  std::map<int, std::string> all;
  for (const YAML::Node& one : node) {
    if (!one.IsMap() || one.size() != 2 || !one["slot"] || !one["device"]) {
      return std::unexpected(wrong(origin, one, "a module has a slot and a device"));
    }
    LW_ASSIGN(const long slot, number(origin, one["slot"], "slot", kLastSlot, 1));
    LW_ASSIGN(std::string device, scalar(origin, one["device"], "device"));
    if (!all.emplace(static_cast<int>(slot), std::move(device)).second) {
      return std::unexpected(wrong(origin, one, fmt::format("slot {} is taken", slot)));
    }
  }
  return all;
}

// Names to dates: until when a sensor's licence in that file is good.
Result<std::map<std::string, WallTime>> licence_files(std::string_view origin,
                                                      const YAML::Node& node) {
  if (!node.IsMap() || node.size() > kMostLicenceFiles) {
    return std::unexpected(wrong(
        origin, node,
        fmt::format("\"licence_files\" must map up to {} names to dates", kMostLicenceFiles)));
  }
  std::map<std::string, WallTime> all;
  for (const auto& entry : node) {
    LW_ASSIGN(const std::string text, scalar(origin, entry.second, "licence_files"));
    static const RE2 kDate(R"((\d{4})-(\d\d)-(\d\d))");
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    const bool shaped = RE2::FullMatch(text, kDate, &year, &month, &day);
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                           std::chrono::day(day)};
    if (!shaped || !date.ok()) {
      return std::unexpected(
          wrong(origin, entry.second, "a licence file is good until a date such as 2027-08-01"));
    }
    all[entry.first.Scalar()] = std::chrono::sys_days(date);
  }
  return all;
}

}  // namespace lw::lab::lab_file
