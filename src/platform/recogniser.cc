#include "platform/recogniser.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "platform/pattern_set.h"

namespace lw::platform {
namespace {

constexpr std::size_t kMaxHeadLines = 400;
constexpr std::size_t kMaxHeadBytes = 64 * 1024;
constexpr std::size_t kMaxLineBytes = 500;  // a longer line is looked at up to here
constexpr std::size_t kMaxFactBytes = 100;

// One pattern of any family, with who it speaks for. Families that extend another share its
// patterns, so each is looked for once.
struct SharedSign {
  Pattern pattern;
  struct Use {
    std::size_t candidate;
    int weight;
  };
  std::vector<Use> uses;
};

// The first time a sign was seen.
struct Sighting {
  std::uint32_t line = 0;  // 0: not seen
  std::string_view text;
};

// The facts that a sign captures in its line, where they are not known yet.
void take_facts(const Pattern& pattern, std::string_view line, Recognition& told) {
  if (pattern.text().find("(?P<") == std::string::npos) return;
  const re2::RE2& sign = *pattern;
  const re2::StringPiece piece(line.data(), line.size());
  std::vector<re2::StringPiece> groups(static_cast<std::size_t>(sign.NumberOfCapturingGroups()) +
                                       1);
  if (!sign.Match(piece, 0, piece.size(), re2::RE2::UNANCHORED, groups.data(),
                  static_cast<int>(groups.size()))) {
    return;
  }
  const auto& names = sign.NamedCapturingGroups();
  const auto take = [&](const char* name, std::string& into) {
    const auto named = names.find(name);
    if (named == names.end() || !into.empty()) return;
    const re2::StringPiece& fact = groups[static_cast<std::size_t>(named->second)];
    into = printable({fact.data(), fact.size()}, kMaxFactBytes);
  };
  take("version", told.version);
  take("model", told.model);
  take("hostname", told.hostname);
}

}  // namespace

struct Recogniser::Signs {
  std::vector<Candidate> candidates;
  std::vector<SharedSign> shared;
  PatternSet set;  // of `shared`

  std::vector<Sighting> look(std::string_view text) const;
  std::optional<std::size_t> winner(const std::vector<Sighting>& seen) const;
  Recognition report(std::size_t candidate, const std::vector<Sighting>& seen) const;
};

Recogniser::Recogniser(std::vector<Candidate> candidates) {
  auto signs = std::make_unique<Signs>();
  std::map<std::string_view, std::size_t> known;
  std::vector<Pattern> patterns;
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    for (const Sign& sign : candidates[c].signs) {
      const auto [at, fresh] = known.try_emplace(sign.pattern.text(), patterns.size());
      if (fresh) {
        patterns.push_back(sign.pattern);
        signs->shared.push_back({sign.pattern, {}});
      }
      std::vector<SharedSign::Use>& uses = signs->shared[at->second].uses;
      const auto own = std::ranges::find(uses, c, &SharedSign::Use::candidate);
      if (own == uses.end()) uses.push_back({c, sign.weight});
    }
  }
  signs->set = PatternSet(std::move(patterns));
  signs->candidates = std::move(candidates);
  signs_ = std::move(signs);
}
Recogniser::Recogniser(Recogniser&&) noexcept = default;
Recogniser& Recogniser::operator=(Recogniser&&) noexcept = default;
Recogniser::~Recogniser() = default;

std::vector<Sighting> Recogniser::Signs::look(std::string_view text) const {
  std::vector<Sighting> seen(shared.size());
  text = text.substr(0, kMaxHeadBytes);
  for (std::uint32_t number = 1; number <= kMaxHeadLines && !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, std::min(end, kMaxLineBytes));
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.size() < 3) continue;
    for (const int match : set.all_in(line)) {
      Sighting& sighting = seen[static_cast<std::size_t>(match)];
      if (sighting.line == 0) sighting = {number, line};
    }
  }
  return seen;
}

std::optional<std::size_t> Recogniser::Signs::winner(const std::vector<Sighting>& seen) const {
  std::vector<int> score(candidates.size(), 0);
  for (std::size_t s = 0; s < shared.size(); ++s) {
    if (seen[s].line == 0) continue;
    for (const SharedSign::Use& use : shared[s].uses) score[use.candidate] += use.weight;
  }
  const auto best = std::ranges::max_element(score);
  if (best == score.end() || *best < kCertain) return std::nullopt;
  // Of a family and those that extend it, equal scores speak for the family itself.
  std::vector<std::size_t> equal;
  for (std::size_t c = 0; c < score.size(); ++c) {
    if (score[c] == *best) equal.push_back(c);
  }
  for (const std::size_t base : equal) {
    const bool covers_all = std::ranges::all_of(equal, [&](std::size_t other) {
      return other == base ||
             std::ranges::find(candidates[other].ancestors, candidates[base].name) !=
                 candidates[other].ancestors.end();
    });
    if (covers_all) return base;
  }
  return std::nullopt;
}

Recognition Recogniser::Signs::report(std::size_t candidate,
                                      const std::vector<Sighting>& seen) const {
  Recognition told;
  told.platform = candidates[candidate].name;
  struct Seen {
    std::uint32_t line;
    std::size_t sign;
    int weight;
  };
  std::vector<Seen> order;
  for (std::size_t s = 0; s < shared.size(); ++s) {
    const auto use = std::ranges::find(shared[s].uses, candidate, &SharedSign::Use::candidate);
    if (seen[s].line != 0 && use != shared[s].uses.end()) {
      order.push_back({seen[s].line, s, use->weight});
    }
  }
  std::ranges::sort(order, {}, &Seen::line);
  int heaviest = 0;
  for (const Seen& entry : order) {
    const SharedSign& sign = shared[entry.sign];
    const std::string_view line = seen[entry.sign].text;
    if (entry.weight > heaviest) {
      heaviest = entry.weight;
      told.evidence = printable(line);
      told.line = entry.line;
    }
    take_facts(sign.pattern, line, told);
  }
  return told;
}

std::optional<Recognition> Recogniser::recognise(std::string_view text) const {
  const std::vector<Sighting> seen = signs_->look(text);
  const std::optional<std::size_t> candidate = signs_->winner(seen);
  if (!candidate) return std::nullopt;
  return signs_->report(*candidate, seen);
}

}  // namespace lw::platform
