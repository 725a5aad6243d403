// Multi-line texts inside a configuration that are no commands: banners, macros, certificates and
// keys. Pure; each function looks at one line.
#pragma once

#include <optional>
#include <string_view>

#include "configtext/document.h"

namespace lw::configtext {

// The text after the keywords of a command that is followed by delimited text (`banner motd ^C…`,
// `set banner motd ^C…`, `aaa authentication banner …`), starting with the delimiter.
[[nodiscard]] std::optional<std::string_view> delimited_text(std::string_view command,
                                                             Dialect dialect);

// `macro name X`: text up to a line that is `@`.
[[nodiscard]] bool opens_macro(std::string_view command, Dialect dialect);

// `certificate self-signed 01`, `key-string`: hexadecimal or base64 text up to `quit`.
[[nodiscard]] bool opens_key_text(std::string_view command, Dialect dialect);

// Whether a line can be part of such text (hexadecimal groups, or one base64 word).
[[nodiscard]] bool is_key_text(std::string_view line);

// What a capture holds besides the configuration: a prompt, alone or with the command that was
// typed at it, and the headings that `show running-config` prints. Judges lines at the left margin
// only.
[[nodiscard]] bool is_noise(std::string_view line, Dialect dialect);

}  // namespace lw::configtext
