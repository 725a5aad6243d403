// Any bytes as a platform file, and as text to recognise and redact.
#include <cstdint>

#include "platform/platform.h"
#include "platform/schema.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lw::platform;
  static const Registry registry = Registry::load().value();
  const std::string text(reinterpret_cast<const char*>(data), size);
  (void)read_heading(text, "x.yaml");
  (void)read_platform(text, "x.yaml", nullptr);
  (void)registry.recognise_config(text);
  (void)registry.recognise_version(text);
  (void)redact(*registry.find("cisco_ios").value(), text);
  return 0;
}
