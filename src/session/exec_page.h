// The pages by which IOS' first web interface shows what a command prints: GET
// /level/15/exec/-/show/version/CR. Made for people, so the text must be taken out of the page.
// Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lw::session {

// Words become parts of the path; CR at its end is "press Return" (verified).
[[nodiscard]] std::string exec_page_target(std::string_view command);
// The same for configuration lines outside all sections (inferred).
[[nodiscard]] std::string configure_page_target(std::string_view command);

struct ExecPage {
  std::string hostname;  // from the page's title (verified); empty when there is none
  std::string text;      // lines ended by \n
};

// Text between <DL> and </DL>, or else from the form on (both verified). kUnsupported: another kind
// of page; kConnectionLost: its end is missing.
[[nodiscard]] Result<ExecPage> read_exec_page(std::string_view body);

}  // namespace lw::session
