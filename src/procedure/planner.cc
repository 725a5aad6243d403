// plan() and audit(): a procedure's templates against parameter values and a configuration.
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "procedure/definition.h"
#include "procedure/procedure.h"
#include "procedure/value_rules.h"

namespace lw::procedure {
namespace {

bool holds(const std::vector<When>& conditions, const Values& values) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const When& when) {
    const auto value = values.find(when.parameter);
    return value != values.end() && (when.value.empty() || value->second == when.value);
  });
}

bool wanted(const StepTemplate& step, const Values& values) { return holds(step.when, values); }

// Fills templates; remembers the parameters that had no value.
class Filler {
 public:
  Filler(const Procedure& procedure, const Values& values)
      : procedure_(procedure), values_(values) {}

  std::string fill(std::string_view text) {
    std::string filled;
    fill_part(text, filled);
    return filled;
  }
  // For RE2 patterns, in which brackets and braces have a meaning of their own: only `{name}` of a
  // parameter that has a value is filled in, as literal text.
  [[nodiscard]] std::string fill_pattern(std::string pattern) const {
    for (const auto& [name, value] : values_) {
      const std::string place = "{" + name + "}";
      const std::string literal = RE2::QuoteMeta(value);
      for (std::size_t at = 0; (at = pattern.find(place, at)) != std::string::npos;
           at += literal.size()) {
        pattern.replace(at, place.size(), literal);
      }
    }
    return pattern;
  }
  [[nodiscard]] const std::set<std::string>& missing() const { return missing_; }
  [[nodiscard]] const std::set<std::string>& open_secrets() const { return open_secrets_; }

 private:
  // "[…]" parts may be nested: the inner one only stands where the outer one does.
  void fill_part(std::string_view text, std::string& into) {
    for (std::size_t at = 0; at < text.size();) {
      if (text[at] == '[') {
        const std::size_t end = closing_bracket(text, at);
        const std::string_view part = text.substr(at + 1, end - at - 1);
        if (has_all(part)) fill_part(part, into);
        at = end + 1;
      } else if (text[at] == '{') {
        const std::size_t end = std::min(text.find('}', at), text.size() - 1);
        into += value_of(std::string(text.substr(at + 1, end - at - 1)));
        at = end + 1;
      } else {
        into += text[at++];
      }
    }
  }

  static std::size_t closing_bracket(std::string_view text, std::size_t open) {
    int depth = 0;
    for (std::size_t at = open; at < text.size(); ++at) {
      if (text[at] == '[') ++depth;
      if (text[at] == ']' && --depth == 0) return at;
    }
    return text.size() - 1;
  }

  // Whether every parameter of the part, outside its own optional parts, has a value.
  bool has_all(std::string_view part) {
    int depth = 0;
    for (std::size_t at = 0; at < part.size(); ++at) {
      if (part[at] == '[') ++depth;
      if (part[at] == ']') --depth;
      if (part[at] != '{' || depth != 0) continue;
      const std::size_t end = part.find('}', at);
      if (!values_.contains(part.substr(at + 1, end - at - 1))) return false;
    }
    return true;
  }

  std::string value_of(const std::string& name) {
    const auto value = values_.find(name);
    if (value != values_.end()) return value->second;
    const auto parameter = std::find_if(procedure_.parameters.begin(), procedure_.parameters.end(),
                                        [&](const Parameter& one) { return one.name == name; });
    const bool secret = parameter != procedure_.parameters.end() && parameter->secret;
    (secret ? open_secrets_ : missing_).insert(name);
    return fmt::format("<{}>", name);
  }

  const Procedure& procedure_;
  const Values& values_;
  std::set<std::string> missing_;
  std::set<std::string> open_secrets_;
};

struct StepVerdict {
  const StepTemplate* step;
  Verdict verdict;
};

struct Assessment {
  bool ready = true;
  std::vector<StepVerdict> steps;  // those that a configuration shows
  std::vector<Verdict> conditions;
};

// Defaults choose steps, but are no demand on values: any value of a parameter that was not given
// will do.
Assessment assess(const Procedure& procedure, const Target& target, const Way& way,
                  const configtext::Document& running) {
  const Context context{running, target, Bindings{&procedure.parameters, &way.chosen}};
  Assessment result;
  for (const StepTemplate& step : procedure.compiled->steps) {
    if (!step.done || !wanted(step, way.complete)) continue;
    result.steps.push_back({&step, step.done->evaluate(context)});
    result.ready = result.ready && (step.advised || result.steps.back().verdict.holds);
  }
  for (const ConditionPtr& condition : procedure.compiled->conditions) {
    result.conditions.push_back(condition->evaluate(context));
    result.ready = result.ready && result.conditions.back().holds;
  }
  return result;
}

bool is_ready(const Procedure& procedure, const Target& target, const Way& way,
              const configtext::Document& running) {
  const Context context{running, target, Bindings{&procedure.parameters, &way.chosen}};
  const auto holds = [&](const ConditionPtr& condition) { return condition->holds(context); };
  const auto done = [&](const StepTemplate& step) {
    return step.advised || !step.done || !wanted(step, way.complete) || holds(step.done);
  };
  return std::ranges::all_of(procedure.compiled->steps, done) &&
         std::ranges::all_of(procedure.compiled->conditions, holds);
}

struct ChosenWay {
  Values complete;
  Assessment assessment;
};

// The first complete way; otherwise the first.
ChosenWay best_way(const Procedure& procedure, const Target& target, const Values& values,
                   const configtext::Document& running) {
  const std::vector<Way> given =
      values.empty() ? std::vector<Way>{} : ways_of(procedure.parameters, values);
  const std::vector<Way>& ways = values.empty() ? procedure.compiled->open_ways : given;
  const auto ready = std::ranges::find_if(ways, [&](const Way& way) {
    return ways.size() > 1 && is_ready(procedure, target, way, running);
  });
  const Way& best = ready == ways.end() ? ways.front() : *ready;
  return {best.complete, assess(procedure, target, best, running)};
}

// Writes the steps of a plan, entering and leaving sections.
class Writer {
 public:
  explicit Writer(Filler& filler) : filler_(filler) {}

  void add(const StepTemplate& step, const std::string& section, const std::string& command) {
    if (section != section_) leave();
    if (section != section_ && !section.empty()) {
      push(step, "", section, "enters the section");
      section_ = section;
      section_step_ = steps_.size() - 1;
    }
    push(step, step.submode, command, step.why);
    if (section.empty()) return;
    submode_ = step.submode;
    // The section is entered for every line in it: it shows as soon as one of them does.
    steps_[section_step_].visible |= steps_.back().visible;
  }

  std::vector<Step> finish() {
    leave();
    return std::move(steps_);
  }

 private:
  void leave() {
    if (section_.empty()) return;
    Step step;
    step.id = "leave";
    step.submode = submode_;
    step.command = "exit";
    step.why = "leaves the section";
    step.visible = steps_[section_step_].visible;
    steps_.push_back(std::move(step));
    section_.clear();
  }

  void push(const StepTemplate& from, std::string_view submode, const std::string& command,
            std::string why) {
    Step step;
    step.id = from.id;
    step.mode = from.mode;
    step.submode = submode;
    step.command = command;
    step.why = std::move(why);
    step.visible = from.done != nullptr || from.mode == StepMode::kExec;
    if (command != section_) {
      step.secret = from.secret;
      step.moves = from.moves;
      for (const auto& [dialog, answer] : from.answers) step.answers[dialog] = filler_.fill(answer);
    }
    steps_.push_back(std::move(step));
  }

  Filler& filler_;
  std::vector<Step> steps_;
  std::string section_;
  std::size_t section_step_ = 0;  // index of the step that entered it
  std::string submode_;
};

void write_step(Writer& writer, Filler& filler, const StepTemplate& step, const Verdict* verdict) {
  if (verdict != nullptr && !verdict->fixes.empty()) {
    for (const Fix& fix : verdict->fixes) writer.add(step, fix.section, fix.command);
    return;
  }
  writer.add(step, filler.fill(step.section), filler.fill(step.command));
}

Result<void> require_values(const Procedure& procedure, const std::set<std::string>& missing) {
  if (missing.empty()) return {};
  std::vector<std::string> needed;
  for (const Parameter& parameter : procedure.parameters) {
    if (!missing.contains(parameter.name)) continue;
    needed.push_back(fmt::format(
        "{} ({})", parameter.name,
        parameter.choices.empty() ? std::string(rule_of(parameter.type).value_or(""))
                                  : fmt::format("one of {}", fmt::join(parameter.choices, ", "))));
  }
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("{} needs a value for: {}", procedure.id, fmt::join(needed, "; ")),
                 fmt::format("give it with --set {}=…", *missing.begin()));
}

enum class Secrets { kMayBeOpen, kNeeded };

Result<std::vector<SetupStep>> fill_setups(const Procedure& procedure, const Target& target,
                                           const Values& complete, Secrets secrets) {
  Filler filler(procedure, complete);
  std::vector<SetupStep> steps;
  for (const SetupTemplate& setup : procedure.compiled->setups) {
    const auto& known = target.platform->setups;
    const bool has =
        std::ranges::find(known, setup.dialog, &platform::SetupDialog::id) != known.end();
    if (!has || !holds(setup.when, complete)) continue;
    for (const SetupTemplate::Answer& answer : setup.answers) {
      std::string filled = filler.fill(answer.answer);
      if (filled.empty()) continue;  // nothing is given: the device's own offer is taken
      steps.push_back(
          {setup.dialog, answer.question, std::move(filled), answer.why, answer.secret});
    }
  }
  std::set<std::string> missing = filler.missing();
  if (secrets == Secrets::kNeeded)
    missing.insert(filler.open_secrets().begin(), filler.open_secrets().end());
  LW_TRY(require_values(procedure, missing));
  return steps;
}

Result<void> require_platform(const Procedure& procedure, const Target& target) {
  if (applies(procedure, target)) return {};
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("{} does not apply to {}", procedure.id, target.platform->name),
                 fmt::format("it applies to: {}", fmt::join(procedure.platforms, ", ")));
}

}  // namespace

std::vector<Way> ways_of(const std::vector<Parameter>& parameters, const Values& given) {
  std::vector<Way> ways = {{given, {}}};
  for (const Parameter& parameter : parameters) {
    if (!parameter.variant || given.contains(parameter.name)) continue;
    std::vector<std::string> choices = parameter.choices;
    if (parameter.default_value) {
      std::erase(choices, *parameter.default_value);
      choices.insert(choices.begin(), *parameter.default_value);
    }
    std::vector<Way> more;
    for (const Way& way : ways) {
      for (const std::string& choice : choices) {
        more.push_back(way);
        more.back().chosen[parameter.name] = choice;
      }
    }
    ways = std::move(more);
  }
  for (Way& way : ways) {
    way.complete = way.chosen;
    for (const Parameter& parameter : parameters) {
      if (parameter.default_value)
        way.complete.try_emplace(parameter.name, *parameter.default_value);
    }
  }
  return ways;
}

std::string_view name(Status status) {
  switch (status) {
    case Status::kReady:
      return "ready";
    case Status::kNotReady:
      return "not_ready";
    case Status::kNotApplicable:
      return "not_applicable";
  }
  return "";
}

bool applies(const Procedure& procedure, const Target& target) {
  const auto& platforms = procedure.platforms;
  return std::find(platforms.begin(), platforms.end(), target.platform->name) != platforms.end();
}

Result<Plan> plan(const Procedure& procedure, const Target& target, const Values& values,
                  const configtext::Document* running) {
  LW_TRY(require_platform(procedure, target));
  LW_TRY(check_values(procedure, values));

  Plan plan;
  plan.notes = procedure.notes;
  Values complete = ways_of(procedure.parameters, values).front().complete;
  std::optional<Assessment> assessment;
  if (running != nullptr) {
    auto [filled, assessed] = best_way(procedure, target, values, *running);
    complete = std::move(filled);
    plan.satisfied = assessed.ready;
    for (const Verdict& condition : assessed.conditions) {
      plan.notes.insert(plan.notes.end(), condition.missing.begin(), condition.missing.end());
    }
    assessment = std::move(assessed);
  }

  Filler filler(procedure, complete);
  Writer writer(filler);
  Writer unseen(filler);
  for (const StepTemplate& step : procedure.compiled->steps) {
    if (!wanted(step, complete)) continue;
    const Verdict* verdict = nullptr;
    if (assessment) {
      const auto judged = std::find_if(assessment->steps.begin(), assessment->steps.end(),
                                       [&](const StepVerdict& one) { return one.step == &step; });
      if (judged != assessment->steps.end()) {
        if (judged->verdict.holds) continue;
        verdict = &judged->verdict;
      }
    }
    if (plan.satisfied) {
      if (step.mode == StepMode::kConfigure) write_step(unseen, filler, step, nullptr);
    } else {
      write_step(writer, filler, step, verdict);
    }
  }
  plan.steps = writer.finish();
  plan.unseen = unseen.finish();
  if (!plan.satisfied) LW_TRY(require_values(procedure, filler.missing()));
  plan.open_secrets.assign(filler.open_secrets().begin(), filler.open_secrets().end());
  if (running == nullptr) {
    LW_ASSIGN(plan.setup, fill_setups(procedure, target, complete, Secrets::kMayBeOpen));
  }
  for (const Proof& proof : procedure.compiled->proofs) {
    plan.proofs.push_back(
        {filler.fill(proof.command), filler.fill_pattern(proof.expect), proof.why});
  }
  return plan;
}

Result<std::vector<SetupStep>> setup_steps(const Procedure& procedure, const Target& target,
                                           const Values& values) {
  LW_TRY(require_platform(procedure, target));
  LW_TRY(check_values(procedure, values));
  return fill_setups(procedure, target, ways_of(procedure.parameters, values).front().complete,
                     Secrets::kNeeded);
}

Result<Finding> audit(const Procedure& procedure, const Target& target, const Values& values,
                      const configtext::Document& running) {
  Finding finding;
  finding.procedure = procedure.id;
  if (!applies(procedure, target)) return finding;
  LW_TRY(check_values(procedure, values));
  auto [complete, assessment] = best_way(procedure, target, values, running);
  const auto take = [&](Verdict& verdict) {
    std::move(verdict.evidence.begin(), verdict.evidence.end(),
              std::back_inserter(finding.evidence));
    std::move(verdict.missing.begin(), verdict.missing.end(), std::back_inserter(finding.missing));
  };
  for (StepVerdict& one : assessment.steps) {
    if (one.step->advised && !one.verdict.holds) continue;
    take(one.verdict);
  }
  for (Verdict& verdict : assessment.conditions) take(verdict);
  finding.status = assessment.ready ? Status::kReady : Status::kNotReady;
  return finding;
}

}  // namespace lw::procedure
