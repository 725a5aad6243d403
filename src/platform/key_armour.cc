#include "platform/key_armour.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace lw::platform {
namespace {

bool begins_key(std::string_view line) {
  const std::size_t begin = line.find("BEGIN ");
  if (begin == std::string_view::npos) return false;
  const std::string_view dashes = line.substr(0, begin);
  if (!dashes.ends_with("-----") && !dashes.ends_with("---- ")) return false;
  const std::string_view label = line.substr(begin);
  return label.find("PRIVATE KEY") != std::string_view::npos ||
         label.find("PKCS12") != std::string_view::npos;
}

// Base64, or a field in front of it: "Proc-Type: 4,ENCRYPTED".
bool may_be_inside(std::string_view line) {
  const std::size_t colon = line.find(": ");
  const std::string_view field = line.substr(0, colon == std::string_view::npos ? 0 : colon);
  const auto is_name = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-'; };
  if (!field.empty() && std::ranges::all_of(field, is_name)) return true;
  return std::ranges::all_of(line, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '+' || c == '/' || c == '=';
  });
}

}  // namespace

bool KeyArmour::hides(std::string_view line) {
  line = trim(line);
  if (begins_key(line)) {
    inside_ = true;
    return false;
  }
  inside_ = inside_ && may_be_inside(line);
  return inside_ && !line.empty();
}

}  // namespace lw::platform
