// For tests: a client that talks to a lab over real connections.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "net/endpoint.h"
#include "net/stream.h"
#include "net/telnet.h"

namespace lw::lab {

inline Deadline soon() { return Deadline::after(std::chrono::seconds(20)); }

// What to wait for, and the line to type then.
using Script = std::vector<std::pair<std::string, std::string>>;

// All that was shown.
inline net::Task<Result<std::string>> follow(net::Stream& stream, Script script) {
  std::string all;
  std::string unread;
  for (const auto& [expected, typed] : script) {
    while (unread.find(expected) == std::string::npos) {
      char buffer[4096];
      LW_CO_ASSIGN(const auto count, co_await stream.read_some(buffer, soon()));
      all.append(buffer, count);
      unread.append(buffer, count);
    }
    unread.clear();
    if (!typed.empty()) LW_CO_TRY(co_await stream.write(typed + "\r\n", soon()));
  }
  co_return all;
}

// One connection over Telnet.
inline net::Task<Result<std::string>> talk(net::Endpoint to, Script script) {
  LW_CO_ASSIGN(auto stream, co_await net::connect_telnet(to, net::direct_route(), soon()));
  auto all = co_await follow(*stream, std::move(script));
  co_await stream->close(soon());
  co_return all;
}

}  // namespace lw::lab
