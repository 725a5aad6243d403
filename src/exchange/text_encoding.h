// The text of a file as UTF-8, whatever it was written in: UTF-8 with or without its mark, UTF-16
// with one, anything else by name. Bytes that are no UTF-8 are left for the reader of rows to find,
// so that one bad row costs no other. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lw::exchange {

// `encoding` is a name that iconv knows ("latin1"); empty: told by the mark at the start, else
// UTF-8. kInvalidArgument for an encoding of that name that does not exist, for bytes that it does
// not have, and for what is no text.
[[nodiscard]] Result<std::string> decode(std::string bytes, std::string_view encoding);

// kInvalidArgument naming the first byte of `text` that is no UTF-8, and --encoding as the way out.
[[nodiscard]] Result<void> check_utf8(std::string_view text);

}  // namespace lw::exchange
