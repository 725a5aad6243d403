// The lab's TACACS+ server on a port. Runs on the loop's thread.
#pragma once

#include "base/result.h"
#include "lab/tacacs_server.h"
#include "net/listener.h"
#include "net/loop.h"

namespace lw::lab {

// `server` must outlive the listener. Errors as TcpListener::create().
[[nodiscard]] Result<net::TcpListener> serve_tacacs(net::Loop& loop,
                                                    const AaaServerDescription& server);

}  // namespace lw::lab
