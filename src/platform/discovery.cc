#include "platform/discovery.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "base/text.h"

namespace lw::platform {
namespace {

constexpr std::size_t kLongestLine = 1000;
constexpr std::size_t kMostGroups = 10;
constexpr unsigned kLastSlot = 13;

using Groups = std::map<std::string, std::string, std::less<>>;

// The named groups that took part; nullopt: the line does not match.
std::optional<Groups> match(const Pattern& pattern, std::string_view line) {
  const re2::RE2& compiled = *pattern;
  std::array<re2::StringPiece, kMostGroups + 1> found;
  const auto count =
      std::min(static_cast<std::size_t>(compiled.NumberOfCapturingGroups()), kMostGroups);
  const re2::StringPiece text(line.data(), line.size());
  if (!compiled.Match(text, 0, line.size(), re2::RE2::UNANCHORED, found.data(),
                      static_cast<int>(count) + 1)) {
    return std::nullopt;
  }
  Groups groups;
  for (const auto& [group, index] : compiled.NamedCapturingGroups()) {
    const auto at = static_cast<std::size_t>(index);
    if (at > count || found[at].data() == nullptr) continue;
    const std::string_view value = trim({found[at].data(), found[at].size()});
    if (!value.empty()) groups[group] = printable(value, kLongestValue);
  }
  return groups;
}

// One more value to those that stand there, unless it does already.
void add_value(std::string& values, const std::string& value) {
  constexpr std::string_view kBetween = ", ";
  std::size_t count = 1;
  for (std::string_view left = values; !left.empty(); ++count) {
    const auto end = left.find(kBetween);
    if (left.substr(0, end) == value) return;
    left.remove_prefix(end == std::string_view::npos ? left.size() : end + kBetween.size());
  }
  if (count > kMostValues) return;
  if (!values.empty()) values += kBetween;
  values += value;
}

template <class Use>
void each_line(std::string_view answer, const Use& use) {
  while (!answer.empty()) {
    const std::size_t end = std::min(answer.find('\n'), answer.size());
    std::string_view line = answer.substr(0, std::min(end, kLongestLine));
    answer.remove_prefix(std::min(end + 1, answer.size()));
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back())) != 0) {
      line.remove_suffix(1);
    }
    if (!line.empty()) use(line);
  }
}

std::optional<Child> child_in(const ChildPattern& pattern, std::string_view line) {
  const auto groups = match(pattern.pattern, line);
  if (!groups) return std::nullopt;
  const auto told = [&](std::string_view group) {
    const auto at = groups->find(group);
    return at == groups->end() ? std::string() : at->second;
  };
  Child child{.kind = pattern.kind, .platform = pattern.platform, .name = "", .slot = 0};
  child.model = told("model");
  child.serial = told("serial");
  if (pattern.kind == ChildKind::kContext) {
    child.name = told("name");
    if (child.name.empty()) return std::nullopt;
    return child;
  }
  const auto slot = parse_decimal(told("slot"));
  if (!slot || *slot < 1 || *slot > static_cast<long>(kLastSlot)) return std::nullopt;
  child.slot = static_cast<unsigned>(*slot);
  return child;
}

}  // namespace

std::string_view name(ChildKind kind) { return kind == ChildKind::kContext ? "context" : "module"; }

bool Question::concerns(const Facts& known) const {
  if (when.empty()) return true;
  const auto at = known.find(when);
  return at != known.end() && is.found_in(at->second);
}

void take_facts(const Question& question, std::string_view answer, Facts& facts) {
  // Facts that were there before this answer are not added to by it.
  const Facts before = facts;
  each_line(answer, [&](std::string_view line) {
    for (const FactPattern& pattern : question.facts) {
      const auto groups = match(pattern.pattern, line);
      if (!groups) continue;
      for (const Facts* given : {&*groups, &pattern.sets}) {
        for (const auto& [fact, value] : *given) {
          if (before.contains(fact)) continue;
          if (pattern.all) {
            add_value(facts[fact], value);
          } else {
            facts.try_emplace(fact, value);
          }
        }
      }
    }
  });
}

std::vector<Child> children_in(const Question& question, std::string_view answer) {
  std::vector<Child> children;
  each_line(answer, [&](std::string_view line) {
    for (const ChildPattern& pattern : question.children) {
      auto child = child_in(pattern, line);
      if (!child || children.size() == kMostChildren) continue;
      const bool known = std::ranges::any_of(children, [&](const Child& other) {
        return other.kind == child->kind && other.name == child->name && other.slot == child->slot;
      });
      if (!known) children.push_back(*std::move(child));
    }
  });
  return children;
}

}  // namespace lw::platform
