#include "net/pin_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "net/pin_line.h"

namespace lw::net {
namespace {

constexpr std::size_t kLargestFile = 64 << 20;

std::unexpected<Error> cannot(std::string_view what, const std::filesystem::path& path) {
  const int number = errno;
  return failure(number == EACCES ? ErrorCode::kPermissionDenied : ErrorCode::kStoreFailed,
                 fmt::format("cannot {} {}: {}", what, path.string(),
                             std::generic_category().message(number)));
}

bool same_time(const timespec& one, const timespec& other) {
  return one.tv_sec == other.tv_sec && one.tv_nsec == other.tv_nsec;
}

}  // namespace

PinFile::Lock::Lock(Lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

PinFile::Lock::~Lock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<PinFile::Lock> PinFile::lock() const {
  const auto path = path_.string() + ".lock";
  Lock lock(::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
  if (lock.descriptor_ < 0) return cannot("lock", path);
  while (::flock(lock.descriptor_, LOCK_EX) != 0) {
    if (errno != EINTR) return cannot("lock", path);
  }
  return lock;
}

bool PinFile::Stamp::operator==(const Stamp& other) const {
  return device == other.device && inode == other.inode && size == other.size &&
         same_time(modified, other.modified) && same_time(changed, other.changed);
}

PinFile::Stamp PinFile::stamp() const {
  struct stat status{};
  if (::stat(path_.c_str(), &status) != 0) return {};
  return {status.st_dev, status.st_ino, status.st_size, status.st_mtim, status.st_ctim};
}

Result<void> PinFile::refresh() {
  if (stamp() == seen_) return {};
  LW_ASSIGN(const auto held, lock());
  return refresh(held);
}

Result<void> PinFile::refresh(const Lock&) {
  const auto now = stamp();
  if (now == seen_) return {};
  auto text = read_file(path_, kLargestFile);
  if (!text && text.error().code == ErrorCode::kNotFound) text = "";
  LW_TRY(text);
  const bool grown = text->starts_with(text_) && (text_.empty() || text_.ends_with('\n'));
  if (!grown) pins_.clear();
  seen_ = {};
  const auto parsed = parse(*text, grown ? text_.size() : 0);
  if (!parsed) {
    pins_.clear();
    text_.clear();
    return parsed;
  }
  text_ = *std::move(text);
  seen_ = now;
  return {};
}

Result<void> PinFile::parse(std::string_view text, std::size_t from) {
  auto number = static_cast<std::size_t>(std::ranges::count(text.substr(0, from), '\n'));
  for (const auto line : split_lines(text.substr(from))) {
    ++number;
    if (is_comment(line)) continue;
    const auto refuse = [&](std::string_view why) {
      return failure(ErrorCode::kInvalidArgument,
                     fmt::format("{}: line {}: {}", path_.string(), number, why),
                     "correct or remove that line; nothing was changed");
    };
    auto pin = parse_pin_line(line);
    if (!pin) return refuse(pin.error().message);
    auto& endpoint = pin->endpoints.front();
    const PeerPin entry{endpoint, std::move(pin->key), std::move(pin->date)};
    if (!pins_.emplace(endpoint, entry).second) return refuse("the endpoint has a line already");
  }
  return {};
}

// Not synced to the disk: what a power cut takes away is learned again with the next connection.
Result<void> PinFile::append(const Lock&, const std::vector<PeerPin>& pins) {
  std::string lines;
  if (!text_.empty() && !text_.ends_with('\n')) lines = "\n";
  for (const auto& pin : pins) lines += format_pin_line(pin);
  const int file = ::open(path_.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return cannot("write", path_);
  std::string_view rest = lines;
  while (!rest.empty()) {
    const auto count = ::write(file, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  if (!rest.empty()) {
    auto error = cannot("write", path_);
    // Nobody else writes under the lock: takes back the part of a line.
    if (::ftruncate(file, static_cast<off_t>(text_.size())) != 0) seen_ = {};
    ::close(file);
    return error;
  }
  ::close(file);
  for (const auto& pin : pins) pins_.emplace(pin.endpoint, pin);
  text_ += lines;
  seen_ = stamp();
  return {};
}

Result<void> PinFile::remove(const Lock& held, std::string_view endpoint) {
  std::string kept;
  for (std::string_view rest = text_; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size() - 1) + 1;
    const auto line = rest.substr(0, end);
    const auto words = split_words(line);
    if (is_comment(line) || words.front() != endpoint) kept += line;
    rest.remove_prefix(end);
  }
  LW_TRY(write_file(path_, kept, FileAccess::kOwnerOnly));
  return refresh(held);
}

}  // namespace lw::net
