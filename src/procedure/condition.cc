#include "procedure/condition.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace lw::procedure {
namespace {

using configtext::Line;

// The words of a line, and whether `no` stood in front of them.
struct Command {
  bool negated;
  std::vector<std::string_view> words;
};

Command command_of(std::string_view text) {
  Command command{false, split_words(text)};
  if (!command.words.empty() && command.words.front() == "no") {
    command.negated = true;
    command.words.erase(command.words.begin());
  }
  return command;
}

class LineCondition final : public Condition {
 public:
  LineCondition(WordPattern pattern, LineMeaning meaning)
      : pattern_(std::move(pattern)), meaning_(meaning) {}

  bool holds(const Context& context) const override { return look(context).found.has_value(); }

  Verdict evaluate(const Context& context) const override {
    const Sighting seen = look(context);
    Verdict verdict;
    verdict.holds = seen.found.has_value();
    if (seen.found) {
      verdict.evidence.push_back(evidence_of(context, *seen.found));
      return verdict;
    }
    const std::string wanted = pattern_.display(context.bindings);
    if (seen.defeated_by) {
      verdict.evidence.push_back(evidence_of(context, *seen.defeated_by));
      verdict.missing.push_back(fmt::format("{} (line {} says: {})", wanted,
                                            verdict.evidence.back().line,
                                            verdict.evidence.back().text));
    } else {
      verdict.missing.push_back(wanted);
    }
    return verdict;
  }

 private:
  // At most one of them.
  struct Sighting {
    std::optional<std::uint32_t> found;
    std::optional<std::uint32_t> defeated_by;
  };

  Sighting look(const Context& context) const {
    Sighting seen;
    for (const std::uint32_t index : context.running.top_level(pattern_.first_word())) {
      const std::string_view text = context.running.lines()[index].text;
      if (!pattern_.may_concern(text)) continue;
      const Command command = command_of(text);
      if (command.negated) {
        if (pattern_.negated_by(command.words, context.bindings)) seen = {{}, index};
      } else if (pattern_.matches(command.words, context.bindings)) {
        seen = {index, {}};
      } else if (meaning_ == LineMeaning::kSetting &&
                 pattern_.sets_same(command.words, context.bindings)) {
        seen = {{}, index};
      }
    }
    return seen;
  }

  WordPattern pattern_;
  LineMeaning meaning_;
};

class SectionCondition final : public Condition {
 public:
  SectionCondition(WordPattern section, std::vector<WordPattern> lines)
      : section_(std::move(section)), lines_(std::move(lines)) {}

  Verdict evaluate(const Context& context) const override {
    Verdict best;
    std::optional<std::size_t> fewest;
    for (const std::uint32_t index : context.running.top_level(section_.first_word())) {
      const std::string_view text = context.running.lines()[index].text;
      if (!section_.may_concern(text)) continue;
      const Command command = command_of(text);
      if (command.negated || !section_.matches(command.words, context.bindings)) continue;
      Verdict verdict = evaluate_section(context, index);
      if (verdict.holds) return verdict;
      if (!fewest || verdict.missing.size() < *fewest) {
        fewest = verdict.missing.size();
        best = std::move(verdict);
      }
    }
    if (!fewest) {
      best.missing.push_back(section_.display(context.bindings));
      for (const WordPattern& line : lines_) {
        best.missing.push_back(fmt::format("{}: {}", section_.display(context.bindings),
                                           line.display(context.bindings)));
      }
    }
    return best;
  }

 private:
  Verdict evaluate_section(const Context& context, std::uint32_t section) const {
    Verdict verdict;
    verdict.evidence.push_back(evidence_of(context, section));
    const auto children = context.running.children(section);
    for (const WordPattern& wanted : lines_) {
      std::optional<std::uint32_t> found;
      for (const std::uint32_t child : children) {
        const Command command = command_of(context.running.lines()[child].text);
        if (command.negated && wanted.negated_by(command.words, context.bindings)) found.reset();
        if (!command.negated && wanted.matches(command.words, context.bindings)) found = child;
      }
      if (found) {
        verdict.evidence.push_back(evidence_of(context, *found));
      } else {
        verdict.missing.push_back(fmt::format("{}: {}", context.running.lines()[section].text,
                                              wanted.display(context.bindings)));
      }
    }
    verdict.holds = verdict.missing.empty();
    return verdict;
  }

  WordPattern section_;
  std::vector<WordPattern> lines_;
};

class AnywhereCondition final : public Condition {
 public:
  explicit AnywhereCondition(WordPattern pattern) : pattern_(std::move(pattern)) {}
  Verdict evaluate(const Context& context) const override {
    Verdict verdict;
    const auto lines = context.running.lines();
    for (std::uint32_t index = 0; index < lines.size(); ++index) {
      if (lines[index].kind != configtext::LineKind::kCommand) continue;
      if (!lines[index].text.starts_with(pattern_.first_word())) continue;
      if (!pattern_.matches(split_words(lines[index].text), context.bindings)) continue;
      verdict.evidence.push_back(evidence_of(context, index));
      verdict.holds = true;
      return verdict;
    }
    verdict.missing.push_back(pattern_.display(context.bindings));
    return verdict;
  }

 private:
  WordPattern pattern_;
};

void append(Verdict& into, Verdict&& from) {
  const auto move_all = [](auto& target, auto& source) {
    target.insert(target.end(), std::make_move_iterator(source.begin()),
                  std::make_move_iterator(source.end()));
  };
  move_all(into.evidence, from.evidence);
  move_all(into.missing, from.missing);
  move_all(into.fixes, from.fixes);
}

class AllOf final : public Condition {
 public:
  explicit AllOf(std::vector<ConditionPtr> parts) : parts_(std::move(parts)) {}
  bool holds(const Context& context) const override {
    return std::ranges::all_of(parts_, [&](const auto& part) { return part->holds(context); });
  }
  Verdict evaluate(const Context& context) const override {
    Verdict whole;
    whole.holds = true;
    for (const ConditionPtr& part : parts_) {
      Verdict verdict = part->evaluate(context);
      whole.holds = whole.holds && verdict.holds;
      append(whole, std::move(verdict));
    }
    return whole;
  }

 private:
  std::vector<ConditionPtr> parts_;
};

class AnyOf final : public Condition {
 public:
  explicit AnyOf(std::vector<ConditionPtr> parts) : parts_(std::move(parts)) {}
  bool holds(const Context& context) const override {
    return std::ranges::any_of(parts_, [&](const auto& part) { return part->holds(context); });
  }
  // When none holds, the first is what the procedure would do: its words are the ones to show.
  Verdict evaluate(const Context& context) const override {
    const auto good =
        std::ranges::find_if(parts_, [&](const auto& part) { return part->holds(context); });
    return (good == parts_.end() ? parts_.front() : *good)->evaluate(context);
  }

 private:
  std::vector<ConditionPtr> parts_;
};

class NoneOf final : public Condition {
 public:
  NoneOf(ConditionPtr inner, std::string what) : inner_(std::move(inner)), what_(std::move(what)) {}
  bool holds(const Context& context) const override { return !inner_->holds(context); }
  Verdict evaluate(const Context& context) const override {
    Verdict inner = inner_->evaluate(context);
    Verdict verdict;
    verdict.holds = !inner.holds;
    if (inner.holds) {
      verdict.evidence = std::move(inner.evidence);
      verdict.missing.push_back(what_);
    }
    return verdict;
  }

 private:
  ConditionPtr inner_;
  std::string what_;
};

}  // namespace

ConditionPtr line_condition(WordPattern pattern, LineMeaning meaning) {
  return std::make_shared<LineCondition>(std::move(pattern), meaning);
}
ConditionPtr section_condition(WordPattern section, std::vector<WordPattern> lines) {
  return std::make_shared<SectionCondition>(std::move(section), std::move(lines));
}
ConditionPtr anywhere_condition(WordPattern pattern) {
  return std::make_shared<AnywhereCondition>(std::move(pattern));
}
ConditionPtr all_of(std::vector<ConditionPtr> conditions) {
  return std::make_shared<AllOf>(std::move(conditions));
}
ConditionPtr any_of(std::vector<ConditionPtr> conditions) {
  return std::make_shared<AnyOf>(std::move(conditions));
}
ConditionPtr none_of(ConditionPtr condition, std::string what) {
  return std::make_shared<NoneOf>(std::move(condition), std::move(what));
}

Evidence evidence_of(const Context& context, std::uint32_t line) {
  const Line& found = context.running.lines()[line];
  return {found.number, context.target.platform->redact(to_utf8(found.text))};
}

}  // namespace lw::procedure
