// Finds out what an SSH-2 server offers, after an exchange of keys has failed in a way that hides
// it: a server that closes at once may take its own offer away again before it was read. Asks on a
// further connection and goes no further than the offer. Private to the room; call from a Task of a
// Loop.
#pragma once

#include <optional>

#include "base/deadline.h"
#include "net/endpoint.h"
#include "net/route.h"
#include "net/ssh_offer.h"
#include "net/task.h"

namespace lw::net {

// nullopt when the server makes no offer within a few seconds.
[[nodiscard]] Task<std::optional<SshOffer>> probe_ssh(Endpoint endpoint, Route& route,
                                                      Deadline deadline);

}  // namespace lw::net
