#include "base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace lw {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool open() const { return fd_ >= 0; }
  // Close now, and say whether the system accepted everything written.
  [[nodiscard]] bool close() { return ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

std::unexpected<Error> system_failure(std::string_view doing, const std::filesystem::path& path) {
  const int number = errno;
  const ErrorCode code = number == ENOENT || number == ENOTDIR ? ErrorCode::kNotFound
                         : number == EACCES || number == EPERM ? ErrorCode::kPermissionDenied
                                                               : ErrorCode::kInvalidArgument;
  return failure(code,
                 fmt::format("cannot {} {}: {}", doing, path.string(), std::strerror(number)));
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit) {
  // O_NONBLOCK: opening a pipe must not wait for its writer.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.open()) return system_failure("read", path);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return system_failure("read", path);
  if (!S_ISREG(status.st_mode)) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("cannot read {}: it is not a regular file", path.string()));
  }
  const auto too_large = [&] {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("cannot read {}: it is larger than {} bytes", path.string(), limit));
  };
  if (std::cmp_greater(status.st_size, limit)) return too_large();

  std::string text;
  text.resize(static_cast<std::size_t>(status.st_size));
  std::size_t filled = 0;
  while (true) {
    if (filled == text.size()) {
      // Grown since fstat, or a file (as in /proc) whose size is not told: look for more.
      if (filled > limit) return too_large();
      char extra = 0;
      const ssize_t more = ::read(file.get(), &extra, 1);
      if (more < 0 && errno == EINTR) continue;
      if (more < 0) return system_failure("read", path);
      if (more == 0) break;
      text.push_back(extra);
      ++filled;
      text.resize(std::min(limit + 1, text.size() * 2 + 4096));
      continue;
    }
    const ssize_t got = ::read(file.get(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_failure("read", path);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  text.resize(filled);
  if (text.size() > limit) return too_large();
  return text;
}

Result<void> check_owner_only(const std::filesystem::path& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) return system_failure("look at", path);
  if (!S_ISREG(status.st_mode)) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("{} is not a regular file", path.string()));
  }
  if ((status.st_mode & 077) == 0) return {};
  return failure(ErrorCode::kPermissionDenied,
                 fmt::format("{} may be read or written by others (mode {:04o})", path.string(),
                             status.st_mode & 07777U),
                 fmt::format("chmod 600 {}", path.string()));
}

Result<void> write_file(const std::filesystem::path& path, std::string_view text,
                        FileAccess access) {
  std::string temporary = path.string() + ".XXXXXX";
  Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.open()) return system_failure("write", path);
  const mode_t mode = access == FileAccess::kOwnerOnly ? 0600 : 0644;
  const bool written = write_all(file.get(), text) && ::fchmod(file.get(), mode) == 0 &&
                       ::fsync(file.get()) == 0 && file.close() &&
                       ::rename(temporary.c_str(), path.c_str()) == 0;
  if (!written) {
    auto error = system_failure("write", path);
    ::unlink(temporary.c_str());
    return error;
  }
  return {};
}

}  // namespace lw
