#include "store/archive_store.h"

#include <fmt/format.h>

#include "database/database.h"
#include "store/archive_key.h"
#include "store/inventory.h"

namespace lw::store {
namespace {

using archive::SegmentPlace;
using archive::Series;
using archive::StoredSegment;
using archive::Time;
using database::Statement;

constexpr std::string_view kSeriesColumns =
    "s.device, s.platform, s.versions, s.segments, s.first_at, s.latest_at, s.seen, s.seen_again, "
    "s.noise_only, s.revision, (SELECT count(*) FROM device d WHERE d.name = s.device)";
constexpr int kSeriesWidth = 11;
constexpr std::string_view kPlaceColumns =
    "g.number, g.first_version, g.versions, g.first_at, g.platform";
constexpr int kPlaceWidth = 5;

std::int64_t seconds(Time time) { return time.time_since_epoch().count(); }
Time time_of(std::int64_t seconds) { return Time(std::chrono::seconds(seconds)); }

Series series_of(const Statement& row) {
  return {.device = std::string(row.text(0)),
          .platform = std::string(row.text(1)),
          .versions = static_cast<std::uint64_t>(row.number(2)),
          .segments = static_cast<std::uint32_t>(row.number(3)),
          .first_at = time_of(row.number(4)),
          .latest_at = time_of(row.number(5)),
          .seen = time_of(row.number(6)),
          .seen_again = static_cast<std::uint32_t>(row.number(7)),
          .noise_only = static_cast<std::uint32_t>(row.number(8)),
          .revision = static_cast<std::uint64_t>(row.number(9)),
          .device_removed = row.number(10) == 0};
}

SegmentPlace place_of(const Statement& row, int column) {
  return {.number = static_cast<std::uint32_t>(row.number(column)),
          .first_version = static_cast<std::uint64_t>(row.number(column + 1)),
          .versions = static_cast<std::uint32_t>(row.number(column + 2)),
          .first_at = time_of(row.number(column + 3)),
          .platform = std::string(row.text(column + 4))};
}

}  // namespace

Result<std::unique_ptr<ArchiveStore>> ArchiveStore::open(Inventory& inventory) {
  std::unique_ptr<ArchiveStore> store(new ArchiveStore(inventory.database(), inventory.vault()));
  LW_ASSIGN(auto key, read_archive_key(store->database_, store->vault_));
  if (key) {
    LW_ASSIGN(store->seal_, SegmentSeal::with_key(*std::move(key)));
  }
  return store;
}

Result<void> ArchiveStore::have_key() {
  if (seal_) return {};
  LW_ASSIGN(auto key, make_archive_key(database_, vault_));
  LW_ASSIGN(seal_, SegmentSeal::with_key(std::move(key)));
  return {};
}

Result<std::string> ArchiveStore::opened(const std::string& device, std::uint32_t number,
                                         std::string_view sealed) {
  LW_TRY(have_key());  // another program may have made the archive meanwhile
  return seal_->open(device, number, sealed);
}

Result<std::optional<Series>> ArchiveStore::find(const std::string& device) {
  LW_ASSIGN(auto query,
            database_.prepare(fmt::format("SELECT {} FROM archive_series s WHERE s.device = ?1",
                                          kSeriesColumns)));
  LW_ASSIGN(const bool row, query.bind(1, device).step());
  if (!row) return std::nullopt;
  return series_of(query);
}

Result<std::vector<Series>> ArchiveStore::list() {
  LW_ASSIGN(auto query, database_.prepare(fmt::format(
                            "SELECT {} FROM archive_series s ORDER BY s.device", kSeriesColumns)));
  std::vector<Series> all;
  while (true) {
    LW_ASSIGN(const bool row, query.step());
    if (!row) return all;
    all.push_back(series_of(query));
  }
}

Result<std::vector<SegmentPlace>> ArchiveStore::places(const Series& series) {
  LW_ASSIGN(auto query,
            database_.prepare(fmt::format(
                "SELECT {} FROM archive_segment g WHERE g.device = ?1 ORDER BY g.number",
                kPlaceColumns)));
  query.bind(1, series.device);
  std::vector<SegmentPlace> places;
  while (true) {
    LW_ASSIGN(const bool row, query.step());
    if (!row) return places;
    places.push_back(place_of(query, 0));
  }
}

Result<std::string> ArchiveStore::read(const Series& series, std::uint32_t number) {
  LW_ASSIGN(
      auto query,
      database_.prepare("SELECT sealed FROM archive_segment WHERE device = ?1 AND number = ?2"));
  LW_ASSIGN(const bool row, query.bind(1, series.device).bind(2, std::int64_t{number}).step());
  if (row) return opened(series.device, number, query.text(0));
  return failure(ErrorCode::kStoreFailed,
                 fmt::format("a part of the archive of {} is missing", series.device));
}

Result<void> ArchiveStore::write_series(const Series& series) {
  LW_ASSIGN(auto change,
            database_.prepare(
                series.revision == 0
                    ? "INSERT INTO archive_series (platform, versions, segments, first_at, "
                      "latest_at, seen, seen_again, noise_only, revision, device) VALUES (?1, ?2, "
                      "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (device) DO NOTHING"
                    : "UPDATE archive_series SET platform = ?1, versions = ?2, segments = ?3, "
                      "first_at = ?4, latest_at = ?5, seen = ?6, seen_again = ?7, noise_only = ?8, "
                      "revision = ?9 WHERE device = ?10 AND revision = ?9 - 1"));
  LW_TRY(change.bind(1, series.platform)
             .bind(2, static_cast<std::int64_t>(series.versions))
             .bind(3, std::int64_t{series.segments})
             .bind(4, seconds(series.first_at))
             .bind(5, seconds(series.latest_at))
             .bind(6, seconds(series.seen))
             .bind(7, std::int64_t{series.seen_again})
             .bind(8, std::int64_t{series.noise_only})
             .bind(9, static_cast<std::int64_t>(series.revision + 1))
             .bind(10, series.device)
             .run());
  if (database_.changed() == 1) return {};
  return failure(ErrorCode::kConflict,
                 fmt::format("somebody else wrote to the archive of {} meanwhile", series.device),
                 "try again");
}

Result<void> ArchiveStore::write(const Series& series, std::span<const StoredSegment> segments) {
  LW_TRY(have_key());
  std::vector<std::string> sealed;
  for (const StoredSegment& segment : segments) {
    sealed.push_back(seal_->seal(series.device, segment.place.number, segment.bytes));
  }
  return database::write(database_, [&]() -> Result<void> {
    LW_TRY(write_series(series));
    return database_.run_many(
        "INSERT INTO archive_segment (device, number, first_version, versions, first_at, platform, "
        "sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (device, number) DO UPDATE SET "
        "first_version = excluded.first_version, versions = excluded.versions, "
        "first_at = excluded.first_at, platform = excluded.platform, sealed = excluded.sealed",
        segments.size(), [&](Statement& row, std::size_t i) {
          const SegmentPlace& place = segments[i].place;
          row.bind(1, series.device)
              .bind(2, std::int64_t{place.number})
              .bind(3, static_cast<std::int64_t>(place.first_version))
              .bind(4, std::int64_t{place.versions})
              .bind(5, seconds(place.first_at))
              .bind(6, place.platform)
              .bind_blob(7, sealed[i]);
        });
  });
}

// A page at a time: an archive does not fit into memory.
Result<void> ArchiveStore::each(Which which, const Visit& visit) {
  constexpr std::int64_t kPage = 200;
  const std::string sql = fmt::format(
      "SELECT {}, {}, g.sealed FROM archive_segment g JOIN archive_series s ON s.device = g.device "
      "WHERE (g.device, g.number) > (?1, ?2){} ORDER BY g.device, g.number LIMIT {}",
      kSeriesColumns, kPlaceColumns, which == Which::kLast ? " AND g.number = s.segments - 1" : "",
      kPage);
  std::string device;
  std::int64_t number = -1;
  while (true) {
    std::vector<std::pair<Series, StoredSegment>> page;
    LW_ASSIGN(auto query, database_.prepare(sql));
    query.bind(1, device).bind(2, number);
    while (true) {
      LW_ASSIGN(const bool row, query.step());
      if (!row) break;
      Series series = series_of(query);
      StoredSegment segment{place_of(query, kSeriesWidth), {}};
      LW_ASSIGN(segment.bytes, opened(series.device, segment.place.number,
                                      query.text(kSeriesWidth + kPlaceWidth)));
      page.emplace_back(std::move(series), std::move(segment));
    }
    if (page.empty()) return {};
    number = page.back().second.place.number;
    std::string next = page.back().first.device;
    for (auto& [series, segment] : page) LW_TRY(visit(series, std::move(segment)));
    device = std::move(next);
  }
}

Result<void> ArchiveStore::each_of(const Series& series, Which which, const Visit& visit) {
  LW_ASSIGN(const auto all, places(series));
  for (const SegmentPlace& place : all) {
    if (which == Which::kLast && place.number + 1 != series.segments) continue;
    LW_ASSIGN(auto bytes, read(series, place.number));
    LW_TRY(visit(series, {place, std::move(bytes)}));
  }
  return {};
}

}  // namespace lw::store
