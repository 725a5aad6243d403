// A dialogue in which a device asks for its first settings: by itself, where a prompt would stand,
// while it has no configuration, or after a command ("setup"). Also the short ones in which a
// device forces a password on whoever logs in. Data; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/pattern.h"

namespace lw::platform {

struct SetupQuestion {
  std::string id;                     // of its own within a family: answers are given by it
  Pattern question;                   // at the end of what was received
  std::optional<std::string> answer;  // where the caller gives none; empty: takes what the device
                                      // offers. nullopt: only the caller can answer
  bool secret = false;                // the answer is one
  std::string credential;             // which of the device's own it asks for: "password",
                                      // "enable_password"; empty: none
  std::string sets;                   // which of them the answer becomes: "password"; empty: none
  bool first = false;                 // nothing was asked before it: the dialogue has just begun
  bool repeats = false;               // may be asked again; any other: the answer was refused
  bool shown = false;                 // the answer stands in the review
  bool reviews = false;               // asks to confirm what stands above it: the review
  // A review that offers more questions: the offer, in the text above, and the answer that takes
  // it, given while answers that it should show are left whose questions have not come.
  Pattern offer;
  std::string take_offer;
};

struct SetupDialog {
  std::string id;      // "preconfigure"
  std::string title;   // for people
  Pattern begins;      // as a question's; stands where a prompt would
  std::string accept;  // the answer to `begins`; empty: it is the first of the questions already
  std::optional<std::string> decline;  // the answer to `begins` that leads to a prompt and changes
                                       // nothing; nullopt: there is none
  std::string command;                 // begins it on a device at its prompt; empty: none does
  bool in_configure = false;           // the command belongs to the configuration mode
  std::string abandon;                 // keys that leave it and change nothing; empty: none do
  std::vector<SetupQuestion> questions;

  [[nodiscard]] const SetupQuestion* find(std::string_view question_id) const;
};

}  // namespace lw::platform
