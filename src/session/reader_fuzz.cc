// Bytes from a device into the pure core, in pieces: no crash, no lost bound, and the same end
// whether they come one by one or at once.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "platform/platform.h"
#include "session/output.h"
#include "session/reader.h"

namespace {

constexpr std::size_t kLimit = 64 * 1024;

std::shared_ptr<const lw::platform::Platform> choose(std::uint8_t byte) {
  static const auto all = lw::platform::Registry::load()->all();
  return all[byte % all.size()];
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lw::session;
  if (size < 3 || size > kLimit) return 0;
  const auto platform = choose(data[0]);
  const auto phase = static_cast<Phase>(data[1] % 4);
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  Reader whole(platform, kLimit);
  Reader pieces(platform, kLimit);
  for (Reader* reader : {&whole, &pieces}) {
    reader->learn("R1");
    reader->begin(phase, "show run", "R1#");
  }
  whole.feed(bytes);
  for (std::size_t i = 0; i < size; ++i) {
    pieces.feed(bytes.substr(i, 1));
    if (i % 64 == 0) (void)pieces.look();
  }
  whole.rest();
  pieces.rest();
  if (whole.screen().text() != pieces.screen().text()) std::abort();
  if (whole.screen().line() != pieces.screen().line()) std::abort();
  const Sight sight = whole.look();
  if (sight.seen != pieces.look().seen) std::abort();
  if (sight.seen == Seen::kPager) whole.pager_answered(sight);
  whole.answered("yes");
  whole.feed(bytes);
  if (whole.screen().text().size() > kLimit + size) std::abort();
  (void)make_output(*platform, {"show run", "R1#", whole.width(), "R1#"}, whole.screen().text());
  return 0;
}
