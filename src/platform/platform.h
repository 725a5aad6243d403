// A device family as data: how it prompts, what it asks, how it refuses, how its text looks. Read
// from platforms/*.yaml, embedded in the binary and overridable from a folder. Immutable once
// loaded: any thread. Sources: facts in the files' own `source:` comments (guide page, vendor fact
// marks verified / inferred).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

// Patterns are RE2; RE2 itself stays out of this header.
namespace re2 {
class RE2;
}

namespace lw::platform {

using Pattern = std::shared_ptr<const re2::RE2>;

// The device's modes, by the access they give. A family lists those it has.
enum class Mode { kUser, kPrivileged, kConfigure };
[[nodiscard]] std::string_view name(Mode mode);

// What a mode's prompt looks like after the device's own name; see Platform::prompt.
struct ModePrompt {
  Mode mode;
  Pattern pattern;  // matched against the last line received, whole line, trailing blanks allowed;
                    // group 1 is the host name
};

// A question the device may ask in answer to a command, and what to say. Unknown questions abort.
struct Dialog {
  std::string id;      // "key-modulus", "confirm"
  Pattern question;    // matched at the end of what was received
  std::string answer;  // sent with a carriage return unless `raw`; "{name}" is filled from the
                       // command's answers
  bool raw = false;    // send the answer alone: the device reads a single key
  Pattern command;     // only in answer to commands that match this; null: any
};

// How a line of output is judged, in this order: harmless, a warning, a refusal of the command;
// anything else is output.
struct Verdicts {
  std::vector<Pattern> harmless;
  std::vector<Pattern> warnings;
  std::vector<Pattern> errors;
};

struct LoginPrompts {
  Pattern username;        // "Username: "
  Pattern password;        // "Password: "
  Pattern refused;         // "% Login invalid": the login was refused
  Pattern enable_refused;  // "% Bad secrets"
  Pattern press_return;    // "Press RETURN to get started"
};

struct Paging {
  Pattern more;                   // a pager's question at the end of what was received
  std::string more_answer = " ";  // shows the next page
  std::vector<std::string>
      off;  // commands that turn paging off for this session only; never configuration
};

struct Platform {
  std::string name;   // "cisco_ios"
  std::string title;  // "Cisco IOS routers and switches"
  std::string vendor;
  std::string dialect;  // configtext dialect: "ios", "asa", "catos", "ips"
  std::vector<ModePrompt> prompts;
  LoginPrompts login;
  Paging paging;
  std::vector<Dialog> dialogs;
  Verdicts verdicts;
  std::vector<Pattern> asynchronous;  // log lines that may appear anywhere
  std::string enable;                 // "enable"; empty: privileged on login
  std::string configure;              // "configure terminal"; empty: no separate mode
  std::string end_configure;          // "end"
  std::string save;                   // "write memory"; empty: saves by itself
  std::string running_config;         // "show running-config"
  std::string version;                // "show version"
  std::string logout;                 // "exit"
  // Group 1 is a secret in configuration text or a command.
  std::vector<Pattern> secrets;
};

// `text` with every secret that the platform's patterns find replaced by "<removed>".
[[nodiscard]] std::string redact(const Platform& platform, std::string_view text);

struct Recognition {
  std::string platform;    // "cisco_asa"
  std::string version;     // "9.8(3)21"; empty when not told
  std::string model;       // "ASA5520"; empty when not told
  std::string hostname;    // empty when not told
  std::string evidence;    // the line that told most
  std::uint32_t line = 0;  // its number, 1-based
};

class Registry {
 public:
  // The embedded families; with `folder`, its *.yaml add to them or replace those of the same name.
  // Errors name file and line.
  [[nodiscard]] static Result<Registry> load(const std::optional<std::string>& folder = {});

  // kNotFound with the list of known names.
  [[nodiscard]] Result<std::shared_ptr<const Platform>> find(std::string_view name) const;
  // By name.
  [[nodiscard]] std::vector<std::shared_ptr<const Platform>> all() const;

  // Which family wrote this configuration; nullopt when nothing tells. Looks at the head of the
  // text only.
  [[nodiscard]] std::optional<Recognition> recognise_config(std::string_view text) const;
  // The same from the output of `show version`.
  [[nodiscard]] std::optional<Recognition> recognise_version(std::string_view text) const;

 private:
  struct State;
  explicit Registry(std::shared_ptr<const State> state);
  std::shared_ptr<const State> state_;
};

}  // namespace lw::platform
