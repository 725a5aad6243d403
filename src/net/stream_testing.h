// What the tests of this room share: whole reads over a Stream, a listener on a port of the
// system's choice, a peer that says fixed bytes. Test code only.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "base/temporary_folder.h"
#include "net/listener.h"
#include "net/stream.h"

namespace lw::net {

inline Deadline soon() { return Deadline::after(std::chrono::seconds(10)); }
inline Deadline very_soon() { return Deadline::after(std::chrono::milliseconds(50)); }

// Reads until `end` has arrived; on an error, gives the error.
inline Task<Result<std::string>> read_until(Stream& stream, std::string end, Deadline deadline) {
  std::string text;
  while (text.find(end) == std::string::npos) {
    char buffer[512];
    LW_CO_ASSIGN(const auto count, co_await stream.read_some(buffer, deadline));
    text.append(buffer, count);
  }
  co_return text;
}

inline TcpListener listen(Loop& loop, TcpListener::Handler handler,
                          std::size_t most = TcpListener::kMostConnections) {
  auto listener = TcpListener::create(loop, {"127.0.0.1", 0}, std::move(handler), most);
  EXPECT_TRUE(listener) << listener.error().message;
  return std::move(*listener);
}

// A peer that sends `bytes` one at a time and then holds the line until the other side closes.
inline TcpListener::Handler says(std::string bytes) {
  return [bytes](std::unique_ptr<Stream> stream) -> Task<> {
    for (const char& byte : bytes) {
      if (!co_await stream->write({&byte, 1}, soon())) co_return;
    }
    char buffer[512];
    while (co_await stream->read_some(buffer, soon())) {
    }
  };
}

}  // namespace lw::net
