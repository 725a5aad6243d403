// A session over the web server of an IPS sensor: control transactions in XML, no command line.
// Owned by whoever made it; one coroutine at a time.
//
// What is different from a session on a terminal:
// * run() knows three commands, and refuses any other: "show version", "show configuration" (of the
//   services host and web-server), and "show events" with its filters (ips_event_query.h), which
//   subscribes, fetches what there is (500 at most) and ends the subscription again.
// * configure() sends each service's lines, up to the "exit" that leaves it, as one request, which
//   the sensor takes whole or not at all (inferred): a refusal is told of the service's first line.
// * What a sensor is told is kept at once: save() has nothing to do.
// * prompt() is made up: "sensor#".
#pragma once

#include <memory>

#include "net/http.h"
#include "session/session.h"

namespace lw::session {

[[nodiscard]] std::unique_ptr<Session> make_ips_web_session(
    std::unique_ptr<net::HttpClient> http, std::shared_ptr<const platform::Platform> platform,
    Options options = {});

}  // namespace lw::session
