#include "cli/local_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/file.h"

namespace lw::cli {

Result<std::string> read_input(const std::string& path, std::size_t limit) {
  if (path != "-") return read_file(path, limit);
  std::string text;
  std::array<char, 65536> buffer;
  while (true) {
    const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      return failure(ErrorCode::kInvalidArgument,
                     fmt::format("cannot read standard input: {}", std::strerror(errno)));
    }
    if (count == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
    if (text.size() > limit) {
      return failure(ErrorCode::kInvalidArgument,
                     fmt::format("standard input has more than {} bytes", limit));
    }
  }
}

Result<void> check_new_file(const std::filesystem::path& path, Overwrite overwrite) {
  std::error_code unknown;  // writing will say what is wrong
  if (overwrite == Overwrite::kYes || !std::filesystem::exists(path, unknown)) return {};
  return failure(ErrorCode::kAlreadyExists, fmt::format("there is a {} already", path.string()),
                 "give another name, or --force to replace it");
}

Result<void> write_new_file(const std::filesystem::path& path, std::string_view bytes,
                            Overwrite overwrite) {
  LW_TRY(check_new_file(path, overwrite));
  return write_file(path, bytes, FileAccess::kOwnerOnly);
}

}  // namespace lw::cli
