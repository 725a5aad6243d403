// Any bytes are refused or are a segment whose versions can all be read, and which is the same when
// it is written and read again. The bytes are taken as a segment and as what is compressed in one.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "archive/compression.h"
#include "archive/segment.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void read(std::string_view bytes) {
  using lw::archive::Segment;
  const auto segment = Segment::decode(bytes);
  if (!segment) return;
  const std::size_t last = segment->versions().size() - 1;
  const std::string text = segment->text(last);
  require(segment->lifetimes().size() == segment->line_count());
  const auto again = Segment::decode(segment->encode(1));
  require(again.has_value() && again->text(last) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read(bytes);
  read("LWS\x01" + lw::archive::compress(bytes, 1));
  return 0;
}
