// A session over the web interface of ASA, PIX and FWSM (ASDM's, documented by the vendor as the
// "HTTP Interface for Automation"): commands by GET /admin/exec/…, configuration by POST
// /admin/config. Owned by whoever made it; one coroutine at a time.
//
// What is different from a session on a terminal:
// * configure() sends a line outside all sections together with the lines of its section (those
//   that begin with a blank) as one request, and the device enters all of them, whatever it says to
//   one. The first refused line is found and named and nothing of the next section is sent, but
//   lines BEHIND it in the same section may have been taken.
// * Answers can't be given: a command that asks something is refused before anything is sent.
// * prompt() is made up: "hostname#", "hostname/context#".
// The session keeps one connection. User-Agent is "CSM": since 2019 the device takes Basic logins
// only from programs on a list, and this name is on it by default (verified).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "net/http.h"
#include "session/session.h"

namespace lw::session {

struct AsaWebOptions {
  Options session;
  // Every request goes to this context ("system" for the system space); empty: to the one that the
  // address leads to.
  std::string context;
};

[[nodiscard]] std::unique_ptr<Session> make_asa_web_session(
    std::unique_ptr<net::HttpClient> http, std::shared_ptr<const platform::Platform> platform,
    AsaWebOptions options = {});

// What an answer that is not 200 means on these devices.
[[nodiscard]] Error asa_status_error(const net::HttpResponse& response, bool nameless);

// Whether the user may do everything, from the answer to kSentinel; `words` are that answer as a
// message may show it.
[[nodiscard]] Result<void> check_full_privilege(std::string_view sentinel, std::string_view words);

}  // namespace lw::session
