#include "archive/line_diff.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

namespace lw::archive {
namespace {

using Lines = std::span<const std::uint32_t>;

// More single-line changes than this in one stretch without an anchor: it is replaced whole.
constexpr int kMostSteps = 300;
// Texts that are made to nest anchors deeper go on without them.
constexpr int kMostDepth = 40;

// Pairs of equal lines, by their places, rising on both sides.
using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

// The longest choice of pairs (rising on the left already) that rises on the right too.
Pairs longest_rising(const Pairs& pairs) {
  std::vector<std::size_t> ends;  // of the best chain of each length
  std::vector<std::size_t> previous(pairs.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto at = std::ranges::lower_bound(
        ends, pairs[i].second, {}, [&](std::size_t index) { return pairs[index].second; });
    previous[i] = at == ends.begin() ? pairs.size() : *std::prev(at);
    if (at == ends.end()) {
      ends.push_back(i);
    } else {
      *at = i;
    }
  }
  Pairs chosen;
  for (std::size_t i = ends.empty() ? pairs.size() : ends.back(); i < pairs.size();
       i = previous[i]) {
    chosen.push_back(pairs[i]);
  }
  std::ranges::reverse(chosen);
  return chosen;
}

Pairs anchors(Lines before, Lines after) {
  struct Places {
    std::uint32_t left = 0, right = 0, place = 0;
  };
  std::unordered_map<std::uint32_t, Places> places;
  places.reserve(after.size());
  for (std::uint32_t i = 0; i < after.size(); ++i) {
    Places& of = places[after[i]];
    ++of.right;
    of.place = i;
  }
  for (const std::uint32_t line : before) {
    if (const auto of = places.find(line); of != places.end()) ++of->second.left;
  }
  Pairs pairs;
  for (std::uint32_t i = 0; i < before.size(); ++i) {
    const auto of = places.find(before[i]);
    if (of != places.end() && of->second.left == 1 && of->second.right == 1) {
      pairs.emplace_back(i, of->second.place);
    }
  }
  return longest_rising(pairs);
}

// How far on the left each diagonal (place on the left minus place on the right) is reached with
// exactly `changes` single-line changes.
class Reach {
 public:
  explicit Reach(int changes)
      : changes_(changes), far_(2 * static_cast<std::size_t>(changes) + 1, kNever) {}

  [[nodiscard]] int& at(int k) { return far_[static_cast<std::size_t>(k + changes_)]; }

  // The change that leads from here to diagonal `k`, the better of two: a line inserted (from the
  // diagonal above) or removed (from the one below).
  struct Step {
    int from_k, from_x, start_x;
  };
  [[nodiscard]] Step before(int k) const {
    const int above = look(k + 1);
    const int below = look(k - 1);
    if (below < above) return {k + 1, above, above};
    return {k - 1, below, below + 1};
  }

 private:
  static constexpr int kNever = -1;
  [[nodiscard]] int look(int k) const {
    return k < -changes_ || k > changes_ ? kNever : far_[static_cast<std::size_t>(k + changes_)];
  }
  int changes_;
  std::vector<int> far_;
};

class Search {
 public:
  Search(Lines before, Lines after) : before_(before), after_(after) {}

  // Marks as kept what stays of before[a, a_end) in after[b, b_end).
  void run(std::uint32_t a, std::uint32_t a_end, std::uint32_t b, std::uint32_t b_end, int depth) {
    while (a < a_end && b < b_end && before_[a] == after_[b]) keep(a++, b++);
    std::uint32_t tail = 0;
    while (a < a_end && b < b_end && before_[a_end - 1] == after_[b_end - 1]) {
      --a_end, --b_end, ++tail;
    }
    if (a < a_end && b < b_end) split(a, a_end, b, b_end, depth);
    for (std::uint32_t i = 0; i < tail; ++i) keep(a_end + i, b_end + i);
  }

  [[nodiscard]] std::vector<Change> changes() const {
    std::vector<Change> changes;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    std::uint32_t kept = 0;
    const auto change_to = [&](std::uint32_t a_next, std::uint32_t b_next) {
      if (a_next == a && b_next == b) return;
      changes.push_back({kept, a_next - a, b_next - b});
      kept = 0;
    };
    for (const auto& [left, right] : kept_) {
      change_to(left, right);
      ++kept;
      a = left + 1;
      b = right + 1;
    }
    change_to(static_cast<std::uint32_t>(before_.size()),
              static_cast<std::uint32_t>(after_.size()));
    return changes;
  }

 private:
  void keep(std::uint32_t a, std::uint32_t b) { kept_.emplace_back(a, b); }

  void split(std::uint32_t a, std::uint32_t a_end, std::uint32_t b, std::uint32_t b_end,
             int depth) {
    const Lines left = before_.subspan(a, a_end - a);
    const Lines right = after_.subspan(b, b_end - b);
    const Pairs fixed = depth < kMostDepth ? anchors(left, right) : Pairs{};
    if (fixed.empty()) {
      walk(a, b, left, right);
      return;
    }
    std::uint32_t from_a = a;
    std::uint32_t from_b = b;
    for (const auto& [left_at, right_at] : fixed) {
      run(from_a, a + left_at, from_b, b + right_at, depth + 1);
      keep(a + left_at, b + right_at);
      from_a = a + left_at + 1;
      from_b = b + right_at + 1;
    }
    run(from_a, a_end, from_b, b_end, depth + 1);
  }

  // The fewest single-line changes (Myers 1986, greedy), when they are few.
  void walk(std::uint32_t a, std::uint32_t b, Lines left, Lines right) {
    const int n = static_cast<int>(left.size());
    const int m = static_cast<int>(right.size());
    std::vector<Reach> rounds;
    for (int d = 0; d <= std::min(n + m, kMostSteps); ++d) {
      Reach& reach = rounds.emplace_back(d);
      for (int k = -d; k <= d; k += 2) {
        int x = d == 0 ? 0 : rounds[static_cast<std::size_t>(d) - 1].before(k).start_x;
        while (x < n && x - k < m &&
               left[static_cast<std::size_t>(x)] == right[static_cast<std::size_t>(x - k)]) {
          ++x;
        }
        reach.at(k) = x;
        if (k == n - m && x >= n) {
          trace(a, b, rounds, n, m);
          return;
        }
      }
    }
  }

  void trace(std::uint32_t a, std::uint32_t b, const std::vector<Reach>& rounds, int n, int m) {
    Pairs backwards;
    int x = n;
    int k = n - m;
    for (std::size_t d = rounds.size(); d-- > 0;) {
      const Reach::Step step = d == 0 ? Reach::Step{0, 0, 0} : rounds[d - 1].before(k);
      while (x > step.start_x) {
        --x;
        backwards.emplace_back(a + static_cast<std::uint32_t>(x),
                               b + static_cast<std::uint32_t>(x - k));
      }
      x = step.from_x;
      k = step.from_k;
    }
    kept_.insert(kept_.end(), backwards.rbegin(), backwards.rend());
  }

  Lines before_;
  Lines after_;
  Pairs kept_;
};

}  // namespace

std::vector<Change> changes_between(std::span<const std::uint32_t> before,
                                    std::span<const std::uint32_t> after) {
  Search search(before, after);
  search.run(0, static_cast<std::uint32_t>(before.size()), 0,
             static_cast<std::uint32_t>(after.size()), 0);
  return search.changes();
}

}  // namespace lw::archive
