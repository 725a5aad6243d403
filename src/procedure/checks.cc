#include "procedure/checks.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "procedure/access_list.h"
#include "procedure/rsa_keys.h"
#include "procedure/value_rules.h"
#include "procedure/vty.h"

namespace lw::procedure {
namespace {

// A router that still has its factory name generates no keys (observed: "% Please define a hostname
// other than Router"). An absent line is the factory name as well.
class HostnameGiven final : public Condition {
 public:
  Verdict evaluate(const Context& context) const override {
    Verdict verdict;
    const auto lines = context.running.top_level("hostname");
    if (lines.empty()) {
      verdict.missing.emplace_back("hostname <hostname>");
      return verdict;
    }
    verdict.evidence.push_back(evidence_of(context, lines.back()));
    const auto name = context.running.hostname();
    verdict.holds = name && *name != "Router";
    const std::string* wanted = context.bindings.value("hostname");
    if (wanted != nullptr && name != *wanted) verdict.holds = false;
    if (!verdict.holds) {
      verdict.missing.push_back(
          fmt::format("hostname {}", wanted ? *wanted : "<hostname>, other than Router"));
    }
    return verdict;
  }
};

// `http ADDRESS MASK INTERFACE` lets the manager in (guide page 2-4): with `manager` and
// `interface` given, that host on that interface; otherwise any such line.
class HttpClients final : public Condition {
 public:
  Verdict evaluate(const Context& context) const override {
    Verdict verdict;
    const std::string* manager = context.bindings.value("manager");
    const std::string* interface = context.bindings.value("interface");
    const auto source = manager == nullptr ? std::nullopt : parse_ipv4(*manager);
    for (const std::uint32_t index : context.running.top_level("http")) {
      const auto words = split_words(context.running.lines()[index].text);
      if (words.size() != 4 || words[0] != "http" || words[1] == "server" || words[1] == "redirect")
        continue;
      const auto address = parse_ipv4(words[1] == "0" ? "0.0.0.0" : words[1]);
      const auto mask = parse_netmask(words[2] == "0" ? "0.0.0.0" : words[2]);
      if (!mask) continue;
      if (interface != nullptr && words[3] != *interface) continue;
      // A name instead of an address (`names`) can't be resolved here: it counts only when no host
      // is asked for.
      if (source && (!address || ((source->bits ^ address->bits) & mask->bits) != 0)) continue;
      verdict.evidence.push_back(evidence_of(context, index));
      verdict.holds = true;
    }
    if (!verdict.holds) {
      verdict.missing.push_back(fmt::format("http {} <netmask> {}",
                                            manager ? *manager : "<manager>",
                                            interface ? *interface : "<interface>"));
    }
    return verdict;
  }
};

// `ip http access-class N`: as on a vty.
class HttpAccessClass final : public Condition {
 public:
  Verdict evaluate(const Context& context) const override {
    Verdict verdict;
    for (const std::uint32_t index : context.running.top_level("ip")) {
      auto words = split_words(context.running.lines()[index].text);
      if (words.size() < 4 || words[0] != "ip" || words[1] != "http" || words[2] != "access-class")
        continue;
      if (words[3] == "ipv4" && words.size() > 4) words.erase(words.begin() + 3);
      if (words[3] == "ipv6") continue;
      verdict.evidence.push_back(evidence_of(context, index));
      if (auto refusal = why_not_permitted(context, words[3], "ip http access-class")) {
        verdict.missing.push_back(std::move(*refusal));
      }
    }
    verdict.holds = verdict.missing.empty();
    return verdict;
  }
};

// The chain of guide page 2-10: an occurrence names a policy list, which holds the retrieve command
// with JobbedDynaConfig; otherwise the device would fetch the template instead of its staged job.
class KronRetrieves final : public Condition {
 public:
  Verdict evaluate(const Context& context) const override {
    Verdict verdict;
    const auto& running = context.running;
    std::vector<std::string_view> retrieving;
    for (const std::uint32_t index : running.top_level("kron")) {
      const auto words = split_words(running.lines()[index].text);
      if (words.size() != 3 || words[1] != "policy-list") continue;
      for (const std::uint32_t child : running.children(index)) {
        const auto text = running.lines()[child].text;
        if (!text.starts_with("cli cns config retrieve ") || !names_server(context, text)) continue;
        verdict.evidence.push_back(evidence_of(context, child));
        if (text.find(" page /cns/JobbedDynaConfig") == std::string_view::npos) {
          verdict.missing.emplace_back(
              "the retrieve command without \"page /cns/JobbedDynaConfig\" fetches the "
              "template, not the staged job");
          continue;
        }
        retrieving.push_back(words[2]);
      }
    }
    for (const std::uint32_t index : running.top_level("kron")) {
      const auto words = split_words(running.lines()[index].text);
      if (words.size() < 5 || words[1] != "occurrence") continue;
      for (const std::uint32_t child : running.children(index)) {
        const auto inner = split_words(running.lines()[child].text);
        if (inner.size() != 2 || inner[0] != "policy-list") continue;
        if (std::find(retrieving.begin(), retrieving.end(), inner[1]) == retrieving.end()) continue;
        verdict.evidence.push_back(evidence_of(context, index));
        verdict.holds = true;
      }
    }
    if (verdict.holds) verdict.missing.clear();
    if (!verdict.holds && verdict.missing.empty()) {
      verdict.missing.emplace_back(
          retrieving.empty()
              ? "kron policy-list <policy>: cli cns config retrieve <server> page "
                "/cns/JobbedDynaConfig status http://<server>/cns/PostStatus"
              : "kron occurrence <name> …: policy-list " + std::string(retrieving.front()));
    }
    return verdict;
  }

 private:
  static bool names_server(const Context& context, std::string_view text) {
    const std::string* server = context.bindings.value("server");
    return server == nullptr || text.find(" " + *server + " ") != std::string_view::npos;
  }
};

class NoHazards final : public Condition {
 public:
  Verdict evaluate(const Context& context) const override {
    Verdict verdict;
    for (const Hazard& hazard : hazards(context.running)) {
      verdict.evidence.push_back({hazard.line, hazard.text});
      verdict.missing.push_back(fmt::format("line {}: {}", hazard.line, hazard.rule));
    }
    verdict.holds = verdict.missing.empty();
    return verdict;
  }
};

// The value behind `key` in a sensor's service, wherever it stands; sensors show only what differs
// from the default.
std::optional<std::uint32_t> sensor_line(const Context& context, std::string_view service,
                                         std::string_view key) {
  const auto& running = context.running;
  for (const std::uint32_t opener : running.top_level("service")) {
    if (running.lines()[opener].text != std::string("service ").append(service)) continue;
    for (std::uint32_t i = opener + 1; i < running.lines()[opener].section_end; ++i) {
      const auto words = split_words(running.lines()[i].text);
      if (words.size() == 2 && words[0] == key) return i;
    }
  }
  return std::nullopt;
}

// `host-ip ADDRESS/BITS,GATEWAY` with the values that are asked for.
class SensorAddress final : public Condition {
 public:
  Verdict evaluate(const Context& context) const override {
    Verdict verdict;
    const auto line = sensor_line(context, "host", "host-ip");
    if (line) {
      verdict.evidence.push_back(evidence_of(context, *line));
      const std::string_view value = context.running.lines()[*line].text.substr(8);
      const std::size_t slash = std::min(value.find('/'), value.size());
      const std::size_t comma = std::min(value.find(','), value.size());
      const auto agrees = [&](const char* parameter, std::string_view part) {
        const std::string* wanted = context.bindings.value(parameter);
        return wanted == nullptr || *wanted == part;
      };
      verdict.holds = slash < comma && comma < value.size() &&
                      agrees("address", value.substr(0, slash)) &&
                      agrees("prefix", value.substr(slash + 1, comma - slash - 1)) &&
                      agrees("default_route", value.substr(comma + 1));
    }
    if (!verdict.holds)
      verdict.missing.emplace_back(
          "service host, network-settings: host-ip <address>/<prefix>,<default_route>");
    return verdict;
  }
};

// A setting whose default does not show: holds when it shows the value asked for, or does not show
// and the default is it.
class SensorSetting final : public Condition {
 public:
  SensorSetting(std::string key, std::string parameter, std::string default_value)
      : key_(std::move(key)),
        parameter_(std::move(parameter)),
        default_(std::move(default_value)) {}
  Verdict evaluate(const Context& context) const override {
    Verdict verdict;
    const std::string* given = context.bindings.value(parameter_);
    const auto line = sensor_line(context, "web-server", key_);
    std::string_view now = default_;
    if (line) {
      verdict.evidence.push_back(evidence_of(context, *line));
      now = context.running.lines()[*line].text.substr(key_.size() + 1);
    }
    // TLS off is not ready unless it was asked for; any port is a port.
    verdict.holds = given != nullptr ? *given == now : key_ != "enable-tls" || now == default_;
    if (!verdict.holds) {
      verdict.missing.push_back(
          fmt::format("service web-server: {} {}", key_, given ? *given : default_));
    }
    return verdict;
  }

 private:
  std::string key_;
  std::string parameter_;
  std::string default_;
};

// `access-list NETWORK/BITS` lets the manager in; without one asked for, anything goes.
class SensorAccess final : public Condition {
 public:
  Verdict evaluate(const Context& context) const override {
    Verdict verdict;
    const std::string* manager = context.bindings.value("manager");
    verdict.holds = manager == nullptr;
    const auto source = manager == nullptr ? std::nullopt : parse_ipv4(*manager);
    const auto lines = context.running.lines();
    for (std::uint32_t i = 0; source && i < lines.size(); ++i) {
      if (!lines[i].text.starts_with("access-list ")) continue;
      const std::string_view entry = lines[i].text.substr(12);
      const std::size_t slash = std::min(entry.find('/'), entry.size());
      const auto network = parse_ipv4(entry.substr(0, slash));
      const auto bits = parse_decimal(entry.substr(std::min(slash + 1, entry.size())));
      if (!network || !bits || *bits > 32) continue;
      const std::uint32_t mask = *bits == 0 ? 0 : ~std::uint32_t{0} << (32 - *bits);
      if (((network->bits ^ source->bits) & mask) != 0) continue;
      verdict.evidence.push_back(evidence_of(context, i));
      verdict.holds = true;
    }
    if (!verdict.holds)
      verdict.missing.push_back(
          fmt::format("service host, network-settings: access-list {}/32", *manager));
    return verdict;
  }
};

// What no configuration shows (activation keys, licence files): never ready from text alone.
class NotVisible final : public Condition {
 public:
  explicit NotVisible(std::string what) : what_(std::move(what)) {}
  Verdict evaluate(const Context&) const override {
    Verdict verdict;
    verdict.missing.push_back(what_);
    return verdict;
  }

 private:
  std::string what_;
};

}  // namespace

Result<ConditionPtr> make_check(std::string_view name_and_argument) {
  const std::size_t blank = std::min(name_and_argument.find(' '), name_and_argument.size());
  const std::string_view name = name_and_argument.substr(0, blank);
  const std::string argument(trim(name_and_argument.substr(blank)));
  if (name == "vty-accepts" && !argument.empty()) return vty_accepts(argument);
  if (name == "vty-only" && !argument.empty()) return vty_only(argument);
  if (name == "vty-login") return vty_login();
  if (name == "vty-access") return vty_access();
  if (name == "hostname-given") return std::make_shared<HostnameGiven>();
  if (name == "asa-http-clients") return std::make_shared<HttpClients>();
  if (name == "http-access-class") return std::make_shared<HttpAccessClass>();
  if (name == "kron-retrieves") return std::make_shared<KronRetrieves>();
  if (name == "no-hazards") return std::make_shared<NoHazards>();
  if (name == "sensor-address") return std::make_shared<SensorAddress>();
  if (name == "sensor-access") return std::make_shared<SensorAccess>();
  if (name == "sensor-tls") return std::make_shared<SensorSetting>("enable-tls", "tls", "true");
  if (name == "sensor-port") return std::make_shared<SensorSetting>("port", "port", "443");
  if (name == "not-visible" && !argument.empty()) return std::make_shared<NotVisible>(argument);
  if (name == "rsa-key" && parse_decimal(argument)) {
    return rsa_key_at_least(static_cast<int>(*parse_decimal(argument)));
  }
  return failure(
      ErrorCode::kInvalidArgument,
      fmt::format(
          "there is no check \"{}\" (known: asa-http-clients, hostname-given, http-access-class, "
          "kron-retrieves, no-hazards, not-visible TEXT, rsa-key BITS, sensor-access, "
          "sensor-address, sensor-port, sensor-tls, vty-access, vty-accepts "
          "TRANSPORT, vty-login, vty-only TRANSPORT)",
          printable(name_and_argument)));
}

}  // namespace lw::procedure
