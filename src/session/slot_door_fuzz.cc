// A supervisor's terminal into the way to a module and out of it: no crash, nothing lost or added
// before the supervisor speaks again, and the same end however the bytes are cut.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "session/slot_door.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lw;
  if (size < 1 || size > 64 * 1024) return 0;
  static const auto registry = platform::Registry::load().value();
  const bool catos = data[0] % 2 == 1;
  const auto supervisor = registry.find(catos ? "cisco_catos" : "cisco_ios").value();
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);

  session::SlotEntry whole(supervisor, "R1#");
  session::SlotEntry cut(supervisor, "R1#");
  const std::size_t taken = whole.feed(bytes);
  std::size_t one_by_one = 0;
  for (std::size_t i = 0; i < size; ++i) one_by_one += cut.feed(bytes.substr(i, 1));
  if (taken != one_by_one || whole.opened() != cut.opened()) std::abort();
  if (whole.back_at_prompt() != cut.back_at_prompt()) std::abort();
  (void)whole.refusal();

  session::SlotExit at_once(supervisor, "R1#");
  session::SlotExit in_pieces(supervisor, "R1#");
  std::string out;
  std::string pieces;
  at_once.feed(bytes, out);
  for (std::size_t i = 0; i < size; ++i) in_pieces.feed(bytes.substr(i, 1), pieces);
  if (out != pieces || at_once.ended() != in_pieces.ended()) std::abort();
  if (!bytes.starts_with(out)) std::abort();
  return 0;
}
