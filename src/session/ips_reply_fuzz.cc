// Documents from a sensor: no crash, and commands made of them are lines.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "session/ips_events.h"
#include "session/ips_idconf.h"
#include "session/ips_transaction.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lw::session;
  if (size > 64 * 1024) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)check_ips_reply(text);
  (void)ips_version_text(text);
  (void)sdee_subscription(text);
  (void)sdee_events(text);
  const auto commands = ips_commands(text);
  if (commands && !commands->empty() && commands->back() != '\n') std::abort();
  return 0;
}
