#include "archive/segment.h"

#include <algorithm>
#include <numeric>

#include "archive/lines.h"

namespace lw::archive {
namespace {

// Bounds of a segment: a version is shown within milliseconds, and a new one rewrites some 10 KB.
constexpr std::size_t kMostVersions = 1024;
constexpr std::size_t kMostGrowth = 4;  // the block, in sizes of the first text
constexpr std::size_t kSmallBlock = 256u << 10;
constexpr std::size_t kMostReplayed = 64u << 20;  // lines that are moved on the way to the last

void apply(std::span<const Change> changes, std::uint32_t& next,
           std::vector<std::uint32_t>& numbers) {
  std::size_t at = 0;
  for (const Change& change : changes) {
    at += change.keep;
    const std::uint32_t over = std::min(change.remove, change.insert);
    std::iota(numbers.begin() + at, numbers.begin() + at + over, next);
    next += over;
    at += over;
    if (change.remove > over) {
      numbers.erase(numbers.begin() + at, numbers.begin() + at + (change.remove - over));
    } else {
      numbers.insert(numbers.begin() + at, change.insert - over, 0);
      std::iota(numbers.begin() + at, numbers.begin() + at + (change.insert - over), next);
      next += change.insert - over;
      at += change.insert - over;
    }
  }
}

}  // namespace

Segment Segment::begin(std::string_view text, Version version) {
  Segment segment;
  const auto lines = lines_of(text);
  segment.add_lines(lines);
  segment.first_lines_ = static_cast<std::uint32_t>(lines.size());
  segment.change_ends_.push_back(0);
  segment.versions_.push_back(std::move(version));
  return segment;
}

void Segment::append(std::string_view text, Version version) {
  if (!latest_) latest_ = numbers_at(versions_.size() - 1);
  std::vector<std::string_view> before;
  before.reserve(latest_->size());
  for (const std::uint32_t number : *latest_) before.push_back(line(number));
  const auto after = lines_of(text);
  LineNumbers words;
  const auto left = words.numbers(before);
  const auto right = words.numbers(after);
  const auto changes = changes_between(left, right);

  auto next = static_cast<std::uint32_t>(line_count());
  std::size_t at = 0;
  std::vector<std::string_view> inserted;
  for (const Change& change : changes) {
    at += change.keep;
    for (std::uint32_t i = 0; i < change.insert; ++i) inserted.push_back(after[at + i]);
    at += change.insert;
  }
  add_lines(inserted);
  changes_.insert(changes_.end(), changes.begin(), changes.end());
  change_ends_.push_back(changes_.size());
  versions_.push_back(std::move(version));
  apply(changes, next, *latest_);
}

void Segment::seen_again(Time seen, std::uint32_t times, std::uint32_t noise_only) {
  versions_.back().seen = std::max(seen, versions_.back().seen);
  versions_.back().seen_again += times;
  versions_.back().noise_only += noise_only;
}

bool Segment::full() const {
  const std::size_t first_bytes = starts_[first_lines_];
  return versions_.size() >= kMostVersions ||
         block_.size() > std::max(kSmallBlock, first_bytes * (1 + kMostGrowth)) ||
         versions_.size() * first_lines_ > kMostReplayed;
}

std::string Segment::text(std::size_t version) const { return join_lines(lines(version)); }

std::vector<std::string_view> Segment::lines(std::size_t version) const {
  std::vector<std::string_view> lines;
  for (const std::uint32_t number : numbers_at(version)) lines.push_back(line(number));
  return lines;
}

std::string_view Segment::line(std::size_t number) const {
  return std::string_view(block_).substr(starts_[number],
                                         starts_[number + 1] - starts_[number] - 1);
}

std::size_t Segment::line_at(std::size_t offset) const {
  return static_cast<std::size_t>(std::ranges::upper_bound(starts_, offset) - starts_.begin()) - 1;
}

std::span<const Change> Segment::changes_of(std::size_t version) const {
  if (version == 0) return {};
  const std::size_t from = change_ends_[version - 1];
  return std::span(changes_).subspan(from, change_ends_[version] - from);
}

std::vector<std::uint32_t> Segment::numbers_at(std::size_t version) const {
  std::vector<std::uint32_t> numbers(first_lines_);
  std::iota(numbers.begin(), numbers.end(), 0);
  std::uint32_t next = first_lines_;
  for (std::size_t i = 1; i <= version; ++i) apply(changes_of(i), next, numbers);
  return numbers;
}

Result<void> Segment::replay(const Visit& visit) const {
  std::vector<std::uint32_t> numbers = numbers_at(0);
  std::uint32_t next = first_lines_;
  for (std::size_t i = 0; i < versions_.size(); ++i) {
    apply(changes_of(i), next, numbers);
    LW_TRY(visit(i, numbers));
  }
  return {};
}

std::vector<Segment::Lifetime> Segment::lifetimes() const {
  const auto last = static_cast<std::uint32_t>(versions_.size() - 1);
  std::vector<Lifetime> lives(line_count(), Lifetime{0, last});
  std::vector<std::uint32_t> numbers = numbers_at(0);
  std::uint32_t next = first_lines_;
  for (std::uint32_t version = 1; version <= last; ++version) {
    std::size_t at = 0;
    std::uint32_t came = next;
    for (const Change& change : changes_of(version)) {
      at += change.keep;
      for (std::uint32_t i = 0; i < change.remove; ++i) lives[numbers[at++]].to = version - 1;
      for (std::uint32_t i = 0; i < change.insert; ++i) lives[came++].from = version;
    }
    apply(changes_of(version), next, numbers);
  }
  return lives;
}

void Segment::add_lines(std::span<const std::string_view> lines) {
  for (const std::string_view line : lines) {
    block_.append(line).push_back('\n');
    starts_.push_back(static_cast<std::uint32_t>(block_.size()));
  }
}

}  // namespace lw::archive
