// Fuzzes what meets text of unknown origin: recognition, judging and redaction.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "platform/platform.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const lw::platform::Registry registry = *lw::platform::Registry::load();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto told = registry.recognise_config(text);
  if (told && told->line == 0) std::abort();
  (void)registry.recognise_version(text).has_value();
  for (const auto& platform : registry.all()) {
    (void)platform->judge(text);
    (void)platform->redact(text).size();
  }
  return 0;
}
