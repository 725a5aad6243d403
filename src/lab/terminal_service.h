// Carries one client's bytes between a connection and its session at a simulated device. Runs on
// the loop that the device belongs to.
#pragma once

#include <memory>
#include <string>

#include "lab/device.h"
#include "lab/faults.h"
#include "net/stream.h"

namespace lw::lab {

// Until one side ends it. `command`: of an SSH exec request, typed for the client; empty: a shell.
[[nodiscard]] net::Task<> serve_terminal(std::unique_ptr<net::Stream> stream, Device& device,
                                         Arrival arrival, Faults faults, std::string command);

// "127.0.0.1" of "ssh 127.0.0.1:50312": descriptions of accepted streams end in the peer.
[[nodiscard]] std::string peer_address(const net::Stream& stream);

}  // namespace lw::lab
