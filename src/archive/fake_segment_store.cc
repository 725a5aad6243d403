#include "archive/fake_segment_store.h"

namespace lw::archive {

Result<std::optional<Series>> FakeSegmentStore::find(const std::string& device) {
  const auto found = kept_.find(device);
  if (found == kept_.end()) return std::nullopt;
  return found->second.series;
}

Result<std::vector<Series>> FakeSegmentStore::list() {
  std::vector<Series> all;
  for (const auto& [device, kept] : kept_) all.push_back(kept.series);
  return all;
}

Result<std::vector<SegmentPlace>> FakeSegmentStore::places(const Series& series) {
  std::vector<SegmentPlace> places;
  for (const StoredSegment& segment : kept_[series.device].segments) {
    places.push_back(segment.place);
  }
  return places;
}

Result<std::string> FakeSegmentStore::read(const Series& series, std::uint32_t number) {
  const auto& segments = kept_[series.device].segments;
  if (number >= segments.size()) return failure(ErrorCode::kStoreFailed, "no such segment");
  return segments[number].bytes;
}

Result<void> FakeSegmentStore::write(const Series& series,
                                     std::span<const StoredSegment> segments) {
  Kept& kept = kept_[series.device];
  if (kept.series.revision != series.revision) {
    return failure(ErrorCode::kConflict, "another writer came first");
  }
  kept.series = series;
  ++kept.series.revision;
  for (const StoredSegment& segment : segments) {
    if (segment.place.number >= kept.segments.size())
      kept.segments.resize(segment.place.number + 1);
    kept.segments[segment.place.number] = segment;
  }
  return {};
}

Result<void> FakeSegmentStore::each(Which which, const Visit& visit) {
  for (const auto& [device, kept] : kept_) LW_TRY(each_of(kept.series, which, visit));
  return {};
}

Result<void> FakeSegmentStore::each_of(const Series& series, Which which, const Visit& visit) {
  const Kept& kept = kept_[series.device];
  for (const StoredSegment& segment : kept.segments) {
    if (which == Which::kLast && &segment != &kept.segments.back()) continue;
    LW_TRY(visit(kept.series, segment));
  }
  return {};
}

void FakeSegmentStore::remove_device(const std::string& device) {
  kept_[device].series.device_removed = true;
}

}  // namespace lw::archive
