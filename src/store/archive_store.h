// The configuration archive's segments as sealed rows of the store. Shares the Inventory's
// connection and must not outlive it; one thread at a time, the Inventory's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "archive/segment_store.h"
#include "store/segment_seal.h"

namespace lw::database {
class Database;
class Statement;
}  // namespace lw::database

namespace lw::store {

class Inventory;

class ArchiveStore final : public archive::SegmentStore {
 public:
  // Makes the archive's key with its first use.
  [[nodiscard]] static Result<std::unique_ptr<ArchiveStore>> open(Inventory& inventory);

  [[nodiscard]] Result<std::optional<archive::Series>> find(const std::string& device) override;
  [[nodiscard]] Result<std::vector<archive::Series>> list() override;
  [[nodiscard]] Result<std::vector<archive::SegmentPlace>> places(
      const archive::Series& series) override;
  [[nodiscard]] Result<std::string> read(const archive::Series& series,
                                         std::uint32_t number) override;
  [[nodiscard]] Result<void> write(const archive::Series& series,
                                   std::span<const archive::StoredSegment> segments) override;
  [[nodiscard]] Result<void> each(Which which, const Visit& visit) override;
  [[nodiscard]] Result<void> each_of(const archive::Series& series, Which which,
                                     const Visit& visit) override;

 private:
  ArchiveStore(database::Database& database, SegmentSeal seal)
      : database_(database), seal_(std::move(seal)) {}
  [[nodiscard]] Result<void> write_series(const archive::Series& series);

  database::Database& database_;
  SegmentSeal seal_;
};

}  // namespace lw::store
