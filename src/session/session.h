// A conversation with a device: log in, know the mode, run commands, answer what the platform's
// table knows, stop at what it does not. One contract whatever carries the bytes.
//
// A Session belongs to one loop and to one coroutine at a time. Every call takes a deadline. After
// an error other than a rejected command the session is over: close() it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/deadline.h"
#include "base/result.h"
#include "base/secret.h"
#include "net/stream.h"
#include "platform/platform.h"
#include "session/holding.h"

namespace lw::session {

struct Credentials {
  std::string username;  // empty: the device asks for a password only
  Secret password;
  std::optional<Secret>
      enable_password;  // absent: not tried; present and empty: an empty enable password
};

// Why a line was refused, in the device's words.
struct Rejection {
  std::size_t index = 0;  // of the command among those given, 0-based
  std::string command;
  std::string message;                // "% Invalid input detected at '^' marker."
  std::optional<std::size_t> column;  // 0-based column of the `^` in the command
  std::string hint = {};              // what to do next; empty when nothing useful is known
};

struct Output {
  std::string command;
  std::string text;  // lines joined by \n, echo and prompt cut off, wrapped lines joined
  std::vector<std::string> log_lines;  // asynchronous messages set apart, in order
  std::vector<std::string> warnings;
  std::optional<Rejection> rejected;
};

// Answers to questions by the platform's dialog id ("key-modulus" -> "2048").
using Answers = std::map<std::string, std::string, std::less<>>;

struct ConfigureLine {
  std::string command;
  Answers answers;
};

// One line of the conversation, for a journal. Whole lines only, secrets replaced by "<secret>".
struct TranscriptLine {
  enum class Direction { kSent, kReceived };
  Direction direction;
  std::string text;
};

// What to say in the set-up dialogues of a platform, by the ids of their questions.
struct SetupAnswers {
  Answers plain;  // to a question that repeats: words, one for each time
  std::map<std::string, Secret, std::less<>> secret;
  // Asked before the first answer; false: the dialogue is left as it stands. None: yes.
  std::function<bool(const platform::SetupDialog&)> approve = {};

  // Whether any question of this dialogue has an answer here: only such a dialogue is held.
  [[nodiscard]] bool concern(const platform::SetupDialog& setup) const;
};

struct Options {
  std::size_t output_limit = std::size_t{64} << 20;            // bytes of one command's answer
  std::function<void(const TranscriptLine&)> transcript = {};  // called on the session's loop
  // For dialogues that the device begins by itself at a login; one without answers is declined, or
  // ends the login where it can't be.
  std::optional<SetupAnswers> setup = {};
};

// How the running configuration came to survive a reload.
struct Saved {
  std::string command;  // what was entered for it; empty: nothing had to be
  std::string note;     // what the device said when it was asked whether it must be told
};

// What stands behind a set-up dialogue.
enum class SetupEnd {
  kPrompt,
  kSessionOver,  // the device ended the session after it was told to keep the settings: its address
                 // may be another now, or it restarts
};

class Session : public Holding {
 public:
  virtual ~Session() = default;

  // To the privileged mode when the platform has one and credentials allow, otherwise to where the
  // login leads. kLoginRefused says whether user, password or enable password was refused; never
  // tries twice.
  [[nodiscard]] virtual net::Task<Result<void>> login(const Credentials& credentials,
                                                      Deadline deadline) = 0;

  // An exec command. A refusal by the device is an Output with `rejected`, not an error.
  [[nodiscard]] virtual net::Task<Result<Output>> run(std::string command, Answers answers,
                                                      Deadline deadline) = 0;

  // Exec commands in order, each with `each` of time, up to the first that the device refuses or
  // that fails: the next ones may have relied on it. One after the other, unless the transport can
  // put several into one request.
  struct RunAll {
    std::vector<Output> outputs;
    std::optional<Error> error;  // of commands[outputs.size()]
  };
  [[nodiscard]] virtual net::Task<RunAll> run_all(std::vector<std::string> commands,
                                                  Deadline::Clock::duration each);

  // Enters configuration mode, sends the lines one by one, stops at the first that is refused,
  // leaves configuration mode (also after a refusal). One Output per line that was sent; the
  // device's refusal to enter configuration mode is kCommandRejected. kConflict: the device is the
  // standby unit of a failover pair, or has become it in mid-work; the message says how far it got.
  [[nodiscard]] virtual net::Task<Result<std::vector<Output>>> configure(
      std::vector<ConfigureLine> lines, Deadline deadline) = 0;

  // Holds the set-up dialogue that a command of the device begins ("setup"), up to a prompt. Before
  // the device asks to confirm, it must have shown again what it was told; a question that is not
  // known, an answer that it does not take or shows otherwise ends the dialogue, with nothing
  // changed where the platform has keys that leave it so: the error says which. kCancelled when it
  // was not approved. kUnsupported where there is no such dialogue or no terminal.
  // kCommandRejected when the device does not begin it; kLoginRefused when the user may not.
  [[nodiscard]] virtual net::Task<Result<SetupEnd>> set_up(std::string setup, SetupAnswers answers,
                                                           Deadline deadline);

  // kConflict when the device is the standby unit of a failover pair: nothing may be written there.
  // configure(), save() and run() of a command that writes ask by themselves; this is for who would
  // rather know before planning.
  [[nodiscard]] virtual net::Task<Result<void>> check_writable(Deadline deadline);

  // Makes the running configuration survive a reload. kCommandRejected when the device does not
  // confirm it.
  [[nodiscard]] virtual net::Task<Result<Saved>> save(Deadline deadline) = 0;

  // Polite logout; never fails, never waits past the deadline.
  [[nodiscard]] virtual net::Task<void> close(Deadline deadline) = 0;

  // From any thread: ends the call under way with kCancelled.
  virtual void cancel() = 0;

  [[nodiscard]] virtual platform::Mode mode() const = 0;
  // The terminal below, for a session with a module of the device (module_stream.h); null where
  // there is none. While it is used, nothing else may be called here.
  [[nodiscard]] virtual net::Stream* terminal() { return nullptr; }
  // The host name learned from the prompt.
  [[nodiscard]] virtual const std::string& hostname() const = 0;
  // Exactly what the device prompted with last: "R1(config)#".
  [[nodiscard]] virtual const std::string& prompt() const = 0;
};

// A session over a stream that is already connected.
enum class TransportLogin {
  kDone,     // the transport (SSH) has already logged the user in
  kAsked,    // the device asks (Telnet)
  kConsole,  // a console line, on which anything may be left: silence, somebody's session in any
             // mode, half a line, a pager
};
[[nodiscard]] std::unique_ptr<Session> make_session(
    std::unique_ptr<net::Stream> stream, std::shared_ptr<const platform::Platform> platform,
    TransportLogin transport_login, Options options = {});

}  // namespace lw::session
