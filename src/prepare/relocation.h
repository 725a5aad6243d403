// Enters what moves a sensor: another address, port or protocol takes effect with the change, ends
// the session that made it, and is only done when a login where the sensor then is has proved it.
// Part of one preparation; one coroutine at a time.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "configtext/document.h"
#include "device/connector.h"
#include "device/journal.h"
#include "prepare/prepare.h"
#include "prepare/sensor_way.h"

namespace lw::prepare {

// What it needs of the preparation; outlives it.
struct Workplace {
  device::Connector& connector;
  device::Access& access;                      // where the device is reached; follows it
  std::unique_ptr<session::Session>& session;  // the one in use; replaced by a new one
  Outcome& outcome;
  std::stop_token stop;
  std::function<bool(const procedure::Plan&)> approve;
  // Logs in to where `access` says, over this transport.
  std::function<net::Task<Result<std::unique_ptr<session::Session>>>(device::Transport)> open;
  std::function<net::Task<Result<void>>(std::vector<procedure::Step>)> enter;
  std::function<net::Task<Result<session::SetupEnd>>(std::string, session::SetupAnswers)> set_up;
  std::function<net::Task<Result<std::string>>()> read_running;
  std::function<Result<procedure::Plan>(const std::string& running)> plan;
  std::function<Result<void>(device::JournalEvent, std::string)> record;
  std::function<void(const std::string&)> progress;
};

class Relocation {
 public:
  // `running`: the configuration before anything is entered.
  Relocation(Workplace workplace, std::string_view running);

  // Enters the plan; after each step that moves the device it goes on where the device then is,
  // with what is still missing there.
  [[nodiscard]] net::Task<Result<void>> enter(procedure::Plan plan);

  // Holds the set-up dialogue that a command begins, if there are answers for one; `plan` becomes
  // what is missing behind it. Asks for approval; without it, outcome.declined.
  [[nodiscard]] net::Task<Result<void>> hold_dialogue(std::vector<procedure::SetupStep> answers,
                                                      procedure::Plan& plan);

  // A login at its web server, if the session in use is none already.
  [[nodiscard]] net::Task<Result<void>> prove_web();

 private:
  using OpenedSession = Result<std::unique_ptr<session::Session>>;

  // Why the session may be over behind a change.
  enum class End {
    kFollowsFromMove,  // if the change cuts it off
    kWasTold,          // the device took the change, and then ended it for whatever reason
  };
  // After a change that led from way_ to `after` and was answered, or ended the session. An end
  // that is none of these is `answered` as it came.
  [[nodiscard]] net::Task<Result<void>> follow(Result<void> answered, End end, SensorWay after,
                                               std::chrono::seconds patience);
  // Leaves `access` at the way that was reached, or where it was.
  [[nodiscard]] net::Task<OpenedSession> reach(std::vector<Way> ways,
                                               std::chrono::seconds patience);
  // Answers that change nothing about the way in: the dialogue need not come to them.
  [[nodiscard]] bool is_in_place(const procedure::SetupStep& step) const;
  [[nodiscard]] bool is_cut_off(const SensorWay& after) const;

  Workplace at_;
  SensorWay way_;
};

}  // namespace lw::prepare
