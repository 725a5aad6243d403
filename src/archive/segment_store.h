// Where an archive keeps its pieces: the contract. A series is one device's configurations, kept
// when the device is removed; its versions lie in numbered segments, of which only the last one
// changes. Writing compares and swaps, so that two writers never lose a version. What is handed in
// is secret: an implementation that writes it anywhere seals it. One thread at a time, unless an
// implementation says more.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "archive/version.h"
#include "base/result.h"

namespace lw::archive {

struct Series {
  std::string device = {};    // its name
  std::string platform = {};  // of the latest version
  std::uint64_t versions = 0;
  std::uint32_t segments = 0;
  Time first_at = {};
  Time latest_at = {};
  // What was seen of the latest version behind its own time; moves into its segment when the next
  // version comes, so that seeing a device unchanged costs one row.
  Time seen = {};
  std::uint32_t seen_again = 0;
  std::uint32_t noise_only = 0;
  std::uint64_t revision = 0;   // counts the writes
  bool device_removed = false;  // told by the store: there is no device of that name any more
};

struct SegmentPlace {
  std::uint32_t number = 0;         // 0 is the oldest
  std::uint64_t first_version = 1;  // versions of a series are numbered from 1
  std::uint32_t versions = 0;
  Time first_at = {};
  std::string platform = {};  // whose text it is, and whose patterns find the secrets in it
};

struct StoredSegment {
  SegmentPlace place;
  std::string bytes;
};

class SegmentStore {
 public:
  SegmentStore() = default;
  SegmentStore(const SegmentStore&) = delete;
  SegmentStore& operator=(const SegmentStore&) = delete;
  virtual ~SegmentStore() = default;

  [[nodiscard]] virtual Result<std::optional<Series>> find(const std::string& device) = 0;
  [[nodiscard]] virtual Result<std::vector<Series>> list() = 0;  // by device
  [[nodiscard]] virtual Result<std::vector<SegmentPlace>> places(const Series& series) = 0;
  [[nodiscard]] virtual Result<std::string> read(const Series& series, std::uint32_t number) = 0;

  // In one step, and durable when it returns: the series' new state, and its new or changed
  // segments. `series.revision` is that of the state that was read (0: there was no such series);
  // kConflict when another writer came first: nothing is written.
  [[nodiscard]] virtual Result<void> write(const Series& series,
                                           std::span<const StoredSegment> segments) = 0;

  // Segments of every series, by device and number.
  // Stops at the visitor's first error and returns it.
  enum class Which { kAll, kLast };
  using Visit = std::function<Result<void>(const Series&, StoredSegment)>;
  [[nodiscard]] virtual Result<void> each(Which which, const Visit& visit) = 0;
  // The same of one series.
  [[nodiscard]] virtual Result<void> each_of(const Series& series, Which which,
                                             const Visit& visit) = 0;
};

}  // namespace lw::archive
