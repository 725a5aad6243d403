// A two-way stream of bytes to a peer: what a conversation runs over, whatever carries it (Telnet,
// an SSH shell channel, raw TCP). One coroutine reads and writes it at a time; it belongs to one
// loop.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "base/deadline.h"
#include "base/result.h"
#include "net/task.h"

namespace lw::net {

// How the peer's side of a stream ended, once a read gave kConnectionLost.
enum class StreamEnd {
  kBroken,   // reset, or nobody can tell
  kClosed,   // closed in order, as far as the transport below tells: anyone on the way can do that
  kGoodbye,  // the peer itself said that nothing follows
};

class Stream {
 public:
  virtual ~Stream() = default;

  // At least one byte into `buffer`, and how many. kConnectionLost when the peer has closed,
  // kTimeout at the deadline (the stream stays usable), kCancelled when cancel() was called.
  [[nodiscard]] virtual Task<Result<std::size_t>> read_some(std::span<char> buffer,
                                                            Deadline deadline) = 0;
  // All of `bytes`.
  [[nodiscard]] virtual Task<Result<void>> write(std::string_view bytes, Deadline deadline) = 0;

  [[nodiscard]] virtual StreamEnd end() const { return StreamEnd::kBroken; }

  // Says goodbye as the protocol does, then closes; never waits past the deadline.
  [[nodiscard]] virtual Task<void> close(Deadline deadline) = 0;

  // From any thread: makes the read or write under way, and every later one, end with kCancelled.
  virtual void cancel() = 0;

  // On the loop's thread: the read that waits ends with kTimeout although its deadline has not
  // come; when none waits, the next one that would. For who has news for the stream's reader.
  // Streams that only clients read do nothing.
  virtual void interrupt() {}

  // For messages: "telnet 127.0.0.1:2301".
  [[nodiscard]] virtual std::string description() const = 0;
};

}  // namespace lw::net
