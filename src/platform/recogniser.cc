#include "platform/recogniser.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "platform/pattern.h"

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
  int version_group = 0;
  int model_group = 0;
  int hostname_group = 0;
};

// The first time a sign was seen.
struct Sighting {
  std::uint32_t line = 0;  // 0: not seen
  std::string_view text;
};

int group_named(const re2::RE2& pattern, const std::string& name) {
  const auto& groups = pattern.NamedCapturingGroups();
  const auto found = groups.find(name);
  return found == groups.end() ? 0 : found->second;
}

void take_fact(const std::vector<re2::StringPiece>& groups, int group, std::string& into) {
  if (group == 0 || !into.empty()) return;
  const re2::StringPiece& piece = groups[static_cast<std::size_t>(group)];
  if (!piece.empty()) into = printable({piece.data(), piece.size()}, kMaxFactBytes);
}

}  // namespace

struct Recogniser::Signs {
  std::vector<Candidate> candidates;
  std::vector<SharedSign> shared;
  std::unique_ptr<re2::RE2::Set> set;

  std::vector<Sighting> look(std::string_view text) const;
  std::optional<std::size_t> winner(const std::vector<Sighting>& seen) const;
  Recognition report(std::size_t candidate, const std::vector<Sighting>& seen) const;
};

Recogniser::Recogniser(std::unique_ptr<const Signs> signs) : signs_(std::move(signs)) {}
Recogniser::Recogniser(Recogniser&&) noexcept = default;
Recogniser& Recogniser::operator=(Recogniser&&) noexcept = default;
Recogniser::~Recogniser() = default;

Result<Recogniser> Recogniser::create(std::vector<Candidate> candidates) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  options.set_max_mem(64 << 20);
  auto signs = std::make_unique<Signs>();
  signs->set = std::make_unique<re2::RE2::Set>(options, re2::RE2::UNANCHORED);
  std::map<std::string_view, std::size_t> known;
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    for (const Sign& sign : candidates[c].signs) {
      const re2::RE2& pattern = *sign.pattern;
      const auto [at, fresh] = known.try_emplace(pattern.pattern(), signs->shared.size());
      if (fresh) {
        signs->set->Add(pattern.pattern(), nullptr);
        signs->shared.push_back(SharedSign{.pattern = sign.pattern,
                                           .uses = {},
                                           .version_group = group_named(pattern, "version"),
                                           .model_group = group_named(pattern, "model"),
                                           .hostname_group = group_named(pattern, "hostname")});
      }
      std::vector<SharedSign::Use>& uses = signs->shared[at->second].uses;
      const auto own = std::ranges::find(uses, c, &SharedSign::Use::candidate);
      if (own == uses.end()) uses.push_back({c, sign.weight});
    }
  }
  if (!signs->set->Compile()) {
    return failure(ErrorCode::kInvalidArgument,
                   "the signs of all platforms together are too large");
  }
  signs->candidates = std::move(candidates);
  return Recogniser(std::move(signs));
}

std::vector<Sighting> Recogniser::Signs::look(std::string_view text) const {
  std::vector<Sighting> seen(shared.size());
  std::vector<int> matches;
  text = text.substr(0, kMaxHeadBytes);
  for (std::uint32_t number = 1; number <= kMaxHeadLines && !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, std::min(end, kMaxLineBytes));
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.size() < 3) continue;
    const re2::StringPiece piece(line.data(), line.size());
    re2::RE2::Set::ErrorInfo fault{};
    matches.clear();
    // Most lines say nothing; asking for no list of matches spares an allocation.
    if (!set->Match(piece, nullptr, &fault) && fault.kind == re2::RE2::Set::kNoError) continue;
    if (!set->Match(piece, &matches, &fault)) {
      if (fault.kind == re2::RE2::Set::kNoError) continue;
      // The automaton outgrew its memory: slower, but the same answer.
      for (std::size_t i = 0; i < shared.size(); ++i) {
        if (found_in(shared[i].pattern, line)) matches.push_back(static_cast<int>(i));
      }
    }
    for (const int match : matches) {
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
    const re2::StringPiece piece(line.data(), line.size());
    std::vector<re2::StringPiece> groups(
        static_cast<std::size_t>(sign.pattern->NumberOfCapturingGroups()) + 1);
    if (!sign.pattern->Match(piece, 0, piece.size(), re2::RE2::UNANCHORED, groups.data(),
                             static_cast<int>(groups.size()))) {
      continue;
    }
    take_fact(groups, sign.version_group, told.version);
    take_fact(groups, sign.model_group, told.model);
    take_fact(groups, sign.hostname_group, told.hostname);
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
