// Whole files in and out, bounded and atomic. Blocking; any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lw {

// The whole file. Refuses (kInvalidArgument) a folder, a device or a pipe, and a file over `limit`
// bytes without reading it; kNotFound and kPermissionDenied say which path.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit);

// For keys: kPermissionDenied, with the command that mends it, when anybody but the owner may read
// or write the file; kNotFound when there is none, kInvalidArgument for what is no regular file.
[[nodiscard]] Result<void> check_owner_only(const std::filesystem::path& path);

enum class FileAccess { kOwnerOnly, kEverybodyReads };

// Replaces the file in one step (temporary file in the same folder, fsync, rename): a reader, or a
// crash, sees the old text or the new one.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, std::string_view text,
                                      FileAccess access);

}  // namespace lw
