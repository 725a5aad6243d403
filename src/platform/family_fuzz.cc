// Fuzzes the reading of a platform file: any text gives a family or an error, never a crash.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "platform/family_schema.h"
#include "platform/yaml_node.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto root = lw::platform::read_yaml("fuzz.yaml", text);
  if (!root || !lw::platform::read_header("fuzz.yaml", *root)) return 0;
  (void)lw::platform::read_family("fuzz.yaml", *root, {}).has_value();
  return 0;
}
