// What a device says of its failover pair: no crash, and an address only where it shows.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "session/failover.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lw;
  if (size > 64 * 1024) return 0;
  static const auto asa = platform::Registry::load()->find("cisco_asa").value();
  session::Output answer;
  answer.text.assign(reinterpret_cast<const char*>(data), size);
  const session::UnitState state = session::read_unit_state(asa->pair, answer);
  if (answer.text.find(state.other) == std::string::npos) std::abort();
  (void)session::unit_stands_by(state);
  (void)session::is_standby_refusal(asa->pair, answer);
  (void)asa->pair.role_in(answer.text);
  if (asa->pair.without_role(answer.text).size() > size) std::abort();
  return 0;
}
