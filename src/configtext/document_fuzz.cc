// Any bytes, in every dialect: what comes out is the same bytes, and a well-formed tree.
#include <cstdint>
#include <cstdlib>

#include "configtext/document.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lw::configtext;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  for (const Dialect dialect : {Dialect::kIos, Dialect::kAsa, Dialect::kCatos, Dialect::kIps}) {
    const Document document = Document::read(bytes, dialect);
    require(document.to_bytes() == bytes);
    const auto lines = document.lines();
    for (std::uint32_t i = 0; i < lines.size(); ++i) {
      require(lines[i].number == i + 1);
      require(lines[i].section_end > i && lines[i].section_end <= lines.size());
      require(lines[i].parent == kNoParent || lines[i].parent < i);
      if (lines[i].parent != kNoParent)
        require(lines[i].section_end <= lines[lines[i].parent].section_end);
      for (const std::uint32_t child : document.children(i)) require(lines[child].parent == i);
    }
  }
  return 0;
}
