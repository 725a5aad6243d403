// Consecutive versions of one device's configuration as one piece: the first text, and for each
// next version the lines that changed. All lines lie in one block, each once for each time that it
// came in, so that a search reads it from end to end; numbers lie in columns. Both are what makes
// it small when compressed. A value; belongs to one thread, or to many that only read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "archive/line_diff.h"
#include "archive/version.h"
#include "base/result.h"

namespace lw::archive {

class Segment {
 public:
  // Texts are at most kMostTextBytes: the caller has looked.
  [[nodiscard]] static Segment begin(std::string_view text, Version version);
  void append(std::string_view text, Version version);
  // What became known of the latest version since it came in.
  void seen_again(Time seen, std::uint32_t times, std::uint32_t noise_only);
  // A next version belongs into a new segment: reading or rewriting this one would take long.
  [[nodiscard]] bool full() const;

  // Never empty.
  [[nodiscard]] std::span<const Version> versions() const { return versions_; }
  [[nodiscard]] std::string text(std::size_t version) const;
  [[nodiscard]] std::vector<std::string_view> lines(std::size_t version) const;

  // Every line that ever came in, by its number; the same words may be there many times. Each stays
  // from one version to another without a gap.
  [[nodiscard]] std::size_t line_count() const { return starts_.size() - 1; }
  [[nodiscard]] std::string_view line(std::size_t number) const;
  // All lines, each with a line feed behind it; and the number of the line at a place in there.
  [[nodiscard]] std::string_view block() const { return block_; }
  [[nodiscard]] std::size_t line_at(std::size_t offset) const;
  struct Lifetime {
    std::uint32_t from = 0;  // versions of this segment, the first is 0
    std::uint32_t to = 0;
  };
  [[nodiscard]] std::vector<Lifetime> lifetimes() const;
  // The numbers of a version's lines, for each version in turn; stops at the first error.
  using Visit =
      std::function<Result<void>(std::size_t version, std::span<const std::uint32_t> lines)>;
  [[nodiscard]] Result<void> replay(const Visit& visit) const;

  // A higher level is slower and smaller; zstd's.
  [[nodiscard]] std::string encode(int level) const;
  // kStoreFailed for anything that encode() did not make; hostile bytes cost no more than their
  // limit.
  [[nodiscard]] static Result<Segment> decode(std::string_view bytes);

 private:
  Segment() = default;
  [[nodiscard]] std::vector<std::uint32_t> numbers_at(std::size_t version) const;
  void add_lines(std::span<const std::string_view> lines);
  [[nodiscard]] bool index_lines();
  [[nodiscard]] bool consistent() const;
  [[nodiscard]] std::span<const Change> changes_of(std::size_t version) const;

  std::vector<Version> versions_;
  std::string block_;
  std::vector<std::uint32_t> starts_{0};  // of each line in the block, and the block's end
  std::uint32_t first_lines_ = 0;         // of the first version
  std::vector<Change> changes_;           // of all versions behind the first
  std::vector<std::size_t> change_ends_;  // where each version's end in there
  std::optional<std::vector<std::uint32_t>>
      latest_;  // of the latest version, when it was asked for
};

}  // namespace lw::archive
