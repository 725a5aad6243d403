// A device family as data: how it prompts, what it asks, how it refuses, how its text looks. Read
// from platforms/*.yaml, embedded in the binary and overridable from a folder. Immutable once
// loaded: any thread. Sources: facts in the files' own `source:` comments (guide page, vendor fact
// marks verified / inferred).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/chassis.h"
#include "platform/discovery.h"
#include "platform/pair.h"
#include "platform/pattern.h"
#include "platform/pattern_set.h"
#include "platform/saving.h"
#include "platform/setup.h"
#include "platform/undo.h"

namespace lw::platform {

// The device's modes, by the access they give. A family lists those it has.
enum class Mode { kUser, kPrivileged, kConfigure };
[[nodiscard]] std::string_view name(Mode mode);

// What a mode's prompt looks like after the device's own name; see Platform::prompt.
struct ModePrompt {
  Mode mode;
  Pattern pattern;  // matched against the last line received, whole line, trailing blanks allowed;
                    // group 1 is the host name; IOS cuts a long one in configuration mode, so
                    // there it may be only the beginning of the name
};

// A question the device may ask in answer to a command, and what to say. Unknown questions abort.
// The first of a platform's dialogs that matches counts.
struct Dialog {
  using Answers = std::map<std::string, std::string, std::less<>>;

  std::string id;      // "key-modulus", "confirm"
  Pattern question;    // matched at the end of what was received
  std::string answer;  // sent with a carriage return unless `raw`; "{name}" is filled from the
                       // command's answers. "{<id>}" alone: only the caller can answer
  bool raw = false;    // send the answer alone: the device reads a single key
  bool behind_prompt = false;  // asked only after the prompt that `command` brings has been shown
  Pattern command;             // only in answer to commands that match this; none: any
  std::string discard;         // asks whether what was entered before takes effect: the answer
                               // that drops it, given when a line was refused. Empty: it does not

  // What to send: the caller's answer under this dialog's id, else `answer` filled in. nullopt:
  // the caller had to answer and did not, so the work must stop.
  [[nodiscard]] std::optional<std::string> reply(const Answers& given) const;
};

// A text by which the device refuses a line.
struct ErrorMarker {
  Pattern pattern;       // matched against each line of output
  bool warning = false;  // a warning: reported, does not reject
};

enum class Verdict {
  kPlain,    // output like any other
  kNote,     // looks like a refusal ("% Generating 2048 bit RSA keys") and is none
  kWarning,  // reported, does not reject
  kError,    // the device refused the line
};

struct LoginPrompts {
  Pattern username;        // "Username: "
  Pattern password;        // "Password: "
  Pattern refused;         // "% Login invalid": the login was refused
  Pattern enable_refused;  // "% Bad secrets"
  Pattern press_return;    // "Press RETURN to get started"
};

// The account that every device of the family has when it comes from the factory, and must change.
struct FactoryLogin {
  std::string username;  // empty: there is none
  std::string password;
};

struct Paging {
  Pattern more;                   // a pager's question at the end of what was received
  std::string more_answer = " ";  // shows the next page
  std::vector<std::string>
      off;  // commands that turn paging off for this session only; never configuration
};

// How the device says what the user may. Levels go up to 15 on the families that have them.
struct PrivilegeQuestion {
  std::string command;  // "show privilege"; empty: the family has no levels
  Pattern level;        // group 1 of a line of the answer
};
inline constexpr int kFullPrivilege = 15;

// How the device says in which role the user works, where it has roles in place of levels.
struct RoleQuestion {
  std::string command;      // "show privilege"; empty: there are no roles
  Pattern role;             // group 1 of a line of the answer
  std::string configuring;  // the one that may configure
};

// A command that asks something before it is done, so that only a terminal can carry it.
struct InteractiveCommand {
  Pattern command;
  Pattern unless;   // the words that make it ask nothing ("noconfirm"); null: there are none
  std::string why;  // what it asks: "asks whether to reload"
};

// How devices of some versions of a family are managed (guide pages 2-1 to 2-3), in the names of
// transports that users write: what they mean is said above this room.
struct TransportRule {
  std::string versions;              // for people, and to choose by: "12.3+"
  Pattern matches;                   // the device's version; none: any other
  std::string standard;              // "https": used where nothing else is set
  std::vector<std::string> allowed;  // the standard one among them
};

struct Platform {
  std::string name;   // "cisco_ios"
  std::string title;  // "Cisco IOS routers and switches"
  std::string vendor;
  std::string dialect;  // configtext dialect: "ios", "asa", "catos", "ips"
  std::vector<ModePrompt> prompts;
  LoginPrompts login;
  FactoryLogin factory_login;
  Paging paging;
  std::vector<Dialog> dialogs;
  std::vector<SetupDialog> setups;  // the first that begins so counts
  std::vector<InteractiveCommand> interactives;
  std::vector<Pattern> harmless;  // lines that an error marker would take wrongly: asked first
  std::vector<ErrorMarker> errors;
  std::vector<Pattern> asynchronous;  // log lines that may appear anywhere
  std::vector<Pattern> interrupting;  // those without a mark of their own that also begin in
                                      // mid-line; they end with it
  Pattern progress;                   // what stands in front of an answer's first line while the
                                      // device makes it (a spinner): cut off
  std::string enable;                 // "enable"; empty: privileged on login
  std::string configure;              // "configure terminal"; empty: no separate mode
  std::string end_configure;          // "end"
  std::string save;                   // "write memory"; empty: saves by itself
  std::string running_config;         // "show running-config"
  std::string startup_config;         // "show startup-config"; empty: there is no such command
  std::string version;                // "show version"
  std::string logout;                 // "exit"
  SavingMode saving;
  Pair pair;
  Chassis chassis;
  PrivilegeQuestion privilege;
  std::vector<Undo> undo;  // in the order to try; empty: the device takes nothing back by itself
  RoleQuestion role;
  std::vector<Question> discovery;        // in the order to ask
  std::string line_end = "\r";            // what Enter sends
  std::vector<TransportRule> transports;  // never empty; the last one takes every version
  std::vector<Pattern> secret_words;      // group 1 is a secret in configuration text or a command:
                                          // redacted wherever shown
  PatternSet secret_set;                  // all of them in one, in the same order
  std::vector<Pattern> noise;  // lines of configuration text that change by themselves and
                               // say nothing of what the device does: time stamps, sizes
  PatternSet noise_set;        // all of them in one

  // The rule for devices of this version; an empty one, not told, is taken for any other.
  [[nodiscard]] const TransportRule& transports_of(std::string_view os_version) const;

  // What the command asks before it is done; nullopt: nothing.
  [[nodiscard]] std::optional<std::string_view> interactive(std::string_view command) const;
  // The level that the answer to privilege.command tells; nullopt: it tells none.
  [[nodiscard]] std::optional<int> privilege_level(std::string_view answer) const;
  // What one line of output says about the command before it. Asynchronous lines are kPlain.
  [[nodiscard]] Verdict judge(std::string_view line) const;
  [[nodiscard]] bool is_asynchronous(std::string_view line) const;
  // Where in a line one of `interrupting` begins; npos: nowhere.
  [[nodiscard]] std::size_t find_interruption(std::string_view line) const;
  // The line, with or without a carriage return, is one of `noise`.
  [[nodiscard]] bool is_noise(std::string_view line) const;
  // `text` with every secret replaced by "<secret>", line by line; private keys that span lines are
  // found within one text.
  [[nodiscard]] std::string redact(std::string_view text) const;
};

struct Recognition {
  std::string platform;    // "cisco_asa"
  std::string version;     // "9.8(3)21"; empty when not told
  std::string model;       // "ASA5520"; empty when not told
  std::string hostname;    // empty when not told
  std::string evidence;    // the line that told
  std::uint32_t line = 0;  // its number, 1-based
};

class Registry {
 public:
  // The embedded families; with `folder`, files there add to them or replace those of the same
  // name. Errors name file and line.
  [[nodiscard]] static Result<Registry> load(const std::optional<std::string>& folder = {});

  // kNotFound with the list of known names.
  [[nodiscard]] Result<std::shared_ptr<const Platform>> find(std::string_view name) const;
  [[nodiscard]] std::vector<std::shared_ptr<const Platform>> all() const;
  // Whether one of two families extends the other, so that what is done with a device of the one
  // works with a device of the other too.
  [[nodiscard]] bool akin(std::string_view one, std::string_view other) const;

  // Which family wrote this configuration; nullopt when nothing tells (never a guess from
  // indentation alone) and when two unrelated families fit equally well. Looks at the head of the
  // text only (the first 400 lines or 64 KiB).
  [[nodiscard]] std::optional<Recognition> recognise_config(std::string_view text) const;
  // The same from the output of `show version`.
  [[nodiscard]] std::optional<Recognition> recognise_version(std::string_view text) const;

 private:
  struct Families;
  explicit Registry(std::shared_ptr<const Families> families);
  std::shared_ptr<const Families> families_;
};

}  // namespace lw::platform
