#include "platform/recogniser.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>

namespace lw::platform {
namespace {

// What a family must at least score, and the score at which looking further changes nothing.
constexpr int kTells = 20;
constexpr int kDecides = 200;
// What the rules of a family that extends another must at least score to set it apart.
constexpr int kSetsApart = 40;
constexpr std::size_t kLinesLookedAt = 400;
constexpr std::size_t kLongestLine = 512;

struct Rule {
  std::size_t family;
  int score;
  std::unique_ptr<const RE2> pattern;
};

RE2::Options quiet() {
  RE2::Options options;
  options.set_log_errors(false);
  return options;
}

// Fills what the rule's named groups (version, model, hostname) say, where nothing was said before.
void take_groups(const RE2& pattern, std::string_view line, Recognition& into) {
  const auto& names = pattern.CapturingGroupNames();
  if (names.empty()) return;
  std::vector<re2::StringPiece> groups(static_cast<std::size_t>(pattern.NumberOfCapturingGroups()) +
                                       1);
  if (!pattern.Match(line, 0, line.size(), RE2::UNANCHORED, groups.data(),
                     static_cast<int>(groups.size()))) {
    return;
  }
  for (const auto& [index, name] : names) {
    const std::string value(groups[static_cast<std::size_t>(index)]);
    if (name == "version" && into.version.empty()) into.version = value;
    if (name == "model" && into.model.empty()) into.model = value;
    if (name == "hostname" && into.hostname.empty()) into.hostname = value;
  }
}

}  // namespace

struct Recogniser::Rules {
  std::vector<Family> families;
  std::vector<Rule> rules;
  std::unique_ptr<RE2::Set> set;
};

Recogniser::Recogniser(std::vector<Family> families) {
  auto made = std::make_unique<Rules>();
  made->set = std::make_unique<RE2::Set>(quiet(), RE2::ANCHOR_START);
  for (const Family& family : families) {
    for (const RecogniseRule& rule : family.rules) {
      std::string error;
      if (made->set->Add(rule.pattern, &error) < 0)
        continue;  // the schema has compiled each already
      made->rules.push_back(
          {made->families.size(), rule.score, std::make_unique<const RE2>(rule.pattern, quiet())});
    }
    made->families.push_back({family.platform, family.extends, {}});
  }
  made->set->Compile();
  rules_ = std::move(made);
}

Recogniser::Recogniser(Recogniser&&) noexcept = default;
Recogniser& Recogniser::operator=(Recogniser&&) noexcept = default;
Recogniser::~Recogniser() = default;

std::optional<Recognition> Recogniser::recognise(std::string_view text) const {
  std::vector<bool> counted(rules_->rules.size(), false);
  std::vector<int> scores(rules_->families.size(), 0);
  std::vector<int> best_rule(rules_->families.size(), 0);
  std::vector<Recognition> said(rules_->families.size());
  std::vector<int> matched;

  std::uint32_t number = 0;
  bool decided = false;
  while (!text.empty() && number < kLinesLookedAt && !decided) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, std::min(end, kLongestLine));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    while (!line.empty() && line.front() == '\r') line.remove_prefix(1);
    if (line.size() < 2) continue;  // `!`: most lines of many files
    matched.clear();
    if (!rules_->set->Match(line, &matched)) continue;
    for (const int index : matched) {
      const auto rule_index = static_cast<std::size_t>(index);
      const Rule& rule = rules_->rules[rule_index];
      Recognition& so_far = said[rule.family];
      take_groups(*rule.pattern, line, so_far);
      if (counted[rule_index]) continue;
      counted[rule_index] = true;
      scores[rule.family] += rule.score;
      if (rule.score > best_rule[rule.family]) {
        best_rule[rule.family] = rule.score;
        so_far.evidence = line;
        so_far.line = number;
      }
      decided = scores[rule.family] >= kDecides && !so_far.hostname.empty();
    }
  }

  const std::vector<int> own = scores;
  for (std::size_t child = 0; child < scores.size(); ++child) {
    const std::string& extends = rules_->families[child].extends;
    if (extends.empty()) continue;
    if (own[child] < kSetsApart) {
      scores[child] = 0;
      continue;
    }
    for (std::size_t parent = 0; parent < scores.size(); ++parent) {
      if (rules_->families[parent].platform == extends) scores[child] += own[parent];
    }
  }
  const auto highest = std::max_element(scores.begin(), scores.end());
  if (highest == scores.end() || *highest < kTells) return std::nullopt;
  const auto winner = static_cast<std::size_t>(highest - scores.begin());
  said[winner].platform = rules_->families[winner].platform;
  return said[winner];
}

}  // namespace lw::platform
