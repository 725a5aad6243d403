// What devices of a family tell about themselves: the commands to ask, and the patterns that find
// facts and children (security contexts, service modules) in the answers. Data of the platforms and
// pure functions on it; any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/pattern.h"

namespace lw::platform {

// How a fact about the vendor's text is known.
enum class Mark { kVerified, kInferred };

// By name ("model", "os_version"). Names are the data's: those that a device's entry in the
// inventory has too (host_name, image, firewall_mode, …) are taken over into it.
using Facts = std::map<std::string, std::string, std::less<>>;

struct FactPattern {
  Pattern pattern;   // searched for in each line; its named groups give the facts of their names
  Facts sets;        // facts that the line gives by being there
  bool all = false;  // each line counts, and the different values stand side by side: serial
                     // numbers of a stack. Otherwise the first line that gives a fact does
  Mark mark = Mark::kInferred;
};

enum class ChildKind { kContext, kModule };
[[nodiscard]] std::string_view name(ChildKind kind);  // "context"

// A line that speaks of a device within the device. Groups: `name` of a context, `slot` of a
// module; `model` and `serial` where the line tells them.
struct ChildPattern {
  ChildKind kind = ChildKind::kContext;
  std::string platform;  // what such a child is; empty: what its parent is
  Pattern pattern;
  Mark mark = Mark::kInferred;
};

struct Child {
  ChildKind kind = ChildKind::kContext;
  std::string platform;  // empty: that of the parent
  std::string name;      // of a context
  unsigned slot = 0;     // of a module
  std::string model = {};
  std::string serial = {};

  bool operator==(const Child&) const = default;
};

struct Question {
  std::string command;  // empty: about the running configuration
  std::string when;     // asked only where this fact …
  Pattern is;           // … has such a value; empty: always
  std::string keep;     // the answer itself is kept under this word: "licence"; empty: it is not
  std::vector<FactPattern> facts;  // asked in this order in each line
  std::vector<ChildPattern> children;

  // Whether to ask it of a device of which this much is known.
  [[nodiscard]] bool concerns(const Facts& known) const;
};

inline constexpr std::size_t kMostValues = 64;     // of a fact
inline constexpr std::size_t kMostChildren = 300;  // more than any firewall has contexts
inline constexpr std::size_t kLongestValue = 200;  // bytes

// What an answer to the question tells. A fact that is there already stays.
void take_facts(const Question& question, std::string_view answer, Facts& facts);
// In the order of the lines, each once.
[[nodiscard]] std::vector<Child> children_in(const Question& question, std::string_view answer);

}  // namespace lw::platform
