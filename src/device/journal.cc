#include "device/journal.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>

#include "base/text.h"

namespace lw::device {
namespace {

std::string_view name(JournalEvent event) {
  switch (event) {
    case JournalEvent::kStarted:
      return "started";
    case JournalEvent::kSent:
      return "sent";
    case JournalEvent::kAcknowledged:
      return "acknowledged";
    case JournalEvent::kRejected:
      return "rejected";
    case JournalEvent::kProved:
      return "proved";
    case JournalEvent::kArmed:
      return "armed";
    case JournalEvent::kDisarmed:
      return "disarmed";
    case JournalEvent::kFinished:
      return "finished";
    case JournalEvent::kFailed:
      return "failed";
  }
  return "";
}

nlohmann::ordered_json entry_of(std::string_view device, std::string_view event) {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  return {{"time", fmt::format("{:%Y-%m-%dT%H:%M}:{:%S}Z", now, now.time_since_epoch())},
          {"device", to_utf8(device)},
          {"event", event}};
}

}  // namespace

struct Journal::State {
  State(std::filesystem::path file, int descriptor) : path(std::move(file)), fd(descriptor) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { ::close(fd); }

  [[nodiscard]] Result<void> write(const nlohmann::ordered_json& entry);
  // The two below with the mutex held.
  [[nodiscard]] Result<void> read_armed();
  void follow(const std::string& device, std::string_view event);

  std::mutex mutex;
  const std::filesystem::path path;
  int fd;
  std::optional<std::set<std::string>> armed;  // devices, once it was asked for
};

Journal::Journal(std::unique_ptr<State> state) : state_(std::move(state)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

Result<Journal> Journal::open(const std::filesystem::path& folder) {
  auto path = folder / "journal.jsonl";
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) {
    return failure(ErrorCode::kStoreFailed, fmt::format("cannot open the journal {}: {}",
                                                        path.string(), std::strerror(errno)));
  }
  return Journal(std::make_unique<State>(path, fd));
}

Result<void> Journal::record(std::string_view device, JournalEvent event, std::string_view detail) {
  auto entry = entry_of(device, name(event));
  entry["detail"] = to_utf8(detail);
  return state_->write(entry);
}

Result<bool> Journal::left_armed(std::string_view device) const {
  const std::lock_guard lock(state_->mutex);
  if (!state_->armed) LW_TRY(state_->read_armed());
  return state_->armed->contains(to_utf8(device));
}

Result<void> Journal::State::read_armed() {
  std::ifstream file(path);
  if (!file) {
    return failure(ErrorCode::kStoreFailed,
                   fmt::format("cannot read the journal {}", path.string()));
  }
  armed.emplace();
  for (std::string line; std::getline(file, line);) {
    // Most lines are about something else, and are not read further.
    if (line.find(name(JournalEvent::kArmed)) == std::string::npos) continue;
    const auto entry = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!entry.is_object()) continue;
    const auto device = entry.find("device");
    const auto event = entry.find("event");
    if (device == entry.end() || event == entry.end()) continue;
    if (device->is_string() && event->is_string()) {
      follow(device->get<std::string>(), event->get<std::string>());
    }
  }
  return {};
}

void Journal::State::follow(const std::string& device, std::string_view event) {
  if (!armed) return;
  if (event == name(JournalEvent::kArmed)) armed->insert(device);
  if (event == name(JournalEvent::kDisarmed)) armed->erase(device);
}

Result<void> Journal::record_old_cryptography(std::string_view device, std::string_view protocol,
                                              std::string_view profile) {
  auto entry = entry_of(device, "old_cryptography");
  entry["protocol"] = to_utf8(protocol);
  entry["profile"] = to_utf8(profile);
  return state_->write(entry);
}

Result<void> Journal::State::write(const nlohmann::ordered_json& entry) {
  const std::string line = entry.dump() + "\n";

  // O_APPEND and one write: lines of several processes do not mix.
  const std::lock_guard lock(mutex);
  const ssize_t written = ::write(fd, line.data(), line.size());
  if (written != static_cast<ssize_t>(line.size()) || ::fdatasync(fd) != 0) {
    return failure(ErrorCode::kStoreFailed,
                   fmt::format("cannot write the journal: {}", std::strerror(errno)),
                   "free some space on the disk that holds the data folder");
  }
  follow(entry.value("device", ""), entry.value("event", ""));
  return {};
}

}  // namespace lw::device
