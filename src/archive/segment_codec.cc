// A segment's bytes: a mark, the format's number, and one compressed frame with
//   the sources; a column each of times, times last seen, counts, sources and numbers of changes;
//   the lines of the first version; a column each of what changes keep, remove and insert; the
//   block.
#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "archive/compression.h"
#include "archive/segment.h"
#include "archive/varint.h"

namespace lw::archive {
namespace {

constexpr std::string_view kMark = "LWS\x01";
constexpr std::size_t kMostPayload = 128u << 20;
constexpr std::uint64_t kMostVersionsRead = 1u << 16;
constexpr std::uint64_t kMostLines = 1u << 24;
constexpr std::uint64_t kMostSourceBytes = 1000;
constexpr std::uint64_t kMostCount = std::numeric_limits<std::uint32_t>::max();

std::unexpected<Error> damaged(std::string_view what) {
  return failure(ErrorCode::kStoreFailed,
                 "a part of the configuration archive is damaged: " + std::string(what));
}

struct SourceTable {
  std::vector<Source> sources;
  std::vector<std::size_t> of_version;

  explicit SourceTable(std::span<const Version> versions) {
    for (const Version& version : versions) {
      const auto known = std::ranges::find(sources, version.source);
      of_version.push_back(static_cast<std::size_t>(known - sources.begin()));
      if (known == sources.end()) sources.push_back(version.source);
    }
  }
};

std::int64_t seconds(Time time) { return time.time_since_epoch().count(); }

// A time relative to another; false when either is no time of this world.
bool add_seconds(std::int64_t base, std::int64_t more, Time& into) {
  constexpr std::int64_t kFarthest = std::int64_t{1} << 40;  // some 35,000 years
  if (more > kFarthest || more < -kFarthest) return false;
  into = Time(std::chrono::seconds(base + more));
  return seconds(into) <= kFarthest && seconds(into) >= -kFarthest;
}

void put_versions(std::string& payload, std::span<const Version> versions) {
  const SourceTable table(versions);
  put_number(payload, versions.size());
  put_number(payload, table.sources.size());
  for (const Source& source : table.sources) {
    put_text(payload, source.who);
    put_text(payload, source.why);
  }
  std::int64_t last = 0;
  for (const Version& version : versions) {
    put_signed(payload, seconds(version.at) - last);
    last = seconds(version.at);
  }
  for (const Version& version : versions) put_signed(payload, (version.seen - version.at).count());
  for (const Version& version : versions) put_number(payload, version.seen_again);
  for (const Version& version : versions) put_number(payload, version.noise_only);
  for (const std::size_t source : table.of_version) put_number(payload, source);
}

std::vector<Version> read_versions(NumberReader& reader) {
  const std::uint64_t count = reader.number(kMostVersionsRead);
  const std::uint64_t source_count = reader.number(count);
  if (!reader.good() || count > reader.left() || source_count == 0) return {};
  std::vector<Source> sources(source_count);
  for (Source& source : sources) {
    source.who = reader.text(kMostSourceBytes);
    source.why = reader.text(kMostSourceBytes);
  }
  std::vector<Version> versions(count);
  std::int64_t last = 0;
  for (Version& version : versions) {
    if (!add_seconds(last, reader.signed_number(), version.at)) return {};
    last = seconds(version.at);
  }
  for (Version& version : versions) {
    if (!add_seconds(seconds(version.at), reader.signed_number(), version.seen)) return {};
  }
  for (Version& version : versions) {
    version.seen_again = static_cast<std::uint32_t>(reader.number(kMostCount));
  }
  for (Version& version : versions) {
    version.noise_only = static_cast<std::uint32_t>(reader.number(kMostCount));
  }
  for (Version& version : versions) version.source = sources[reader.number(source_count - 1)];
  return versions;
}

}  // namespace

std::string Segment::encode(int level) const {
  std::string payload;
  payload.reserve(block_.size() + changes_.size() * 4 + versions_.size() * 8);
  put_versions(payload, versions_);
  for (std::size_t i = 0; i < versions_.size(); ++i) put_number(payload, changes_of(i).size());
  put_number(payload, first_lines_);
  for (const Change& change : changes_) put_number(payload, change.keep);
  for (const Change& change : changes_) put_number(payload, change.remove);
  for (const Change& change : changes_) put_number(payload, change.insert);
  put_text(payload, block_);
  return std::string(kMark) + compress(payload, level);
}

Result<Segment> Segment::decode(std::string_view bytes) {
  if (!bytes.starts_with(kMark)) return damaged("it does not begin as one");
  LW_ASSIGN(const std::string payload, decompress(bytes.substr(kMark.size()), kMostPayload));
  NumberReader reader(payload);
  Segment segment;
  segment.versions_ = read_versions(reader);
  std::uint64_t changes = 0;
  for (std::size_t i = 0; i < segment.versions_.size(); ++i) {
    changes += reader.number(kMostLines);
    segment.change_ends_.push_back(changes);
  }
  segment.first_lines_ = static_cast<std::uint32_t>(reader.number(kMostLines));
  // Each of them takes three bytes or more, so this is no larger than what was read.
  if (!reader.good() || changes > reader.left() / 3) return damaged("its versions");
  segment.changes_.resize(changes);
  const auto column = [&](std::uint32_t Change::* member) {
    for (Change& change : segment.changes_) {
      change.*member = static_cast<std::uint32_t>(reader.number(kMostLines));
    }
  };
  column(&Change::keep);
  column(&Change::remove);
  column(&Change::insert);
  segment.block_ = reader.text(kMostPayload);
  if (!reader.good() || reader.left() != 0) return damaged("its lines");
  if (!segment.index_lines() || !segment.consistent()) return damaged("its changes");
  return segment;
}

bool Segment::index_lines() {
  if (!block_.ends_with('\n')) return false;
  starts_.reserve(static_cast<std::size_t>(std::ranges::count(block_, '\n')) + 1);
  for (std::size_t end = block_.find('\n'); end != std::string::npos;
       end = block_.find('\n', end + 1)) {
    starts_.push_back(static_cast<std::uint32_t>(end + 1));
  }
  return true;
}

// Changes touch lines that are there, and use up the block.
bool Segment::consistent() const {
  if (versions_.empty() || change_ends_.front() != 0 || first_lines_ == 0) return false;
  std::uint64_t came = first_lines_;
  std::uint64_t lines = first_lines_;
  for (std::size_t i = 1; i < versions_.size(); ++i) {
    std::uint64_t left = lines;
    for (const Change& change : changes_of(i)) {
      const std::uint64_t used = std::uint64_t{change.keep} + change.remove;
      if (used > left) return false;
      left -= used;
      lines = lines - change.remove + change.insert;
      came += change.insert;
      if (lines > kMostLines) return false;
    }
    if (lines == 0) return false;
  }
  return came == line_count();
}

}  // namespace lw::archive
