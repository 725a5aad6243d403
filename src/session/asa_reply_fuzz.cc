// Text of a web interface into the splitter: no crash, and the parts and the sentinel's copies are
// the whole text again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "session/asa_reply.h"
#include "session/screen.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lw::session;
  if (size > 64 * 1024) return 0;
  const std::string text = screen_text(std::string_view(reinterpret_cast<const char*>(data), size));
  (void)strip_config_end(text);
  for (std::size_t parts = 0; parts < 5; ++parts) {
    const auto reply = split_reply(text, parts);
    if (!reply) continue;
    if (reply->parts.size() != parts) std::abort();
    std::string again(reply->sentinel);
    for (const auto part : reply->parts) again += std::string(part) + std::string(reply->sentinel);
    if (again != lw::trim(text)) std::abort();
  }
  return 0;
}
