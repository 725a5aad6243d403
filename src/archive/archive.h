// All versions of all devices' configurations: takes them in, gives any of them back, exactly.
// Texts come out as they went in, with their secrets: whoever shows them applies the platform's
// rules. Uses a SegmentStore of the caller's, who keeps it alive; one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "archive/rules.h"
#include "archive/segment.h"
#include "archive/segment_store.h"
#include "archive/version.h"
#include "base/result.h"

namespace lw::archive {

// A configuration as it was at a time.
struct Capture {
  std::string text;
  Source source;
  Time at = {};
};

enum class Kept {
  kNewVersion,
  kSeenAgain,  // word for word the latest version
  kNoiseOnly,  // differs from it in lines that say nothing, and so makes no version
};

struct NumberedVersion {
  std::uint64_t number = 0;  // from 1
  std::string platform = {};
  Version version = {};
};

struct VersionText {
  NumberedVersion of;
  std::string text;
};

class Archive {
 public:
  explicit Archive(SegmentStore& store) : store_(store) {}

  // kInvalidArgument: no text, or one too large. kConflict: the capture is older than the latest
  // version, or other writers came first again and again.
  [[nodiscard]] Result<Kept> put(const std::string& device, const std::string& platform,
                                 const Capture& capture, const Rules& rules);
  // Many of one device in the order of their times, written together or not at all.
  [[nodiscard]] Result<std::vector<Kept>> put_all(const std::string& device,
                                                  const std::string& platform,
                                                  std::span<const Capture> captures,
                                                  const Rules& rules);

  [[nodiscard]] Result<std::vector<Series>> list() { return store_.list(); }
  // kNotFound when nothing was ever kept of that device.
  [[nodiscard]] Result<Series> find(const std::string& device);
  // The last `most` versions, the newest first.
  [[nodiscard]] Result<std::vector<NumberedVersion>> versions(const Series& series,
                                                              std::uint64_t most);
  // kNotFound with the range there is.
  [[nodiscard]] Result<VersionText> version(const Series& series, std::uint64_t number);
  // The one that was in force then.
  [[nodiscard]] Result<std::uint64_t> number_at(const Series& series, Time time);
  // Every version behind number `after`, the oldest first. What is shown is read line by line:
  // each line that ever came in has a number in its segment.
  struct Visited {
    const SegmentPlace& place;
    const Segment& segment;
    std::size_t index;  // in the segment
    std::span<const std::uint32_t> lines;
  };
  using Visit = std::function<Result<void>(const Visited&)>;
  [[nodiscard]] Result<void> each_version(const Series& series, std::uint64_t after,
                                          const Visit& visit);

 private:
  [[nodiscard]] Result<std::vector<Kept>> put_once(const std::string& device,
                                                   const std::string& platform,
                                                   std::span<const Capture> captures,
                                                   const Rules& rules);
  [[nodiscard]] Result<Segment> read(const Series& series, const SegmentPlace& place);
  [[nodiscard]] Result<SegmentPlace> place_of(const Series& series, std::uint64_t number);

  SegmentStore& store_;
};

}  // namespace lw::archive
