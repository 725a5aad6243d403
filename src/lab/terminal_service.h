// Carries one client's bytes between a connection and its session at a simulated device. Sleeps
// until bytes come, others have given the session something to show, or its idle time is over.
// Runs on the lab's thread.
#pragma once

#include <memory>
#include <string>

#include "lab/host.h"
#include "net/stream.h"

namespace lw::lab {

// Until one side ends it. `command`: of an SSH exec request, typed for the client; empty: a shell.
[[nodiscard]] net::Task<> serve_terminal(std::unique_ptr<net::Stream> stream, Host& host,
                                         Arrival arrival, std::string command);

// The console line, while this connection lasts: nothing is shown before a key is pressed unless
// the line is new.
[[nodiscard]] net::Task<> serve_console(std::unique_ptr<net::Stream> stream, Host& host,
                                        Arrival arrival);

// "127.0.0.1" of "ssh 127.0.0.1:50312": descriptions of accepted streams end in the peer.
[[nodiscard]] std::string peer_address(const net::Stream& stream);

}  // namespace lw::lab
