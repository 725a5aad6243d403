// A SegmentStore in memory, for tests and measurements. One thread at a time.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "archive/segment_store.h"

namespace lw::archive {

class FakeSegmentStore : public SegmentStore {
 public:
  [[nodiscard]] Result<std::optional<Series>> find(const std::string& device) override;
  [[nodiscard]] Result<std::vector<Series>> list() override;
  [[nodiscard]] Result<std::vector<SegmentPlace>> places(const Series& series) override;
  [[nodiscard]] Result<std::string> read(const Series& series, std::uint32_t number) override;
  [[nodiscard]] Result<void> write(const Series& series,
                                   std::span<const StoredSegment> segments) override;
  [[nodiscard]] Result<void> each(Which which, const Visit& visit) override;
  [[nodiscard]] Result<void> each_of(const Series& series, Which which,
                                     const Visit& visit) override;

  void remove_device(const std::string& device);

 private:
  struct Kept {
    Series series;
    std::vector<StoredSegment> segments;
  };
  std::map<std::string, Kept> kept_;
};

}  // namespace lw::archive
