// The Stream of one SSH channel, for both sides. Private to the room.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "net/ssh_session.h"
#include "net/stream.h"

namespace lw::net {

// `tend` runs after each read: a server answers there what the client asks besides.
[[nodiscard]] std::unique_ptr<Stream> make_ssh_stream(std::unique_ptr<SshSession> session,
                                                      ssh_channel channel, std::string description,
                                                      std::function<void(ssh_session)> tend);

}  // namespace lw::net
