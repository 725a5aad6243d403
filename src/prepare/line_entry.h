// Enters the steps of a plan in a session, line by line, each in the journal before it goes out,
// and stops at the first that the device refuses. Owned by one run; one coroutine at a time.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "net/task.h"
#include "prepare/recorder.h"
#include "procedure/procedure.h"
#include "session/session.h"

namespace lw::prepare {

// Key generation on an old router takes minutes [inferred from the device's own warning, "may take
// a few minutes"].
inline constexpr std::chrono::minutes kSlowCommand{5};

class LineEntry {
 public:
  // `applied` gets what was entered, secrets removed, and outlives it.
  LineEntry(const device::Access& access, Recorder& recorder, std::vector<std::string>& applied,
            std::stop_token stop)
      : platform_(access.platform),
        recorder_(recorder),
        applied_(applied),
        stop_(std::move(stop)) {}

  // In order; runs of configuration lines go in together, since a section stays open from line to
  // line. A step that saves is left out: that waits until the result is proved.
  [[nodiscard]] net::Task<Result<void>> enter(session::Session& session,
                                              std::vector<procedure::Step> steps);
  // Lines as a configuration has them: those of a section are indented. One that is refused does
  // not keep the others back: true when all were taken. Also when the run is to stop.
  [[nodiscard]] net::Task<bool> restore(session::Session& session,
                                        std::vector<std::string> configuration);
  [[nodiscard]] net::Task<Result<void>> save(session::Session& session, Deadline deadline);

  // Holds the set-up dialogue that a command begins.
  [[nodiscard]] net::Task<Result<session::SetupEnd>> set_up(session::Session& session,
                                                            std::string dialog,
                                                            session::SetupAnswers answers);

  void note(std::string command) { applied_.push_back(std::move(command)); }
  [[nodiscard]] const std::vector<std::string>& applied() const { return applied_; }

 private:
  [[nodiscard]] net::Task<Result<void>> enter_exec(session::Session& session, procedure::Step step);
  [[nodiscard]] net::Task<Result<void>> enter_lines(session::Session& session,
                                                    std::vector<procedure::Step> steps);
  [[nodiscard]] Result<void> may_go_on() const;
  [[nodiscard]] Result<void> taken(const procedure::Step& step, const session::Output& output);

  std::shared_ptr<const platform::Platform> platform_;
  Recorder& recorder_;
  std::vector<std::string>& applied_;
  std::stop_token stop_;
};

}  // namespace lw::prepare
