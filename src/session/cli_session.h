// The Session over a stream that carries a command line. Login and enable are in login.cc, set-up
// dialogues in setup.cc, failover pairs in cli_failover.cc, what is done at a prompt in
// cli_session.cc. Owned by whoever called make_session; one coroutine at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "session/conversation.h"
#include "session/session.h"

namespace lw::session {

class CliSession final : public Session {
 public:
  CliSession(std::unique_ptr<net::Stream> stream,
             std::shared_ptr<const platform::Platform> platform, TransportLogin transport_login,
             Options options);

  net::Task<Result<void>> login(const Credentials& credentials, Deadline deadline) override;
  net::Task<Result<Output>> run(std::string command, Answers answers, Deadline deadline) override;
  net::Task<Result<std::vector<Output>>> configure(std::vector<ConfigureLine> lines,
                                                   Deadline deadline) override;
  net::Task<Result<SetupEnd>> set_up(std::string setup, SetupAnswers answers,
                                     Deadline deadline) override;
  net::Task<Result<void>> check_writable(Deadline deadline) override;
  net::Task<Result<Saved>> save(Deadline deadline) override;
  net::Task<void> close(Deadline deadline) override;
  void cancel() override { conversation_.stream().cancel(); }

  net::Stream* terminal() override { return &conversation_.stream(); }
  platform::Mode mode() const override { return prompt_.mode; }
  const std::string& hostname() const override { return hostname_; }
  const std::string& prompt() const override { return prompt_.text; }

 private:
  enum class State { kNew, kReady, kOver };

  // login.cc
  [[nodiscard]] Error explain_arrival(Error error) const;
  net::Task<Result<void>> reach_prompt(const Credentials& credentials, Deadline deadline);
  struct Arrival;
  net::Task<Result<void>> wake(Arrival& arrival, Deadline deadline);
  net::Task<Result<void>> give_username(Arrival& arrival, const Credentials& credentials,
                                        Deadline deadline);
  // Believes it, or asks for it again; on a console, leaves the configuration mode first.
  net::Task<Result<void>> try_prompt(Arrival& arrival, Prompt prompt, Deadline deadline);
  net::Task<Result<void>> await_late_prompts(Deadline deadline);
  net::Task<Result<void>> enable(const Secret& password, Deadline deadline);
  [[nodiscard]] net::Task<bool> return_to_prompt(Deadline deadline);
  net::Task<Result<void>> turn_paging_off(Deadline deadline);

  // setup.cc
  struct Setup;
  // Holds it or declines it, and goes on in `phase`.
  net::Task<Result<void>> meet_setup(const platform::SetupDialog& dialog, Phase phase,
                                     Deadline deadline);
  // One that stands at a question: goes on with it when it has just begun and has answers, else
  // leaves it, so that nothing of what somebody else answered is kept.
  net::Task<Result<void>> meet_begun_setup(Sight sight, Phase phase, Deadline deadline);
  // From its first question to what stands behind it.
  net::Task<Result<Sight>> hold_setup(const platform::SetupDialog& dialog,
                                      const SetupAnswers& answers, Deadline deadline);
  net::Task<Result<Sight>> ask_through(Setup& setup, Deadline deadline);
  net::Task<Result<void>> answer_question(Setup& setup, const platform::SetupQuestion& question,
                                          Deadline deadline);
  net::Task<Error> abandon_setup(const Setup& setup, Error error);

  // One line at the prompt, its dialogs and pages, up to the next prompt.
  net::Task<Result<Output>> exchange(std::string command, const Answers& answers,
                                     Deadline deadline);
  net::Task<Result<void>> reply(const platform::Dialog& dialog, const Answers& answers,
                                Deadline deadline);
  // After a command that changed the name: the new prompt is believed when it comes again.
  net::Task<Result<void>> learn_again(Prompt prompt, std::string_view command, Deadline deadline);
  net::Task<Result<std::vector<Output>>> enter_lines(std::vector<ConfigureLine> lines,
                                                     Deadline deadline);
  // After a refused line: kLoginRefused when the user has a role that may not configure.
  net::Task<Result<void>> check_role(Deadline deadline);
  enum class Leaving { kApply, kDiscard };
  net::Task<Result<void>> leave_configuration(Leaving leaving, Deadline deadline);

  // Whether the device keeps its configuration by itself, and its words.
  net::Task<Result<std::optional<std::string>>> saves_itself(Deadline deadline);

  // cli_failover.cc
  net::Task<Result<void>> check_unit(Deadline deadline);
  // Behind the line of that number, 1-based; 0: behind the command that enters configuration mode.
  net::Task<Result<void>> check_switch_over(const Output& output, std::size_t line,
                                            Deadline deadline);

  void learn(Prompt prompt, std::string host);
  [[nodiscard]] Result<void> ready() const;
  // Marks the session as over when `result` is an error.
  template <class T>
  Result<T> settle(Result<T> result) {
    if (!result) state_ = State::kOver;
    return result;
  }

  Conversation conversation_;
  std::shared_ptr<const platform::Platform> platform_;
  TransportLogin transport_login_;
  std::optional<SetupAnswers> setup_answers_;
  State state_ = State::kNew;
  Prompt prompt_;
  std::string hostname_;
  bool alone_ = false;           // the device was asked, and is no unit of a failover pair
  bool rename_entered_ = false;  // and not yet in effect
};

}  // namespace lw::session
