// The properties of a device by the names that users meet: in files, in `device show --json` and in
// the differences that an import shows. A hand-written table of constants; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/inventory.h"

namespace lw::exchange {

struct Property {
  enum class Kind { kText, kNumber, kFlag, kList, kPorts };

  std::string_view name;  // "os_version"
  Kind kind;
  // As a file has it; empty: not set. A list is "a, b", ports are "https=8443, ssh=2222".
  std::string (*text)(const store::Device& device);
  // kInvalidArgument when the text is none of the kind; whether the inventory takes the value is
  // said by store/device_rules.h.
  Result<void> (*set)(store::Device& device, std::string_view text);
};

// All but the device's name, in the order in which they are shown.
[[nodiscard]] std::span<const Property> properties();
// Null when there is none of that name.
[[nodiscard]] const Property* find_property(std::string_view name);

// The words of a list: parted by commas, semicolons or blanks.
[[nodiscard]] std::vector<std::string_view> list_words(std::string_view text);

}  // namespace lw::exchange
