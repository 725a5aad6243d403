// "show auto-update": what the firewall says of the server that it fetches from. The form is
// recalled [R+] (facts 1.6 of Auto Update); without a server, and that nothing was ever fetched,
// inferred. The lab's firewalls do not poll.
#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "base/text.h"
#include "lab/asa_session.h"

namespace lw::lab {
namespace {

// The user and the password of an address are stars.
std::string masked(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t at = url.find('@');
  if (scheme == std::string_view::npos || at == std::string_view::npos) return std::string(url);
  return fmt::format("{}://********{}", url.substr(0, scheme), url.substr(at));
}

}  // namespace

void AsaSession::show_auto_update(const Match&) {
  const AsaConfig& config = this->config();
  bool any = false;
  bool verifies = false;
  for (const ConfigSection& section : config.store().sections()) {
    if (!begins_with_words(section.text, "auto-update server")) continue;
    const auto words = split_words(section.text);
    if (words.size() < 3) continue;
    any = true;
    verifies |= words.back() == "verify-certificate";
    print(fmt::format("Server: {}\n", masked(words[2])));
  }
  if (!any) print("Server: none\n");
  if (any) print(fmt::format("Certificate will {}be verified\n", verifies ? "" : "not "));
  const std::string kept = config.value("auto-update poll-period");
  const auto part = [&](std::size_t i, long usual) {
    const auto words = split_words(kept);
    return i < words.size() ? parse_decimal(words[i]).value_or(usual) : usual;
  };
  const long period = part(0, 720);
  print(fmt::format("Poll period: {} minutes, retry count: {}, retry period: {} minutes\n", period,
                    part(1, 0), part(2, 5)));
  const std::string timeout = config.value("auto-update timeout");
  print(timeout.empty() ? std::string("Timeout: none\n")
                        : fmt::format("Timeout: {} minutes\n", timeout));

  const std::string id = config.value("auto-update device-id");
  const auto words = split_words(id);
  const std::string_view kind = words.empty() ? "hostname" : words[0];
  const std::string_view interface = words.size() > 1 ? words[1] : "inside";
  print("Device ID: ");
  if (kind == "hardware-serial") {
    print(fmt::format("hardware serial number [{}]\n", device_.serial()));
  } else if (kind == "ipaddress" || kind == "mac-address") {
    print(fmt::format("{} [{}]\n", kind == "ipaddress" ? "IP address" : "MAC address", interface));
  } else if (kind == "string") {
    print(fmt::format("string [{}]\n", words.size() > 1 ? words[1] : ""));
  } else {
    print(fmt::format("host name [{}]\n", config.hostname()));
  }
  if (!any) return;
  const auto up = std::chrono::duration<double, std::ratio<60>>(device_.now() - device_.booted());
  const double rounds = std::floor(up.count() / static_cast<double>(period)) + 1;
  print(fmt::format("Next poll in {:.2f} minutes\nLast poll: none\n",
                    rounds * static_cast<double>(period) - up.count()));
}

}  // namespace lw::lab
