#include "procedure/word_pattern.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "procedure/value_rules.h"

namespace lw::procedure {

const std::string* Bindings::value(std::string_view name) const {
  const auto found = values->find(name);
  return found == values->end() ? nullptr : &found->second;
}

const Parameter* Bindings::parameter(std::string_view name) const {
  const auto found = std::find_if(parameters->begin(), parameters->end(),
                                  [&](const Parameter& one) { return one.name == name; });
  return found == parameters->end() ? nullptr : &*found;
}

Result<WordPattern> WordPattern::compile(std::string_view text,
                                         const std::vector<Parameter>& parameters) {
  const Bindings known{&parameters, nullptr};
  WordPattern pattern;
  for (const std::string_view word : split_words(text)) {
    if (word == "**") {
      pattern.words_.push_back({Kind::kRest, {}});
    } else if (word == "*") {
      pattern.words_.push_back({Kind::kAnyWord, {}});
    } else if (word.starts_with('{') && word.ends_with('}')) {
      const std::string name(word.substr(1, word.size() - 2));
      if (known.parameter(name) == nullptr) {
        return failure(ErrorCode::kInvalidArgument,
                       fmt::format("there is no parameter \"{}\"", name));
      }
      pattern.words_.push_back({Kind::kParameter, {name}});
    } else {
      Word literal{Kind::kLiteral, {}};
      for (std::size_t at = 0; at <= word.size();) {
        const std::size_t end = std::min(word.find('|', at), word.size());
        literal.alternatives.emplace_back(word.substr(at, end - at));
        at = end + 1;
      }
      pattern.words_.push_back(std::move(literal));
    }
  }
  if (pattern.words_.empty() || pattern.words_.front().kind != Kind::kLiteral ||
      pattern.words_.front().alternatives.size() != 1) {
    return failure(ErrorCode::kInvalidArgument, "a pattern starts with a plain word");
  }
  for (std::size_t i = 0; i + 1 < pattern.words_.size(); ++i) {
    const Word& word = pattern.words_[i];
    if (word.kind != Kind::kLiteral || word.alternatives.size() != 1) break;
    pattern.head_ += word.alternatives.front() + ' ';
  }
  const Values none;
  pattern.display_ = pattern.display(Bindings{&parameters, &none});
  return pattern;
}

bool WordPattern::may_concern(std::string_view text) const {
  if (text.starts_with("no ")) text.remove_prefix(3);
  if (text.starts_with(head_) || head_.empty()) return true;
  // `no ip http authentication` ends with the head's last word; people also write two blanks
  // between words.
  return text == std::string_view(head_).substr(0, head_.size() - 1) ||
         text.find("  ") != std::string_view::npos;
}

bool WordPattern::word_matches(const Word& word, std::string_view text, const Bindings& bindings) {
  switch (word.kind) {
    case Kind::kLiteral:
      return std::find(word.alternatives.begin(), word.alternatives.end(), text) !=
             word.alternatives.end();
    case Kind::kParameter: {
      const std::string& name = word.alternatives.front();
      if (const std::string* value = bindings.value(name)) return *value == text;
      const Parameter* parameter = bindings.parameter(name);
      if (!parameter->choices.empty()) {
        return std::find(parameter->choices.begin(), parameter->choices.end(), text) !=
               parameter->choices.end();
      }
      return fits(parameter->type, text);
    }
    case Kind::kAnyWord:
    case Kind::kRest:
      return true;
  }
  return false;
}

bool WordPattern::matches(const std::vector<std::string_view>& words,
                          const Bindings& bindings) const {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    if (words_[i].kind == Kind::kRest) return true;
    if (i >= words.size() || !word_matches(words_[i], words[i], bindings)) return false;
  }
  return words.size() == words_.size();
}

bool WordPattern::negated_by(const std::vector<std::string_view>& words,
                             const Bindings& bindings) const {
  std::size_t literals = 0;
  while (literals < words_.size() && words_[literals].kind == Kind::kLiteral) ++literals;
  if (words.size() < literals) return false;
  for (std::size_t i = 0; i < words.size() && i < words_.size(); ++i) {
    if (words_[i].kind == Kind::kRest) return true;
    if (!word_matches(words_[i], words[i], bindings)) return false;
  }
  return true;
}

bool WordPattern::sets_same(const std::vector<std::string_view>& words,
                            const Bindings& bindings) const {
  if (words.size() < words_.size()) return false;
  for (std::size_t i = 0; i + 1 < words_.size(); ++i) {
    if (words_[i].kind == Kind::kRest) return true;
    if (!word_matches(words_[i], words[i], bindings)) return false;
  }
  return true;
}

std::string WordPattern::display(const Bindings& bindings) const {
  if (bindings.values->empty() && !display_.empty()) return display_;
  std::string text;
  for (const Word& word : words_) {
    std::string shown;
    switch (word.kind) {
      case Kind::kLiteral:
        shown = fmt::format("{}", fmt::join(word.alternatives, "|"));
        break;
      case Kind::kParameter: {
        const Parameter* parameter = bindings.parameter(word.alternatives.front());
        const std::string* value = bindings.value(word.alternatives.front());
        shown =
            value != nullptr && !parameter->secret ? *value : fmt::format("<{}>", parameter->name);
        break;
      }
      case Kind::kAnyWord:
      case Kind::kRest:
        shown = "…";
        break;
    }
    text += (text.empty() ? "" : " ") + shown;
  }
  return text;
}

}  // namespace lw::procedure
