#include "net/peer_pins.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/text.h"

namespace lw::net {
namespace {

constexpr std::size_t kLargestFile = 64 << 20;

// Held while the file is read, changed and replaced. The lock is on a file of its own, since
// replacing gives the pin file a new inode.
class FileLock {
 public:
  static Result<FileLock> take(const std::filesystem::path& file) {
    const auto path = file.string() + ".lock";
    const int descriptor = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0) return cannot(path);
    FileLock lock(descriptor);
    while (::flock(descriptor, LOCK_EX) != 0) {
      if (errno != EINTR) return cannot(path);
    }
    return lock;
  }
  FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  static std::unexpected<Error> cannot(const std::string& path) {
    return failure(errno == EACCES ? ErrorCode::kPermissionDenied : ErrorCode::kStoreFailed,
                   fmt::format("cannot lock {}: {}", path, std::generic_category().message(errno)));
  }
  int descriptor_;
};

std::string now() {
  const auto seconds = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char text[32];
  const auto length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return {text, length};
}

}  // namespace

Result<PinOutcome> PeerPins::check(const Endpoint& endpoint, const PeerKey& key) {
  LW_ASSIGN(const auto known, find(endpoint));
  if (known) return compare(endpoint, *known, key);
  LW_ASSIGN(const auto lock, FileLock::take(file_));
  LW_ASSIGN(auto pins, read());
  const auto [pin, added] = pins.try_emplace(to_string(endpoint), Pin{key, now()});
  if (!added) return compare(endpoint, pin->second.key, key);
  LW_TRY(write(pins));
  return PinOutcome::kPinnedNow;
}

Result<PinOutcome> PeerPins::compare(const Endpoint& endpoint, const PeerKey& pinned,
                                     const PeerKey& seen) const {
  if (pinned == seen) return PinOutcome::kMatches;
  return failure(
      ErrorCode::kHostKeyChanged,
      fmt::format("the host key of {} has changed: {} {} is pinned, {} {} was shown",
                  to_string(endpoint), pinned.algorithm, pinned.fingerprint, seen.algorithm,
                  seen.fingerprint),
      fmt::format("compare the new fingerprint at the device's console; if it is right, remove the "
                  "line of {} from {} and connect again",
                  to_string(endpoint), file_.string()));
}

Result<std::optional<PeerKey>> PeerPins::find(const Endpoint& endpoint) {
  LW_ASSIGN(const auto pins, read());
  const auto pin = pins.find(to_string(endpoint));
  if (pin == pins.end()) return std::nullopt;
  return pin->second.key;
}

Result<void> PeerPins::forget(const Endpoint& endpoint) {
  LW_ASSIGN(const auto lock, FileLock::take(file_));
  LW_ASSIGN(auto pins, read());
  if (pins.erase(to_string(endpoint)) == 0) {
    return failure(ErrorCode::kNotFound,
                   fmt::format("no host key is pinned for {}", to_string(endpoint)));
  }
  return write(pins);
}

Result<PeerPins::Pins> PeerPins::read() const {
  const auto text = read_file(file_, kLargestFile);
  if (!text && text.error().code == ErrorCode::kNotFound) return Pins{};
  LW_TRY(text);
  return parse(*text);
}

Result<PeerPins::Pins> PeerPins::parse(std::string_view text) const {
  Pins pins;
  std::size_t number = 0;
  for (const auto line : split_lines(text)) {
    ++number;
    if (trim(line).empty() || line.starts_with('#')) continue;
    const auto words = split_words(line);
    const bool whole = words.size() == 4 && words[2].starts_with("SHA256:");
    const auto refuse = [&](std::string_view why) {
      return failure(ErrorCode::kInvalidArgument,
                     fmt::format("{}: line {}: {}", file_.string(), number, why),
                     "correct or remove that line; nothing was changed");
    };
    if (!whole) return refuse("not 'host:port algorithm SHA256:fingerprint date'");
    const Pin pin{{std::string(words[1]), std::string(words[2])}, std::string(words[3])};
    if (!pins.emplace(words[0], pin).second) return refuse("the endpoint has a line already");
  }
  return pins;
}

Result<void> PeerPins::write(const Pins& pins) const {
  std::string text;
  for (const auto& [endpoint, pin] : pins) {
    text +=
        fmt::format("{} {} {} {}\n", endpoint, pin.key.algorithm, pin.key.fingerprint, pin.date);
  }
  return write_file(file_, text, FileAccess::kOwnerOnly);
}

}  // namespace lw::net
