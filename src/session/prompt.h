// The prompt of one device: read from a line, learned once, then told from text that only looks
// like it. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/platform.h"

namespace lw::session {

struct Prompt {
  platform::Mode mode = platform::Mode::kUser;
  std::string host;
  std::string text;  // the whole line, with a trailing blank where the device prints one
};

// The prompt that `line` is for this family, whoever's it may be.
[[nodiscard]] std::optional<Prompt> read_prompt(const platform::Platform& platform,
                                                std::string_view line);

// Whether a prompt can be that of the device called `host`: the same name, in configuration modes
// the beginning of a long one (IOS cuts it, verified), or the same unit of a failover pair in
// another role.
[[nodiscard]] bool belongs_to(const platform::Platform& platform, const Prompt& prompt,
                              std::string_view host);

// Whether a command may change the name in the prompt on purpose.
[[nodiscard]] bool may_rename(std::string_view command);

}  // namespace lw::session
