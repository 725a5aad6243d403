// Ctrl-C as a request to stop at the next safe point. A second one ends the program at once.
#pragma once

#include <stop_token>

namespace lw::cli {

// Takes over SIGINT and SIGTERM for the rest of the process. Call once, before any other thread
// starts.
[[nodiscard]] std::stop_token stop_on_interrupt();

}  // namespace lw::cli
