// The guide's preparation tasks as data: what to enter, in which mode, how to see in a
// configuration that it is done, and how to prove it on a device. Read from procedures/*.yaml,
// embedded and extensible from a folder. Everything here is pure and immutable once loaded: any
// thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "configtext/document.h"
#include "platform/platform.h"

namespace lw::procedure {

// Parameter values by name, as the user gave them (`--set hostname=r1`); plan() and audit() check
// them.
using Values = std::map<std::string, std::string, std::less<>>;

struct Parameter {
  std::string name;
  std::string type;  // value_rules.h: "hostname", "name31", "vty_line", "port", "ipv4", "choice",
                     // "secret", …
  std::vector<std::string> choices;
  std::optional<std::string> default_value;
  bool required = false;
  bool secret = false;  // its value is shown in the plan's commands for the device alone
  bool variant =
      false;         // chooses between ways to do it: without a value, an audit accepts any of them
  std::string help;  // says how the guide's literal form differs from the default, and why
};

struct Procedure {
  std::string id;
  std::string title;
  std::string guide_page;  // "2-4"; empty for a site's own
  std::string summary;
  std::vector<std::string> platforms;
  std::vector<std::string> changes_access;  // ways in that it opens or closes: "+ssh", "-telnet"
  bool moves = false;                       // one of its steps does
  std::vector<Parameter> parameters;
  // The parameters `username` and `password` are an account of the device itself, which one of the
  // steps makes; otherwise they are another machine's.
  bool makes_account = false;
  std::vector<std::string> notes;  // where it differs from the guide, and what it can't do
  struct Compiled;
  std::shared_ptr<const Compiled> compiled;
};

enum class StepMode { kExec, kConfigure };

struct Step {
  std::string id;
  StepMode mode = StepMode::kConfigure;
  std::string submode;  // "config-line" when entered in a section; empty outside
  std::string command;  // exactly what to type
  std::string why;
  std::map<std::string, std::string, std::less<>> answers;  // by the platform's dialog id
  bool secret = false;                                      // the command holds a secret
  bool visible =
      true;  // its effect shows in a configuration; false: only a proof on the device tells
  bool moves = false;  // the device may be elsewhere behind it: another address, port or protocol
};

// An answer in the set-up dialogue of a device without a configuration.
struct SetupStep {
  std::string dialog;    // of the platform: "preconfigure"
  std::string question;  // its id
  std::string answer;    // to a question that repeats: words
  std::string why;
  bool secret = false;  // the answer is one
};

// A command whose output proves on the device that the procedure is done.
struct Proof {
  std::string command;
  std::string expect;  // RE2 that a line of the output must match
  std::string why;
};

struct Plan {
  std::vector<SetupStep> setup;  // only without a configuration
  std::vector<Step> steps;  // with a configuration: what is missing there; empty when satisfied
  std::vector<Step>
      unseen;  // left out, because a configuration can't show them: needed if a proof fails
  bool satisfied = false;  // the configuration meets every condition that can be seen in it
  std::vector<Proof> proofs;
  std::vector<std::string> notes;
  // Secret parameters without a value, for which "<name>" stands in the steps: people type them in
  // themselves, and no program may enter such a step.
  std::vector<std::string> open_secrets;
};

enum class Status { kReady, kNotReady, kNotApplicable };
[[nodiscard]] std::string_view name(Status status);

struct Evidence {
  std::uint32_t line = 0;  // 1-based in the file; 0: about the text as a whole
  std::string text;        // the line (secrets removed) or what was concluded
};

struct Finding {
  std::string procedure;
  Status status = Status::kNotApplicable;
  std::vector<Evidence> evidence;
  std::vector<std::string> missing;  // what is not there, or what defeats it
};

struct Hazard {
  std::uint32_t line = 0;
  std::string rule;  // "banner-prompt", "banner-login", "prompt-ending"
  std::string text;
};

class Library {
 public:
  // The embedded procedures; a folder's *.yaml add to them or replace those with the same id.
  // Errors name file and line.
  [[nodiscard]] static Result<Library> load(const std::optional<std::string>& folder = {});

  // kNotFound with the list of known ids.
  [[nodiscard]] Result<std::shared_ptr<const Procedure>> find(std::string_view id) const;
  // By id.
  [[nodiscard]] const std::vector<std::shared_ptr<const Procedure>>& all() const {
    return procedures_;
  }

 private:
  std::vector<std::shared_ptr<const Procedure>> procedures_;
};

struct Target {
  std::shared_ptr<const platform::Platform> platform;
  std::string os_version;  // empty: not known
};

[[nodiscard]] bool applies(const Procedure& procedure, const Target& target);

// The commands to enter. kInvalidArgument (with the rule) for a wrong, unknown or missing parameter
// and for a platform that the procedure does not apply to. With `running`, only what is missing
// there.
[[nodiscard]] Result<Plan> plan(const Procedure& procedure, const Target& target,
                                const Values& values, const configtext::Document* running);

// What to answer in the set-up dialogues that the procedure speaks about, of those that the
// platform has; empty when the parameters for them are not given. Errors as plan(); also for a
// secret that is missing.
[[nodiscard]] Result<std::vector<SetupStep>> setup_steps(const Procedure& procedure,
                                                         const Target& target,
                                                         const Values& values);

// Whether the configuration meets every condition. Parameters that are not given are free: any
// value satisfies.
[[nodiscard]] Result<Finding> audit(const Procedure& procedure, const Target& target,
                                    const Values& values, const configtext::Document& running);

// The guide's line-ending hazards (page 2-5), for any family.
[[nodiscard]] std::vector<Hazard> hazards(const configtext::Document& running);

}  // namespace lw::procedure
