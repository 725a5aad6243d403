// What a device that has been logged in to tells about itself: the questions of its platform, the
// running configuration, and what both say. It holds a session and changes nothing. Belongs to the
// coroutine that runs it.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "platform/discovery.h"
#include "platform/platform.h"
#include "session/session.h"

namespace lw::discovery {

// An answer that is kept as it stands, secrets removed.
struct Answer {
  std::string kind;  // "licence"
  std::string command;
  std::string text;
};

struct Told {
  platform::Facts facts;
  std::vector<platform::Child> children;
  // The kinds of which all were seen: that there is none is a fact, too.
  std::set<platform::ChildKind> counted;
  std::vector<Answer> answers;
  // Commands that the device does not have or does not let the user enter, with its words: that is
  // a fact, too.
  std::map<std::string, std::string, std::less<>> refused;
  std::string running_config;  // with its secrets: never to be shown as it is
  std::string recognised;      // the family that its version tells; empty: none
};

// kConflict: the version tells another family than `platform`, and none that it is akin to; nothing
// more is asked then. An error ends the session with it: what was told so far may miss anything.
// `until`: where a fact has this value nothing more is asked, and the rest of `Told` stays empty.
struct StopAt {
  std::string fact;
  std::string value;
};
[[nodiscard]] net::Task<Result<Told>> interview(session::Session& session,
                                                std::shared_ptr<const platform::Platform> platform,
                                                const platform::Registry& registry,
                                                std::optional<StopAt> until,
                                                Deadline::Clock::duration each);

}  // namespace lw::discovery
