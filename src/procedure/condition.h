// What shows in a configuration that a step is done: a small tree of conditions, compiled from
// procedures/*.yaml. Immutable once compiled; evaluation is pure.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "configtext/document.h"
#include "procedure/procedure.h"
#include "procedure/word_pattern.h"

namespace lw::procedure {

// A line that would mend what a condition found wrong, and the section it belongs in (empty: none).
struct Fix {
  std::string section;
  std::string command;
};

struct Verdict {
  bool holds = false;
  std::vector<Evidence> evidence;
  std::vector<std::string> missing;  // in words; empty when it holds
  std::vector<Fix> fixes;            // when the condition knows better than the step's own command
};

struct Context {
  const configtext::Document& running;
  const Target& target;
  Bindings bindings;
};

class Condition {
 public:
  virtual ~Condition() = default;
  [[nodiscard]] virtual Verdict evaluate(const Context& context) const = 0;
  // evaluate().holds. Of the many ways in which a procedure could be done one is reported: the
  // others are only asked this, so what is asked often answers without words.
  [[nodiscard]] virtual bool holds(const Context& context) const { return evaluate(context).holds; }
};
using ConditionPtr = std::shared_ptr<const Condition>;

// A command outside all sections. The last word counts: a later `no` form defeats it and, for a
// command that holds one value (`setting`), so does another value.
enum class LineMeaning { kOneOfMany, kSetting };
[[nodiscard]] ConditionPtr line_condition(WordPattern pattern, LineMeaning meaning);

// Some section that the first pattern opens holds every one of the lines.
[[nodiscard]] ConditionPtr section_condition(WordPattern section, std::vector<WordPattern> lines);

// A command at any depth.
[[nodiscard]] ConditionPtr anywhere_condition(WordPattern pattern);

[[nodiscard]] ConditionPtr all_of(std::vector<ConditionPtr> conditions);
[[nodiscard]] ConditionPtr any_of(std::vector<ConditionPtr> conditions);
// `what` says in words what is wrong when the inner condition holds.
[[nodiscard]] ConditionPtr none_of(ConditionPtr condition, std::string what);

// The line as evidence, secrets removed.
[[nodiscard]] Evidence evidence_of(const Context& context, std::uint32_t line);

}  // namespace lw::procedure
