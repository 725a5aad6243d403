// A session with a module of a chassis, opened from the supervisor's command line, as a stream: a
// session with the module runs over it as over any other. The stream owns the session with the
// supervisor; same loop, one coroutine at a time.
#pragma once

#include <memory>

#include "net/stream.h"
#include "platform/platform.h"
#include "session/session.h"

namespace lw::session {

// Types the platform's command and waits until the module speaks. kUnreachable: no module there, or
// none that can be talked to, in the supervisor's words; then the supervisor was left politely.
// kUnsupported: this family, or the session's transport, leads to no module. When the stream is
// closed it leaves the module (by the escape keys when the module did not end the session), then
// the supervisor. A read ends with kConnectionLost when the supervisor speaks again.
[[nodiscard]] net::Task<Result<std::unique_ptr<net::Stream>>> enter_module(
    std::unique_ptr<Session> supervisor, std::shared_ptr<const platform::Platform> platform,
    unsigned slot, Deadline deadline);

}  // namespace lw::session
