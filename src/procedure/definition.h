// A procedure as compiled from its YAML file; see docs/procedures.md for the format. Private to
// this room.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "procedure/condition.h"
#include "procedure/procedure.h"

namespace lw::procedure {

// `when:`: the step belongs to the plan only if this parameter has a value, or this very value.
struct When {
  std::string parameter;
  std::string value;  // empty: any
};

struct StepTemplate {
  std::string id;
  StepMode mode = StepMode::kConfigure;
  std::string section;  // "line vty {first_line} {last_line}"; empty: none
  std::string submode;  // "config-line"
  std::string command;  // "[…]" is left out when a parameter inside it has no value
  std::string why;
  std::vector<When> when;
  std::vector<std::pair<std::string, std::string>> answers;  // dialog id, template
  ConditionPtr done;     // null: its effect does not show in a configuration
  bool advised = false;  // entered with the others, but no condition of being ready
  bool moves = false;    // what follows is entered over a new login, where the device then is
  bool secret = false;
};

// `setup:`: answers in a set-up dialogue, given when the parameters of `when` are.
struct SetupTemplate {
  struct Answer {
    std::string question;
    std::string answer;  // left out when a parameter in it has no value and is not required
    std::string why;
    bool secret = false;
  };
  std::string dialog;
  std::vector<When> when;
  std::vector<Answer> answers;
};

// One choice among the variants that were left open.
struct Way {
  Values chosen;    // what was given and what was chosen: all that conditions may hold a
                    // configuration to
  Values complete;  // with defaults: what a plan fills in
};

// Every way; one (nothing chosen) when no variant is open. The defaults come first.
[[nodiscard]] std::vector<Way> ways_of(const std::vector<Parameter>& parameters,
                                       const Values& given);

struct Procedure::Compiled {
  std::vector<Way>
      open_ways;  // ways_of() without any value given: made once, since audits ask for it most
  std::vector<SetupTemplate> setups;
  std::vector<StepTemplate> steps;
  std::vector<ConditionPtr> conditions;  // beyond those of the steps: what must not defeat them
  std::vector<Proof> proofs;             // command and pattern are templates
};

// Reads one file; errors name file and line. Hostile text is refused.
[[nodiscard]] Result<Procedure> read_procedure(std::string_view text, const std::string& source);

}  // namespace lw::procedure
