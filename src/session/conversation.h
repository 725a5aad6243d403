// Bytes in and out under a Reader: types lines and secrets, and waits until the device has
// something to say that rests. Everything above it deals in sights. One coroutine at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/stream.h"
#include "session/pace.h"
#include "session/reader.h"
#include "session/transcript.h"

namespace lw::session {

class Conversation {
 public:
  Conversation(std::unique_ptr<net::Stream> stream,
               std::shared_ptr<const platform::Platform> platform, Options options);

  // Nothing is typed: the device speaks first.
  void listen(Phase phase);
  // A line and Enter, as a new exchange.
  [[nodiscard]] net::Task<Result<void>> type(Phase phase, std::string line, std::string prompt,
                                             Deadline deadline);
  // An answer to a question within the exchange.
  [[nodiscard]] net::Task<Result<void>> answer(std::string text, bool raw, Deadline deadline);
  [[nodiscard]] net::Task<Result<void>> answer_secret(const Secret& secret, Deadline deadline);
  [[nodiscard]] net::Task<Result<void>> turn_page(Sight sight, Deadline deadline);
  [[nodiscard]] net::Task<Result<void>> quit_pager(Sight sight, Deadline deadline);
  // What comes unasked, until nothing more does: it answers nothing that is typed later.
  [[nodiscard]] net::Task<Result<void>> hear_out(Deadline deadline);
  // Takes back what somebody typed without Enter.
  [[nodiscard]] net::Task<Result<void>> clear_line(Deadline deadline);
  // Control keys, without Enter.
  [[nodiscard]] net::Task<Result<void>> press(std::string keys, Deadline deadline);

  // The next prompt or question. With `patience`, kNothing when the device stays wholly silent that
  // long. Never kNothing otherwise: kPromptNotSeen when an unknown question stands, or the deadline
  // passes behind unknown text; kTimeout when nothing came.
  [[nodiscard]] net::Task<Result<Sight>> next(Deadline deadline,
                                              std::optional<Deadline> patience = {});

  // Until the device closes; for the logout.
  [[nodiscard]] net::Task<void> drain(Deadline deadline);

  [[nodiscard]] Reader& reader() { return reader_; }
  [[nodiscard]] Transcript& transcript() { return transcript_; }
  [[nodiscard]] net::Stream& stream() { return *stream_; }
  // What the device said first of all: enough to tell protocols apart. Empty: nothing yet.
  [[nodiscard]] const std::string& greeting() const { return greeting_; }
  // kPromptNotSeen: `what`, and the last that was seen.
  [[nodiscard]] Error lost(std::string_view what) const;

 private:
  [[nodiscard]] net::Task<Result<void>> write(std::string bytes, Deadline deadline);
  [[nodiscard]] Result<void> took(std::size_t count);
  [[nodiscard]] std::string last_words() const;

  std::unique_ptr<net::Stream> stream_;
  std::shared_ptr<const platform::Platform> platform_;
  std::size_t output_limit_;
  Reader reader_;
  Transcript transcript_;
  Pace pace_;
  std::string greeting_;
  std::vector<char> buffer_;
};

}  // namespace lw::session
