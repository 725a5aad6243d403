#include "archive/archive.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "archive/lines.h"
#include "base/text.h"

namespace lw::archive {
namespace {

constexpr int kMostAttempts = 8;  // against other writers of the same device
constexpr std::size_t kMostSource = 200;
// Rewriting an open segment of some 60 KB stays within a few milliseconds.
constexpr int kLevel = 9;

// One side's lines may be left out where they are noise; what remains is the same in both.
bool same_but_for_noise(std::span<const std::string_view> left,
                        std::span<const std::string_view> right, const Rules& rules) {
  std::size_t a = 0;
  std::size_t b = 0;
  while (a < left.size() || b < right.size()) {
    if (a < left.size() && b < right.size() && left[a] == right[b]) {
      ++a, ++b;
    } else if (a < left.size() && rules.is_noise(left[a])) {
      ++a;
    } else if (b < right.size() && rules.is_noise(right[b])) {
      ++b;
    } else {
      return false;
    }
  }
  return true;
}

Source bounded(const Source& source) {
  return {printable(source.who, kMostSource), printable(source.why, kMostSource)};
}

Result<void> check(const Capture& capture) {
  if (trim(capture.text).empty()) {
    return failure(ErrorCode::kInvalidArgument, "there is no text to keep");
  }
  if (capture.text.size() > kMostTextBytes) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("a configuration of {} bytes is too large: at most {} are kept",
                               capture.text.size(), kMostTextBytes));
  }
  return {};
}

// A series while versions are added to it.
class Growth {
 public:
  Growth(Series series, std::string platform)
      : series_(std::move(series)), platform_(std::move(platform)) {}

  // The last segment as it was read.
  void resume(Segment segment, SegmentPlace place) {
    open_ = std::move(segment);
    place_ = std::move(place);
  }

  Result<Kept> add(const Capture& capture, const Rules& rules) {
    if (series_.versions > 0 && capture.at < std::max(series_.latest_at, series_.seen)) {
      return failure(ErrorCode::kConflict,
                     fmt::format("{} has a version that is newer than this text", series_.device),
                     "versions are kept in the order of their times");
    }
    if (open_ && place_.platform == platform_) {
      const auto latest = open_->lines(open_->versions().size() - 1);
      const auto lines = lines_of(capture.text);
      const bool same = latest == lines;
      if (same || same_but_for_noise(latest, lines, rules)) {
        series_.seen = capture.at;
        ++(same ? series_.seen_again : series_.noise_only);
        return same ? Kept::kSeenAgain : Kept::kNoiseOnly;
      }
    }
    new_version(capture);
    return Kept::kNewVersion;
  }

  [[nodiscard]] const Series& series() const { return series_; }
  // What has to be written.
  [[nodiscard]] std::vector<StoredSegment> segments() && {
    if (changed_) close();
    return std::move(closed_);
  }

 private:
  void new_version(const Capture& capture) {
    const Version version{capture.at, capture.at, 0, 0, bounded(capture.source)};
    if (open_ && series_.versions > 0 && (series_.seen_again > 0 || series_.noise_only > 0)) {
      open_->seen_again(series_.seen, series_.seen_again, series_.noise_only);
      changed_ = true;
    }
    series_.seen = capture.at;
    series_.seen_again = series_.noise_only = 0;
    if (open_ && (open_->full() || place_.platform != platform_)) {
      if (changed_) close();
      open_.reset();
    }
    if (!open_) {
      open_ = Segment::begin(capture.text, version);
      place_ = {series_.segments++, series_.versions + 1, 0, capture.at, platform_};
    } else {
      open_->append(capture.text, version);
    }
    changed_ = true;
    if (series_.versions++ == 0) series_.first_at = capture.at;
    series_.latest_at = capture.at;
    series_.platform = platform_;
  }

  void close() {
    place_.versions = static_cast<std::uint32_t>(open_->versions().size());
    closed_.push_back({place_, open_->encode(kLevel)});
    changed_ = false;
  }

  Series series_;
  std::string platform_;
  std::optional<Segment> open_;
  SegmentPlace place_;
  bool changed_ = false;
  std::vector<StoredSegment> closed_;
};

}  // namespace

Result<Kept> Archive::put(const std::string& device, const std::string& platform,
                          const Capture& capture, const Rules& rules) {
  LW_ASSIGN(const auto kept, put_all(device, platform, std::span(&capture, 1), rules));
  return kept.front();
}

Result<std::vector<Kept>> Archive::put_all(const std::string& device, const std::string& platform,
                                           std::span<const Capture> captures, const Rules& rules) {
  for (const Capture& capture : captures) LW_TRY(check(capture));
  if (captures.empty()) return std::vector<Kept>{};
  for (int attempt = 1;; ++attempt) {
    auto kept = put_once(device, platform, captures, rules);
    if (kept || kept.error().code != ErrorCode::kConflict || attempt == kMostAttempts) return kept;
  }
}

Result<std::vector<Kept>> Archive::put_once(const std::string& device, const std::string& platform,
                                            std::span<const Capture> captures, const Rules& rules) {
  LW_ASSIGN(auto found, store_.find(device));
  Series series = found ? *std::move(found) : Series{.device = device};
  Growth growth(series, platform);
  if (series.segments > 0) {
    LW_ASSIGN(auto places, store_.places(series));
    if (places.empty()) return failure(ErrorCode::kStoreFailed, "the archive's segments are gone");
    LW_ASSIGN(Segment segment, read(series, places.back()));
    growth.resume(std::move(segment), std::move(places.back()));
  }
  std::vector<Kept> kept;
  for (const Capture& capture : captures) {
    LW_ASSIGN(const Kept one, growth.add(capture, rules));
    kept.push_back(one);
  }
  const Series after = growth.series();
  const auto segments = std::move(growth).segments();
  LW_TRY(store_.write(after, segments));
  return kept;
}

Result<Series> Archive::find(const std::string& device) {
  LW_ASSIGN(auto found, store_.find(device));
  if (found) return *std::move(found);
  return failure(ErrorCode::kNotFound,
                 fmt::format("the archive has no configuration of \"{}\"", printable(device)),
                 "linewarden archive list shows whose it has");
}

Result<Segment> Archive::read(const Series& series, const SegmentPlace& place) {
  LW_ASSIGN(const std::string bytes, store_.read(series, place.number));
  LW_ASSIGN(Segment segment, Segment::decode(bytes));
  if (segment.versions().size() != place.versions) {
    return failure(ErrorCode::kStoreFailed,
                   fmt::format("the archive of {} is damaged: a segment has other versions than it "
                               "says",
                               series.device));
  }
  return segment;
}

Result<SegmentPlace> Archive::place_of(const Series& series, std::uint64_t number) {
  if (number < 1 || number > series.versions) {
    return failure(ErrorCode::kNotFound, fmt::format("{} has versions 1 to {}, and no {}",
                                                     series.device, series.versions, number));
  }
  LW_ASSIGN(auto places, store_.places(series));
  const auto behind = std::ranges::upper_bound(places, number, {}, &SegmentPlace::first_version);
  if (behind == places.begin()) {
    return failure(
        ErrorCode::kStoreFailed,
        fmt::format("the archive of {} is damaged: version {} is missing", series.device, number));
  }
  return *std::prev(behind);
}

Result<std::vector<NumberedVersion>> Archive::versions(const Series& series, std::uint64_t most) {
  LW_ASSIGN(const auto places, store_.places(series));
  std::vector<NumberedVersion> newest_first;
  for (auto place = places.rbegin(); place != places.rend() && newest_first.size() < most;
       ++place) {
    LW_ASSIGN(const Segment segment, read(series, *place));
    const auto versions = segment.versions();
    for (std::size_t i = versions.size(); i-- > 0 && newest_first.size() < most;) {
      newest_first.push_back({place->first_version + i, place->platform, versions[i]});
    }
  }
  if (!newest_first.empty()) {
    Version& latest = newest_first.front().version;
    latest.seen = std::max(latest.seen, series.seen);
    latest.seen_again += series.seen_again;
    latest.noise_only += series.noise_only;
  }
  return newest_first;
}

Result<VersionText> Archive::version(const Series& series, std::uint64_t number) {
  LW_ASSIGN(const SegmentPlace place, place_of(series, number));
  LW_ASSIGN(const Segment segment, read(series, place));
  const std::size_t index = number - place.first_version;
  if (index >= segment.versions().size()) {
    return failure(
        ErrorCode::kStoreFailed,
        fmt::format("the archive of {} is damaged: version {} is missing", series.device, number));
  }
  return VersionText{{number, place.platform, segment.versions()[index]}, segment.text(index)};
}

Result<std::uint64_t> Archive::number_at(const Series& series, Time time) {
  LW_ASSIGN(const auto places, store_.places(series));
  const auto behind = std::ranges::upper_bound(places, time, {}, &SegmentPlace::first_at);
  if (behind == places.begin()) {
    return failure(
        ErrorCode::kNotFound,
        fmt::format("{} has no version from that time: the first came later", series.device));
  }
  const SegmentPlace& place = *std::prev(behind);
  LW_ASSIGN(const Segment segment, read(series, place));
  const auto versions = segment.versions();
  const auto next = std::ranges::upper_bound(versions, time, {}, &Version::at);
  return place.first_version + static_cast<std::uint64_t>(next - versions.begin()) - 1;
}

Result<void> Archive::each_version(const Series& series, std::uint64_t after, const Visit& visit) {
  LW_ASSIGN(const auto places, store_.places(series));
  for (const SegmentPlace& place : places) {
    if (place.first_version + place.versions <= after + 1) continue;
    LW_ASSIGN(const Segment segment, read(series, place));
    LW_TRY(segment.replay(
        [&](std::size_t index, std::span<const std::uint32_t> lines) -> Result<void> {
          if (place.first_version + index <= after) return {};
          return visit({place, segment, index, lines});
        }));
  }
  return {};
}

}  // namespace lw::archive
