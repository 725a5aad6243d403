#include "net/peer_pins.h"

#include <fmt/core.h>

#include <ctime>
#include <map>
#include <mutex>
#include <utility>

#include "base/text.h"
#include "net/pin_file.h"
#include "net/pin_line.h"

namespace lw::net {
namespace {

std::string now() {
  const auto seconds = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char text[32];
  const auto length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return {text, length};
}

bool same_key(const PeerKey& one, const PeerKey& other) {
  const bool same_kind = one.algorithm == other.algorithm || one.algorithm == kAnyAlgorithm ||
                         other.algorithm == kAnyAlgorithm;
  return same_kind && one.fingerprint == other.fingerprint;
}

std::string shown(const PeerKey& key) { return key.algorithm + " " + key.fingerprint; }

std::unexpected<Error> conflict(std::string_view endpoint, const PeerKey& pinned,
                                const PeerKey& given) {
  return failure(ErrorCode::kConflict,
                 fmt::format("{} has another key pinned: {} is pinned, {} was given", endpoint,
                             shown(pinned), shown(given)),
                 "find out at the device's console which one is right, and drop the other first");
}

}  // namespace

class PeerPins::Book {
 public:
  explicit Book(std::filesystem::path path) : file_(std::move(path)) {}

  // What is pinned for the endpoint; `key` is, when nothing was.
  Result<std::optional<PeerKey>> find_or_pin(const std::string& endpoint, const PeerKey& key) {
    const std::scoped_lock only(mutex_);
    LW_TRY(file_.refresh());
    if (auto known = lookup(endpoint)) return known;
    LW_ASSIGN(const auto held, file_.lock());
    LW_TRY(file_.refresh(held));
    if (auto known = lookup(endpoint)) return known;
    LW_TRY(file_.append(held, {{endpoint, key, now()}}));
    return std::nullopt;
  }

  Result<std::optional<PeerKey>> find(const std::string& endpoint) {
    const std::scoped_lock only(mutex_);
    LW_TRY(file_.refresh());
    return lookup(endpoint);
  }

  Result<void> forget(const std::string& endpoint) {
    const std::scoped_lock only(mutex_);
    LW_ASSIGN(const auto held, file_.lock());
    LW_TRY(file_.refresh(held));
    if (!lookup(endpoint)) {
      return failure(ErrorCode::kNotFound, fmt::format("no host key is pinned for {}", endpoint));
    }
    return file_.remove(held, endpoint);
  }

  Result<std::vector<PeerPin>> list() {
    const std::scoped_lock only(mutex_);
    LW_TRY(file_.refresh());
    std::vector<PeerPin> pins;
    for (const auto& [endpoint, pin] : file_.pins()) pins.push_back(pin);
    return pins;
  }

  Result<PinImport> import_lines(std::string_view text) {
    const std::scoped_lock only(mutex_);
    LW_ASSIGN(const auto held, file_.lock());
    LW_TRY(file_.refresh(held));
    PinImport outcome;
    std::map<std::string, PeerPin> added;
    std::size_t number = 0;
    for (const auto line : split_lines(text)) {
      ++number;
      if (is_comment(line)) continue;
      const auto news = take_line(line, added);
      if (!news) {
        outcome.refused.push_back({number, news.error()});
      } else if (*news == PinOutcome::kPinnedNow) {
        ++outcome.pinned;
      } else {
        ++outcome.known;
      }
    }
    if (added.empty()) return outcome;
    std::vector<PeerPin> pins;
    for (auto& [endpoint, pin] : added) pins.push_back(std::move(pin));
    LW_TRY(file_.append(held, pins));
    return outcome;
  }

 private:
  std::optional<PeerKey> lookup(std::string_view endpoint) const {
    const auto pin = file_.pins().find(endpoint);
    if (pin == file_.pins().end()) return std::nullopt;
    return pin->second.key;
  }

  // All of a line's endpoints, or none.
  Result<PinOutcome> take_line(std::string_view text, std::map<std::string, PeerPin>& added) const {
    LW_ASSIGN(const auto line, parse_import_line(text));
    std::vector<PeerPin> news;
    for (const auto& endpoint : line.endpoints) {
      auto known = lookup(endpoint);
      if (const auto before = added.find(endpoint); before != added.end()) {
        known = before->second.key;
      }
      if (!known) {
        news.push_back({endpoint, line.key, line.date.empty() ? now() : line.date});
      } else if (!same_key(*known, line.key)) {
        return conflict(endpoint, *known, line.key);
      }
    }
    if (news.empty()) return PinOutcome::kMatches;
    for (auto& pin : news) added.emplace(pin.endpoint, pin);
    return PinOutcome::kPinnedNow;
  }

  std::mutex mutex_;
  PinFile file_;
};

PeerPins::PeerPins(std::filesystem::path file) : book_(std::make_unique<Book>(std::move(file))) {}
PeerPins::~PeerPins() = default;

Result<PinOutcome> PeerPins::check(const Endpoint& endpoint, const PeerKey& key) {
  LW_ASSIGN(const auto known, book_->find_or_pin(to_string(endpoint), key));
  if (!known) return PinOutcome::kPinnedNow;
  if (same_key(*known, key)) return PinOutcome::kMatches;
  const bool certificate = key.algorithm == kCertificateAlgorithm;
  return failure(
      ErrorCode::kHostKeyChanged,
      fmt::format("the {} of {} has changed: {} is pinned, {} was shown",
                  certificate ? "certificate" : "host key", to_string(endpoint), shown(*known),
                  shown(key)),
      fmt::format(
          "compare {}; if it is right: linewarden device set NAME --accept-key",
          certificate ? "the new certificate with what a browser shows of it on a way that you "
                        "trust, or with show crypto ca certificates at the device's console"
                      : "the new fingerprint at its console"),
      Diagnosis::kIdentityChanged);
}

Result<std::optional<PeerKey>> PeerPins::find(const Endpoint& endpoint) {
  return book_->find(to_string(endpoint));
}

Result<PinOutcome> PeerPins::pin(const Endpoint& endpoint, const PeerKey& key) {
  LW_ASSIGN(auto fingerprint, parse_fingerprint(key.fingerprint));
  PeerKey given{key.algorithm.empty() ? std::string(kAnyAlgorithm) : key.algorithm,
                std::move(fingerprint)};
  if (split_words(given.algorithm).size() != 1 || given.algorithm != trim(given.algorithm)) {
    return failure(
        ErrorCode::kInvalidArgument,
        fmt::format("'{}' is not the name of a key's algorithm", printable(given.algorithm, 80)));
  }
  LW_ASSIGN(const auto known, book_->find_or_pin(to_string(endpoint), given));
  if (!known) return PinOutcome::kPinnedNow;
  if (same_key(*known, given)) return PinOutcome::kMatches;
  return conflict(to_string(endpoint), *known, given);
}

Result<void> PeerPins::forget(const Endpoint& endpoint) {
  return book_->forget(to_string(endpoint));
}

Result<std::vector<PeerPin>> PeerPins::list() { return book_->list(); }

Result<PinImport> PeerPins::import_lines(std::string_view text) {
  return book_->import_lines(text);
}

Result<std::string> PeerPins::export_lines() {
  LW_ASSIGN(const auto pins, list());
  std::string text;
  for (const auto& pin : pins) text += format_pin_line(pin);
  return text;
}

}  // namespace lw::net
