// Any bytes as a procedure file, and as a configuration to audit and plan against.
#include <cstdint>

#include "procedure/definition.h"
#include "procedure/procedure.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lw;
  static const auto library = procedure::Library::load().value();
  static const auto registry = platform::Registry::load().value();
  const std::string text(reinterpret_cast<const char*>(data), size);
  (void)procedure::read_procedure(text, "x.yaml");
  for (const char* family : {"cisco_ios", "cisco_asa", "cisco_ips"}) {
    const procedure::Target target{registry.find(family).value(), ""};
    const auto dialect = configtext::parse_dialect(target.platform->dialect).value();
    const auto document = configtext::Document::read(text, dialect);
    (void)procedure::hazards(document);
    for (const auto& one : library.all()) {
      (void)procedure::audit(*one, target, {}, document);
      (void)procedure::plan(*one, target, {}, &document);
    }
  }
  return 0;
}
