#include "exchange/properties.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <limits>

#include "base/text.h"

namespace lw::exchange {
namespace {

using Device = store::Device;

std::unexpected<Error> wrong(std::string_view value, std::string_view rule) {
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("\"{}\" is refused: it must be {}", printable(value, 80), rule));
}

template <std::string Device::* Member>
constexpr Property text(std::string_view name) {
  return {name, Property::Kind::kText, [](const Device& device) { return device.*Member; },
          [](Device& device, std::string_view value) -> Result<void> {
            device.*Member = value;
            return {};
          }};
}

template <std::uint32_t Device::* Member>
constexpr Property number(std::string_view name) {
  return {name, Property::Kind::kNumber,
          [](const Device& device) {
            return device.*Member == 0 ? std::string() : std::to_string(device.*Member);
          },
          [](Device& device, std::string_view value) -> Result<void> {
            const auto parsed = parse_decimal(value);
            if (!parsed || *parsed > std::numeric_limits<std::uint32_t>::max()) {
              return wrong(value, "a number");
            }
            device.*Member = static_cast<std::uint32_t>(*parsed);
            return {};
          }};
}

template <bool Device::* Member>
constexpr Property flag(std::string_view name) {
  return {name, Property::Kind::kFlag,
          [](const Device& device) { return std::string(device.*Member ? "true" : ""); },
          [](Device& device, std::string_view value) -> Result<void> {
            constexpr std::array<std::string_view, 3> kYes = {"true", "yes", "1"};
            constexpr std::array<std::string_view, 3> kNo = {"false", "no", "0"};
            const std::string word = to_lower(value);
            const bool yes = std::ranges::find(kYes, word) != kYes.end();
            if (!yes && std::ranges::find(kNo, word) == kNo.end()) {
              return wrong(value, "true or false");
            }
            device.*Member = yes;
            return {};
          }};
}

template <std::set<std::string> Device::* Member>
constexpr Property list(std::string_view name) {
  return {name, Property::Kind::kList,
          [](const Device& device) { return fmt::format("{}", fmt::join(device.*Member, ", ")); },
          [](Device& device, std::string_view value) -> Result<void> {
            (device.*Member).clear();
            for (const std::string_view word : list_words(value)) (device.*Member).emplace(word);
            return {};
          }};
}

std::string ports_text(const Device& device) {
  std::string text;
  for (const auto& [transport, port] : device.ports) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", transport, port);
  }
  return text;
}

Result<void> set_ports(Device& device, std::string_view value) {
  device.ports.clear();
  for (const std::string_view word : list_words(value)) {
    const auto equals = word.find('=');
    const auto port =
        equals == std::string_view::npos ? std::nullopt : parse_decimal(word.substr(equals + 1));
    if (!port || *port < 1 || *port > 65535) {
      return wrong(word, "a transport and its port, such as ssh=2222");
    }
    device.ports[std::string(word.substr(0, equals))] = static_cast<std::uint16_t>(*port);
  }
  return {};
}

constexpr std::array kProperties = {
    text<&Device::platform>("platform"),
    text<&Device::os_version>("os_version"),
    text<&Device::target_version>("target_version"),
    text<&Device::image>("image"),
    text<&Device::address>("address"),
    flag<&Device::dynamic_address>("dynamic_address"),
    text<&Device::host_name>("host_name"),
    text<&Device::domain_name>("domain_name"),
    text<&Device::display_name>("display_name"),
    text<&Device::transport>("transport"),
    Property{"ports", Property::Kind::kPorts, ports_text, set_ports},
    text<&Device::console>("console"),
    text<&Device::crypto>("crypto"),
    flag<&Device::allow_ssh1>("allow_ssh1"),
    text<&Device::jump>("jump"),
    text<&Device::chassis>("chassis"),
    number<&Device::slot>("slot"),
    text<&Device::context_mode>("context_mode"),
    text<&Device::firewall_mode>("firewall_mode"),
    text<&Device::context_of>("context_of"),
    text<&Device::context>("context"),
    text<&Device::staging_server>("staging_server"),
    text<&Device::identity_form>("identity_form"),
    text<&Device::identity>("identity"),
    text<&Device::cns_config_id>("cns_config_id"),
    text<&Device::cns_event_id>("cns_event_id"),
    text<&Device::cns_image_id>("cns_image_id"),
    text<&Device::supports_failover>("supports_failover"),
    text<&Device::supports_failover_from>("supports_failover_from"),
    text<&Device::credential_set>("credential_set"),
    text<&Device::site>("site"),
    text<&Device::aaa>("aaa"),
    text<&Device::token_server>("token_server"),
    number<&Device::sessions>("sessions"),
    list<&Device::groups>("groups"),
    list<&Device::tags>("tags"),
    text<&Device::notes>("notes"),
};

}  // namespace

std::span<const Property> properties() { return kProperties; }

const Property* find_property(std::string_view name) {
  const auto found = std::ranges::find(kProperties, name, &Property::name);
  return found == kProperties.end() ? nullptr : &*found;
}

std::vector<std::string_view> list_words(std::string_view text) {
  constexpr std::string_view kBetween = " \t\r\n,;";
  std::vector<std::string_view> words;
  for (std::size_t at = 0; (at = text.find_first_not_of(kBetween, at)) != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kBetween, at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

}  // namespace lw::exchange
