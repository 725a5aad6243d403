// Fuzzes what is found in answers of devices: whatever they send, facts and children are bounded.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "platform/discovery.h"
#include "platform/platform.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lw::platform;
  static const auto registry = Registry::load().value();
  const std::string_view answer(reinterpret_cast<const char*>(data), size);
  for (const auto& platform : registry.all()) {
    for (const Question& question : platform->discovery) {
      Facts facts;
      take_facts(question, answer, facts);
      for (const auto& [fact, value] : facts) {
        // What is not printable takes four bytes for one.
        if (value.size() > kMostValues * (4 * kLongestValue + 2)) std::abort();
      }
      if (children_in(question, answer).size() > kMostChildren) std::abort();
    }
  }
  return 0;
}
