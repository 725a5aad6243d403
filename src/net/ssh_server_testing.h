// An SSH server for tests that greets and echoes, with one host key for the whole run. Test code
// only.
#pragma once

#include "net/ssh_server.h"
#include "net/stream_testing.h"

namespace lw::net {

inline const Secret& test_host_key() {
  static const Secret key = generate_ssh_host_key().value();
  return key;
}

// Says "admin@r1#", then sends back what it gets; a command is answered with "ran COMMAND".
inline Task<> greet_and_echo(SshShell shell) {
  if (shell.command) {
    EXPECT_TRUE(co_await shell.stream->write("ran " + *shell.command + "\n", soon()));
    co_await shell.stream->close(soon());
    co_return;
  }
  EXPECT_TRUE(co_await shell.stream->write(shell.username + "@r1#", soon()));
  char buffer[4096];
  for (;;) {
    const auto count = co_await shell.stream->read_some(buffer, soon());
    if (!count || !co_await shell.stream->write({buffer, *count}, soon())) co_return;
  }
}

// Lets "admin" in with "right".
inline SshServer serve_ssh(Loop& loop, std::function<Task<>(SshShell)> handler = greet_and_echo) {
  SshServerOptions options;
  options.host_key = test_host_key();
  options.login = judged_at_once([](std::string_view username, const Secret& password) {
    return username == "admin" && password.equals(Secret("right")) ? LoginAnswer::kAccepted
                                                                   : LoginAnswer::kRefused;
  });
  options.handler = std::move(handler);
  auto server = SshServer::create(loop, {"127.0.0.1", 0}, std::move(options));
  EXPECT_TRUE(server) << server.error().message;
  return std::move(*server);
}

}  // namespace lw::net
