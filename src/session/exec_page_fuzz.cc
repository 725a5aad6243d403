// A page with a command's output: no crash, and the text is never longer than the page.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "session/exec_page.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 64 * 1024) return 0;
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto page = lw::session::read_exec_page(body);
  if (page && page->text.size() + page->hostname.size() > size) std::abort();
  return 0;
}
