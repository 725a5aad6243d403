#include "exchange/device_words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace lw::exchange {
namespace {

constexpr std::size_t kLongestName = 63;     // store/device_rules.h
constexpr std::size_t kLongestNotes = 4096;  // the same

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_letter(c) || is_digit(c); }

using Meaning = std::pair<std::string_view, std::string_view>;
constexpr auto kMeanings = std::to_array<Meaning>({
    {"ios", "cisco_ios"},
    {"iosxe", "cisco_xe"},
    {"xe", "cisco_xe"},
    {"asa", "cisco_asa"},
    {"adaptivesecurityappliance", "cisco_asa"},
    {"pix", "cisco_pix"},
    {"pixfirewall", "cisco_pix"},
    {"fwsm", "cisco_fwsm"},
    {"ips", "cisco_ips"},
    {"ids", "cisco_ips"},
    {"catos", "cisco_catos"},
    {"catalystos", "cisco_catos"},
    {"frr", "frr"},
    {"frrouting", "frr"},
});

// The last number of 1.3.6.1.4.1.9.1.N. Source: CISCO-PRODUCTS-MIB as public projects carry it
// (verified there: 417, 450, 451, 669 to 673, 745); the other PIX from the same table [inferred].
constexpr auto kObjectIds = std::to_array<Meaning>({
    {"389", "cisco_pix"},
    {"390", "cisco_pix"},
    {"391", "cisco_pix"},
    {"417", "cisco_pix"},
    {"450", "cisco_pix"},
    {"451", "cisco_pix"},
    {"669", "cisco_asa"},
    {"670", "cisco_asa"},
    {"671", "cisco_asa"},
    {"672", "cisco_asa"},
    {"673", "cisco_asa"},
    {"745", "cisco_asa"},
    {"773", "cisco_asa"},
    {"774", "cisco_asa"},
});

template <std::size_t N>
std::optional<std::string_view> look_up(const std::array<Meaning, N>& table, std::string_view key) {
  const auto found = std::ranges::find(table, key, &Meaning::first);
  if (found == table.end()) return std::nullopt;
  return found->second;
}

}  // namespace

std::string valid_name(std::string_view text) {
  std::string name;
  for (const char c : trim(text)) {
    if (name.size() == kLongestName) break;
    if (is_alphanumeric(c)) {
      name += c;
    } else if (name.empty()) {
      continue;
    } else if (c == '.' || c == '-') {
      name += c;
    } else if (name.back() != '_') {
      name += '_';
    }
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name;
}

std::optional<std::string_view> platform_meant(std::string_view words) {
  // "cisco.ios.ios", as Ansible names collections.
  if (words.find(' ') == std::string_view::npos) {
    if (const auto dot = words.rfind('.');
        dot != std::string_view::npos && dot + 1 < words.size() && is_letter(words[dot + 1])) {
      words.remove_prefix(dot + 1);
    }
  }
  std::string key;
  for (const std::string_view word : split_words(words)) {
    if (!key.empty() && is_digit(word.front())) break;  // a version: "Cisco IOS 15.2"
    for (const char c : to_lower(word)) {
      if (is_alphanumeric(c)) key += c;
    }
  }
  constexpr std::string_view kVendor = "cisco";
  if (key.size() > kVendor.size() && key.starts_with(kVendor)) key.erase(0, kVendor.size());
  for (const std::string_view ending : {"software", "system"}) {
    if (key.ends_with(ending)) key.resize(key.size() - ending.size());
  }
  return look_up(kMeanings, key);
}

std::optional<std::string_view> platform_of_object_id(std::string_view object_id) {
  if (object_id.starts_with('.')) object_id.remove_prefix(1);
  constexpr std::string_view kCiscoProducts = "1.3.6.1.4.1.9.1.";
  if (!object_id.starts_with(kCiscoProducts)) return std::nullopt;
  return look_up(kObjectIds, object_id.substr(kCiscoProducts.size()));
}

std::string_view without_mask(std::string_view address) {
  return trim(address.substr(0, address.find('/')));
}

std::string note_text(std::string_view text) {
  std::string note;
  for (const char c : trim(text)) {
    if (c == '\r') continue;
    note += (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F ? ' ' : c;
  }
  if (note.size() > kLongestNotes) {
    constexpr std::string_view kCut = "…";
    note.resize(kLongestNotes - kCut.size());
    note.resize(valid_utf8_length(note));
    note += kCut;
  }
  return note;
}

}  // namespace lw::exchange
