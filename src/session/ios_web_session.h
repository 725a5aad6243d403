// A session over the web interfaces of IOS and IOS XE: POST /ios_web_exec/commandset where the
// device has it, else the pages below /level/15/exec. login() finds out. Owned by whoever made it;
// one coroutine at a time.
//
// What is different from a session on a terminal:
// * configure() sends a line outside all sections together with the lines of its section (those
//   that begin with a blank) as one request. The device stops inside it at a line that it can't
//   read, but not at one that it reads and refuses (verified): the first refused line is found and
//   named and nothing of the next section is sent, but lines BEHIND it in the same section may have
//   been taken. An answer to a configuration line that the platform does not know as harmless means
//   that the line was refused (so does the vendor's own client, verified).
// * What asks something, a text over several lines, and, where there are only the pages, a section
//   goes over the side channel, a session on a terminal that is opened when it is first needed.
//   Without one, it is refused before anything is sent.
// * prompt() is made up: "hostname#".
#pragma once

#include <functional>
#include <memory>

#include "net/http.h"
#include "session/session.h"

namespace lw::session {

// Opens and logs in a session over SSH to the same device; null: there is no such way.
using SideChannel = std::function<net::Task<Result<std::unique_ptr<Session>>>(Deadline)>;

[[nodiscard]] std::unique_ptr<Session> make_ios_web_session(
    std::unique_ptr<net::HttpClient> http, std::shared_ptr<const platform::Platform> platform,
    SideChannel side_channel, Options options = {});

}  // namespace lw::session
