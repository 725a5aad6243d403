// Bytes made small and back (zstd, with its checksum). Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lw::archive {

[[nodiscard]] std::string compress(std::string_view bytes, int level);
// kStoreFailed when the bytes are not of compress(), were changed, or would become more than
// `limit`: nothing of that size is allocated.
[[nodiscard]] Result<std::string> decompress(std::string_view bytes, std::size_t limit);

}  // namespace lw::archive
