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

namespace lw::procedure {

// Parameter values by name, as the user gave them (`--set hostname=r1`), checked by plan() and
// audit().
using Values = std::map<std::string, std::string, std::less<>>;

struct Parameter {
  std::string name;
  std::string
      type;  // "hostname", "name31", "vty_line", "port", "ipv4", "netmask", "choice", "secret", …
  std::vector<std::string> choices;
  std::optional<std::string> default_value;
  bool required = false;
  bool secret =
      false;  // its value never appears in output other than the plan's command for the device
  std::string rule;  // what a value must be, in words: shown when one is refused
  std::string help;  // includes how the guide's literal form differs from the default, and why
};

// Public face of a loaded procedure; the compiled conditions stay inside this room.
struct Procedure {
  std::string id;
  std::string title;
  std::string guide_page;  // "2-4"; empty for a site's own
  std::string summary;
  std::vector<std::string> platforms;
  std::vector<std::string>
      changes_access;  // transports it opens or closes: "+ssh", "-telnet" (prepare's lockout guard)
  std::vector<Parameter> parameters;
  struct Compiled;
  std::shared_ptr<const Compiled> compiled;
};

enum class StepMode { kExec, kConfigure };

struct Step {
  std::string id;
  StepMode mode = StepMode::kConfigure;
  std::string submode;  // "line vty 0 4" section it is entered in, for display; empty at the top
  std::string command;  // exactly what to type
  std::string why;
  std::map<std::string, std::string, std::less<>>
      answers;          // to the dialogs it raises, by the platform's dialog id
  bool secret = false;  // the command holds a secret: redact when shown
};

// A command whose output proves on the device that the procedure is done.
struct Proof {
  std::string command;
  std::string expect;  // RE2 that some line of the output must match
  std::string why;
};

struct Plan {
  std::vector<Step>
      steps;               // with a configuration: only what is missing, and nothing when satisfied
  bool satisfied = false;  // the configuration already meets every condition
  std::vector<Proof> proofs;
  std::vector<std::string> notes;  // differences from the guide, hazards that the plan can't remove
};

enum class Status { kReady, kNotReady, kNotApplicable };
[[nodiscard]] std::string_view name(Status status);

struct Evidence {
  std::uint32_t line = 0;  // 1-based in the file; 0: about the text as a whole
  std::string text;        // the line (secrets redacted) or what was concluded
};

struct Finding {
  std::string procedure;
  Status status = Status::kNotApplicable;
  std::vector<Evidence> evidence;    // what shows the state
  std::vector<std::string> missing;  // what is not there, or is defeated and by what
};

struct Hazard {
  std::uint32_t line = 0;
  std::string rule;  // "banner-prompt", "banner-login", "prompt-ending"
  std::string text;
};

class Library {
 public:
  // The embedded procedures; a folder's add to them or replace those with the same id. Errors name
  // file and line.
  [[nodiscard]] static Result<Library> load(const std::optional<std::string>& folder = {});

  [[nodiscard]] Result<std::shared_ptr<const Procedure>> find(std::string_view id) const;
  [[nodiscard]] std::vector<std::shared_ptr<const Procedure>> all() const;

 private:
  std::vector<std::shared_ptr<const Procedure>> procedures_;
};

struct Target {
  std::string platform;
  std::string os_version;  // empty: not known
};

// The commands to enter. kInvalidArgument (with the rule) for a wrong, unknown or missing parameter
// and for a platform that the procedure does not apply to. With `running`, only what is missing
// there.
[[nodiscard]] Result<Plan> plan(const Procedure& procedure, const Target& target,
                                const Values& values, const configtext::Document* running);

// Whether the configuration meets every condition of the procedure. Parameters that are not given
// are free: any value satisfies.
[[nodiscard]] Result<Finding> audit(const Procedure& procedure, const Target& target,
                                    const Values& values, const configtext::Document& running);

// The guide's line-ending hazards (page 2-5), for any family.
[[nodiscard]] std::vector<Hazard> hazards(const configtext::Document& running);

}  // namespace lw::procedure
