// What the sessions over web interfaces share: commands that only read go several to a request, any
// other goes alone; every request stands by itself, so there are no modes and no questions. There
// is no prompt either: one is made up from the device's name. Owned by whoever made the session;
// one coroutine at a time.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "session/output.h"
#include "session/session.h"
#include "session/transcript.h"
#include "session/web_access.h"

namespace lw::session {

// The name that a line "hostname r1" of a configuration gives; empty: there is none.
[[nodiscard]] std::string hostname_in(std::string_view text);

class WebSession : public Session {
 public:
  net::Task<Result<Output>> run(std::string command, Answers answers, Deadline deadline) final;
  net::Task<RunAll> run_all(std::vector<std::string> commands,
                            Deadline::Clock::duration each) final;
  net::Task<void> close(Deadline deadline) override;
  void cancel() override { access_.http().cancel(); }

  platform::Mode mode() const override {
    return state_ == State::kNew ? platform::Mode::kUser : platform::Mode::kPrivileged;
  }
  const std::string& hostname() const override { return hostname_; }
  const std::string& prompt() const override { return prompt_; }

 protected:
  enum class State { kNew, kReady, kOver };

  WebSession(std::unique_ptr<net::HttpClient> http,
             std::shared_ptr<const platform::Platform> platform, Options options,
             std::string user_agent);

  // One command in a request of its own.
  [[nodiscard]] virtual net::Task<Result<Output>> run_alone(std::string command,
                                                            Deadline deadline) = 0;
  // Commands that only read, in one request. nullopt: their answers can't be told apart, so that
  // each must be asked alone.
  using Together = std::optional<std::vector<Output>>;
  [[nodiscard]] virtual net::Task<Result<Together>> run_together(std::vector<std::string> commands,
                                                                 Deadline deadline) = 0;
  // How many of these commands one request can hold, at least 1.
  [[nodiscard]] virtual std::size_t fitting(std::span<const std::string> commands) const = 0;
  // A command of the platform's list of those that ask something.
  [[nodiscard]] virtual net::Task<Result<Output>> run_interactive(std::string command,
                                                                  std::string_view why,
                                                                  Answers answers,
                                                                  Deadline deadline) = 0;

  // Begins the one login of a session.
  [[nodiscard]] Result<void> begin_login(const Credentials& credentials);
  [[nodiscard]] Result<void> ready() const;
  void learn_name(std::string hostname, std::string_view behind_it = {});
  // Follows a `hostname` that the device has taken.
  void follow_rename(std::string_view command);

  // The answer as an Output, told to the transcript.
  [[nodiscard]] Output answer_to(std::string_view command, std::string_view text,
                                 Source source = Source::kReply) const;
  void tell_sent(std::string_view command);
  void tell_answer(std::string_view text);
  [[nodiscard]] Result<void> check_size(const net::HttpResponse& response) const;
  // "refused", for a message: at most some words of it, no secret.
  [[nodiscard]] std::string words_of(std::string_view text) const;

  // Marks the session as over when `result` is an error.
  template <class T>
  Result<T> settle(Result<T> result) {
    if (!result) state_ = State::kOver;
    return result;
  }

  WebAccess access_;
  std::shared_ptr<const platform::Platform> platform_;
  State state_ = State::kNew;

 private:
  [[nodiscard]] std::size_t count_together(std::span<const std::string> commands) const;

  std::size_t output_limit_;
  Transcript transcript_;
  std::string hostname_;
  std::string prompt_;
  std::string behind_name_;
};

}  // namespace lw::session
