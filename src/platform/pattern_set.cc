#include "platform/pattern_set.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>

namespace lw::platform {
namespace {

// Whether a match can only start where the text starts; false also when that is hard to tell.
bool is_anchored(std::string_view pattern) {
  if (!pattern.starts_with('^') || pattern.find("\\Q") != std::string_view::npos ||
      pattern.find("[:") != std::string_view::npos) {
    return false;
  }
  int depth = 0;
  bool in_class = false;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (c == '\\') {
      ++at;
    } else if (in_class) {
      in_class = c != ']';
    } else if (c == '[') {
      in_class = true;
      // A bracket that comes first in a class is one of its characters.
      if (pattern.substr(at + 1).starts_with('^')) ++at;
      if (pattern.substr(at + 1).starts_with(']')) ++at;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    } else if (c == '|' && depth == 0) {
      return false;
    }
  }
  return true;
}

std::unique_ptr<re2::RE2::Set> compile(const std::vector<Pattern>& patterns) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  options.set_max_mem(64 << 20);
  // The automaton of an anchored set stops as soon as no pattern can match any more: most often
  // after a few bytes of a line.
  auto set = std::make_unique<re2::RE2::Set>(options, re2::RE2::ANCHOR_START);
  for (const Pattern& pattern : patterns) {
    const std::string& text = pattern.text();
    if (set->Add(is_anchored(text) ? text : "(?s:.*?)(?:" + text + ")", nullptr) < 0) return {};
  }
  return set->Compile() ? std::move(set) : nullptr;
}

}  // namespace

struct PatternSet::Lazy {
  std::vector<Pattern> patterns;
  mutable std::once_flag once;
  mutable std::unique_ptr<re2::RE2::Set> set;  // null: too large for one automaton

  enum class Answer { kNone, kSome, kUnknown };
  Answer ask(std::string_view line, std::vector<int>* found) const {
    std::call_once(once, [&] { set = compile(patterns); });
    if (!set) return Answer::kUnknown;
    re2::RE2::Set::ErrorInfo fault{};
    if (set->Match(re2::StringPiece(line.data(), line.size()), found, &fault)) return Answer::kSome;
    return fault.kind == re2::RE2::Set::kNoError ? Answer::kNone : Answer::kUnknown;
  }
};

PatternSet::PatternSet(std::vector<Pattern> patterns) {
  if (patterns.empty()) return;
  auto lazy = std::make_shared<Lazy>();
  lazy->patterns = std::move(patterns);
  lazy_ = std::move(lazy);
}

bool PatternSet::any_in(std::string_view line) const {
  if (!lazy_) return false;
  const auto answer = lazy_->ask(line, nullptr);
  if (answer != Lazy::Answer::kUnknown) return answer == Lazy::Answer::kSome;
  return std::ranges::any_of(lazy_->patterns,
                             [&](const Pattern& pattern) { return pattern.found_in(line); });
}

std::vector<int> PatternSet::all_in(std::string_view line) const {
  std::vector<int> found;
  // Most lines hold none; asking for no list first spares the automaton its bookkeeping.
  if (!any_in(line) || lazy_->ask(line, &found) == Lazy::Answer::kSome) return found;
  // The automaton outgrew its memory: slower, but the same answer.
  found.clear();
  for (std::size_t i = 0; i < lazy_->patterns.size(); ++i) {
    if (lazy_->patterns[i].found_in(line)) found.push_back(static_cast<int>(i));
  }
  return found;
}

std::optional<std::size_t> PatternSet::first_in(std::string_view line, std::size_t from) const {
  std::optional<std::size_t> first;
  for (const int found : all_in(line)) {
    const auto index = static_cast<std::size_t>(found);
    if (index >= from && (!first || index < *first)) first = index;
  }
  return first;
}

}  // namespace lw::platform
