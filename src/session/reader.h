// Reads a device: takes bytes as they come, however cut, and says what stands at the end of them:
// a prompt, a question, a pager, or nothing yet. It never waits and never writes. Pure: the heart
// of the session, tested byte by byte. A sight is a proposal: the caller must let the stream rest
// for a moment (see pace.h) before it acts, because output may go on behind it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/platform.h"
#include "session/echo.h"
#include "session/prompt.h"
#include "session/screen.h"

namespace lw::session {

enum class Phase {
  kLogin,    // anybody's prompt, questions for user and password, refusals
  kArrival,  // anybody's prompt: the transport has logged the user in
  kEnable,   // our prompt, a question for the password, refusals
  kCommand,  // our prompt, the platform's dialogs
  kSetup,    // anybody's prompt, the questions of one set-up dialogue and no others
};

enum class Seen {
  kNothing,
  kPrompt,
  kForeignPrompt,  // has the form of a prompt and another name
  kPager,
  kDialog,
  kUsername,
  kPassword,
  kPressReturn,
  kRefused,
  kSetup,          // a set-up dialogue begins, where a prompt would stand
  kSetupQuestion,  // one of its questions, within it
};

// How much speaks for it: what may as well be a banner's text must rest longer. Doubtful is a
// password asked of nobody, or a prompt before the echo of a device that is known to echo. Unechoed
// is a user name asked for again before the one that was given has come back: the question may be
// older than the answer.
enum class Evidence { kUnechoed, kDoubtful, kWeak, kStrong };

struct Sight {
  Seen seen = Seen::kNothing;
  Evidence evidence = Evidence::kWeak;
  std::optional<Prompt> prompt;
  const platform::Dialog* dialog = nullptr;
  const platform::SetupDialog* setup = nullptr;
  const platform::SetupQuestion* setup_question = nullptr;
  std::size_t length = 0;  // of a pager's question
  std::string words;       // of a refusal
};

class Reader {
 public:
  Reader(std::shared_ptr<const platform::Platform> platform, std::size_t limit);

  // From here on what arrives answers `typed`, sent when the device had prompted with `prompt`.
  void begin(Phase phase, std::string_view typed, std::string_view prompt);
  // From here on the device holds this dialogue; what stands there already counts.
  void begin_setup(const platform::SetupDialog& setup);
  // The same exchange goes on after an answer to a question; its echo is taken out.
  void answered(std::string_view typed);
  void pager_answered(const Sight& sight);
  // A password was sent: what may be the first prompt is only asked to show itself again, and a
  // further question for user or password may as well be a banner's text.
  void gave_secret() { secret_given_ = true; }
  // A new name of the device, entered before, may come into effect within this exchange.
  void allow_rename() { rename_allowed_ = true; }

  void feed(std::string_view bytes);
  // The stream rests: what was held back as a possible echo is none.
  void rest();
  [[nodiscard]] Sight look();

  // The device's name in its prompt; until then, or after forget(), any name will do.
  void learn(std::string host) { host_ = std::move(host); }
  void forget() { host_.reset(); }
  [[nodiscard]] const std::optional<std::string>& host() const { return host_; }

  [[nodiscard]] const Screen& screen() const { return screen_; }
  [[nodiscard]] bool echo_seen() const { return echo_seen_; }
  [[nodiscard]] std::optional<std::size_t> width() const { return width_; }
  // The unfinished line ends as questions do, whoever asks.
  [[nodiscard]] bool looks_like_question() const;
  // Bytes are held back that may be echo.
  [[nodiscard]] bool holding() const { return echo_.holding(); }
  // The last lines as they are, for whoever reports them.
  [[nodiscard]] std::string last_lines() const;

 private:
  void follow_lines();
  [[nodiscard]] std::optional<Sight> find_prompt() const;
  [[nodiscard]] std::optional<Sight> find_pager() const;
  // What stands at the end. Questions of one line are matched as a line, so that `^` means its
  // beginning; those that span lines are matched against the last lines.
  struct End {
    std::string line;
    std::string lines;
    [[nodiscard]] bool has(const platform::Pattern& question) const;
  };
  [[nodiscard]] static End end_of(std::string_view text, std::string_view line);
  [[nodiscard]] End end() const;
  // What log messages have hidden; nullopt: no such message stands at the end.
  [[nodiscard]] std::optional<End> end_before_log() const;
  [[nodiscard]] std::size_t length_of_question_like_a_host(std::string_view line) const;
  [[nodiscard]] bool may_ask_password() const;
  [[nodiscard]] std::optional<Sight> find_prompt_before_log(const End& end) const;
  [[nodiscard]] std::optional<Sight> find_question(const End& end) const;
  [[nodiscard]] const platform::Dialog* find_dialog(const End& end) const;
  [[nodiscard]] bool may_ask_behind_prompt() const;
  // What the prompt may begin with: the whole name, or the part that no switch-over changes.
  [[nodiscard]] std::vector<std::string_view> names_in_front() const;
  [[nodiscard]] std::optional<Sight> find_setup(const End& end) const;
  [[nodiscard]] std::optional<Sight> find_setup_question(const End& end) const;
  [[nodiscard]] bool is_behind_login() const;
  [[nodiscard]] Sight prompt_sight(const Prompt& prompt, Evidence evidence) const;

  std::shared_ptr<const platform::Platform> platform_;
  Screen screen_;
  EchoFilter echo_;
  Phase phase_ = Phase::kLogin;
  const platform::SetupDialog* setup_ = nullptr;  // in phase kSetup
  std::string typed_;
  std::string prompt_;
  std::optional<std::string> host_;
  std::optional<std::size_t> width_;
  std::optional<std::string> refusal_;
  std::size_t followed_ = 0;  // how far the finished text was looked through
  std::size_t answered_ = 0;  // of the finished text: up to the last answer to a question
  bool secret_given_ = false;
  bool rename_allowed_ = false;
  bool echo_seen_ = false;
  bool echoes_ = false;     // this device echoes commands
  bool ends_line_ = false;  // the echo of an answer ends the question's line
  std::string plain_;       // what the echo filter let through, kept to spare allocations
};

}  // namespace lw::session
