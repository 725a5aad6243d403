// The configuration archive's segments as sealed rows of the store. Shares the Inventory's
// connection and must not outlive it; one thread at a time, the Inventory's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/segment_store.h"
#include "store/segment_seal.h"

namespace lw::database {
class Database;
}  // namespace lw::database

namespace lw::store {

class Inventory;

class ArchiveStore final : public archive::SegmentStore {
 public:
  // The archive's key is made with the first configuration that is written.
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
  ArchiveStore(database::Database& database, const Vault& vault)
      : database_(database), vault_(vault) {}
  [[nodiscard]] Result<void> write_series(const archive::Series& series);
  // Makes the key when nothing was archived yet.
  [[nodiscard]] Result<void> have_key();
  [[nodiscard]] Result<std::string> opened(const std::string& device, std::uint32_t number,
                                           std::string_view sealed);

  database::Database& database_;
  const Vault& vault_;
  std::optional<SegmentSeal> seal_;  // none: nothing was archived yet
};

}  // namespace lw::store
