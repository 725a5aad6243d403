// A reply to a set of commands: no crash, no more replies than commands, and no output that is not
// in the reply.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "session/commandset.h"
#include "session/screen.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lw::session;
  if (size > 64 * 1024) return 0;
  const std::string text = screen_text(std::string_view(reinterpret_cast<const char*>(data), size));
  const std::vector<std::string> commands{"show version", "show clock", "hostname R1"};
  for (std::size_t count = 0; count <= commands.size(); ++count) {
    const auto replies = read_commandset(text, std::span(commands).first(count));
    if (!replies || !*replies) continue;
    if ((*replies)->size() > count) std::abort();
    for (const CommandReply& reply : **replies) {
      if (text.find(reply.output) == std::string::npos) std::abort();
    }
  }
  return 0;
}
