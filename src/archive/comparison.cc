#include "archive/comparison.h"

#include <algorithm>
#include <utility>

#include "archive/line_diff.h"
#include "archive/lines.h"

namespace lw::archive {
namespace {

using Kind = ComparedLine::Kind;

// A line of either side in the order of reading.
struct Row {
  Kind kind = Kind::kSame;
  std::size_t left = 0;  // index; of an added line, of the one that follows it
  std::size_t right = 0;
};

class Comparer {
 public:
  Comparer(const Side& left, const Side& right)
      : left_(left), right_(right), before_(lines_of(left.text)), after_(lines_of(right.text)) {
    // A line feed at the end is no line of its own for people.
    if (before_.size() > 1 && before_.back().empty() && after_.size() > 1 &&
        after_.back().empty()) {
      before_.pop_back();
      after_.pop_back();
    }
  }

  Comparison run(Noise noise, std::size_t context) {
    Comparison result;
    list_rows(noise, result);
    const auto is_changed = [&](std::size_t i) { return rows_[i].kind != Kind::kSame; };
    for (std::size_t i = 0; i < rows_.size();) {
      if (!is_changed(i)) {
        ++i;
        continue;
      }
      const std::size_t from = i - std::min(i, context);
      std::size_t end = i + 1;  // behind the last changed row of this hunk
      for (std::size_t at = end; at < rows_.size() && at <= end + 2 * context; ++at) {
        if (is_changed(at)) end = at + 1;
      }
      const std::size_t to = std::min(rows_.size(), end + context);
      result.hunks.push_back(hunk(from, to));
      i = to;
    }
    return result;
  }

 private:
  void list_rows(Noise noise, Comparison& result) {
    LineNumbers words;
    const auto left = words.numbers(before_);
    const auto right = words.numbers(after_);
    std::size_t a = 0;
    std::size_t b = 0;
    const auto hidden = [&](const Side& side, std::string_view line) {
      const bool hide = noise == Noise::kLeftOut && side.rules.is_noise(line);
      if (hide) ++result.noise;
      return hide;
    };
    for (const Change& change : changes_between(left, right)) {
      for (std::uint32_t i = 0; i < change.keep; ++i) rows_.push_back({Kind::kSame, a++, b++});
      for (std::uint32_t i = 0; i < change.remove; ++i, ++a) {
        if (hidden(left_, before_[a])) continue;
        rows_.push_back({Kind::kRemoved, a, b});
        ++result.removed;
      }
      for (std::uint32_t i = 0; i < change.insert; ++i, ++b) {
        if (hidden(right_, after_[b])) continue;
        rows_.push_back({Kind::kAdded, a, b});
        ++result.added;
      }
    }
    while (a < before_.size()) rows_.push_back({Kind::kSame, a++, b++});
  }

  [[nodiscard]] std::string shown(const Row& row) const {
    return row.kind == Kind::kAdded ? right_.rules.shown(after_[row.right])
                                    : left_.rules.shown(before_[row.left]);
  }

  [[nodiscard]] Hunk hunk(std::size_t from, std::size_t to) const {
    Hunk hunk;
    hunk.left_line = static_cast<std::uint32_t>(rows_[from].left + 1);
    hunk.right_line = static_cast<std::uint32_t>(rows_[from].right + 1);
    for (std::size_t i = from; i < to; ++i) {
      const Row& row = rows_[i];
      // Of the first line of each side: noise that was left out may stand between the two.
      if (row.kind != Kind::kAdded && hunk.left_count++ == 0) {
        hunk.left_line = static_cast<std::uint32_t>(row.left + 1);
      }
      if (row.kind != Kind::kRemoved && hunk.right_count++ == 0) {
        hunk.right_line = static_cast<std::uint32_t>(row.right + 1);
      }
      hunk.lines.push_back({row.kind, shown(row), false});
    }
    for (std::size_t i = rows_[from].left; i-- > 0;) {
      const std::string_view line = before_[i];
      if (line.empty() || line.front() == ' ' || line.front() == '!') continue;
      hunk.block = left_.rules.shown(line);
      break;
    }
    mark_secrets(hunk);
    return hunk;
  }

  // Lines that were compared as they are and look alike: a secret changed.
  static void mark_secrets(Hunk& hunk) {
    std::vector<bool> used(hunk.lines.size());
    for (ComparedLine& removed : hunk.lines) {
      if (removed.kind != Kind::kRemoved || !removed.text.contains(kSecretMark)) continue;
      for (std::size_t i = 0; i < hunk.lines.size(); ++i) {
        ComparedLine& added = hunk.lines[i];
        if (used[i] || added.kind != Kind::kAdded || added.text != removed.text) continue;
        used[i] = added.secret_differs = removed.secret_differs = true;
        break;
      }
    }
  }

  const Side& left_;
  const Side& right_;
  std::vector<std::string_view> before_;
  std::vector<std::string_view> after_;
  std::vector<Row> rows_;
};

}  // namespace

Comparison compare(const Side& left, const Side& right, Noise noise, std::size_t context_lines) {
  return Comparer(left, right).run(noise, context_lines);
}

}  // namespace lw::archive
