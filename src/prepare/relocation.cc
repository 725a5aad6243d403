#include "prepare/relocation.h"

#include <fmt/format.h>

#include <algorithm>

#include "net/loop.h"
#include "prepare/first_settings.h"
#include "prepare/ways_in.h"

namespace lw::prepare {
namespace {

using device::JournalEvent;
using device::Transport;
using procedure::Plan;
using procedure::Step;

// What a web server or an interface may take to come up with its new settings [I].
constexpr std::chrono::seconds kMoves{20};
// A restart takes as long as the device's disks do [I].
constexpr std::chrono::seconds kRestarts{600};
constexpr int kMostMoves = 6;

std::string place_of(const Way& way) {
  const auto endpoint = device::endpoint_of(way.device, way.transport);
  return fmt::format("{} at {}", name(way.transport),
                     endpoint ? to_string(*endpoint) : way.device.address);
}

// The device has the same key wherever it is: one that was pinned is asked for there, too. Takes
// back what it pinned unless it is told to keep it.
class CarriedPin {
 public:
  CarriedPin(net::PeerPins& pins, const Way& from, const Way& to) : pins_(pins) {
    if (from.transport != to.transport) return;
    const auto old = device::endpoint_of(from.device, from.transport);
    const auto moved = device::endpoint_of(to.device, to.transport);
    if (!old || !moved || *old == *moved) return;
    const auto key = pins.find(*old);
    const auto there = pins.find(*moved);
    if (key && *key && there && !*there && pins.pin(*moved, **key)) pinned_ = *moved;
  }
  CarriedPin(const CarriedPin&) = delete;
  CarriedPin& operator=(const CarriedPin&) = delete;
  ~CarriedPin() {
    if (!pinned_.host.empty()) (void)pins_.forget(pinned_);
  }
  void keep() { pinned_.host.clear(); }

 private:
  net::PeerPins& pins_;
  net::Endpoint pinned_;  // empty host: nothing was
};

}  // namespace

Relocation::Relocation(Workplace workplace, std::string_view running)
    : at_(std::move(workplace)), way_(way_behind({}, running)) {}

bool Relocation::is_in_place(const procedure::SetupStep& step) const {
  const bool moves = step.question == "sensor-interface" || step.question == "web-port";
  return moves && way_behind(way_, std::span(&step, 1)) == way_;
}

net::Task<Result<void>> Relocation::enter(Plan plan) {
  std::set<std::string> entered;  // steps by id: none is entered twice, whether it shows or not
  for (int moves = 0; !plan.steps.empty(); ++moves) {
    if (moves == kMostMoves) co_return failure(ErrorCode::kInternal, "the plan moves without end");
    const auto moving = std::ranges::find(plan.steps, true, &Step::moves);
    const bool last = moving == plan.steps.end();
    const std::vector<Step> batch(plan.steps.begin(), last ? moving : moving + 1);
    auto answered = co_await at_.enter(batch);
    if (last) co_return answered;
    for (const Step& step : batch) entered.insert(step.id);
    const bool told = answered.has_value();
    LW_CO_TRY(co_await follow(std::move(answered), End::kFollowsFromMove, way_behind(way_, batch),
                              kMoves));
    LW_CO_ASSIGN(const std::string running, co_await at_.read_running());
    way_ = way_behind({}, running);
    LW_CO_ASSIGN(plan, at_.plan(running));
    const auto missing = std::ranges::find(plan.steps, batch.front().id, &Step::id);
    if (!told && missing != plan.steps.end()) {
      co_return failure(ErrorCode::kConflict,
                        fmt::format("the session ended at \"{}\", and the device does not show "
                                    "what was entered before",
                                    batch.back().command),
                        "run the same command again: it goes on with what is missing");
    }
    if (!told) {
      for (const Step& step : batch) {
        at_.outcome.applied.push_back(at_.access.platform->redact(step.command));
      }
    }
    std::erase_if(plan.steps, [&](const Step& step) { return entered.contains(step.id); });
  }
  co_return Result<void>{};
}

net::Task<Result<void>> Relocation::hold_dialogue(std::vector<procedure::SetupStep> answers,
                                                  Plan& plan) {
  const platform::Platform& platform = *at_.access.platform;
  keep_for_command(answers, platform);
  std::erase_if(answers, [this](const auto& one) { return is_in_place(one); });
  if (answers.empty()) co_return Result<void>{};
  const auto dialog =
      std::ranges::find(platform.setups, answers.front().dialog, &platform::SetupDialog::id);
  at_.outcome.declined = at_.approve && !at_.approve(first_settings_plan(*dialog, answers));
  if (at_.outcome.declined) co_return Result<void>{};
  at_.outcome.changed = true;
  at_.outcome.applied.push_back(fmt::format("set-up dialogue: {}", dialog->title));
  const auto end =
      co_await at_.set_up(dialog->id, first_settings(answers, platform, at_.access.credentials));
  if (!end) co_return std::unexpected(end.error());
  const bool over = *end == session::SetupEnd::kSessionOver;
  Result<void> answered;
  if (over) answered = failure(ErrorCode::kConnectionLost, "the device ended the session");
  const auto patience = restarts(answers) ? kRestarts : kMoves;
  LW_CO_TRY(co_await follow(std::move(answered), over ? End::kWasTold : End::kFollowsFromMove,
                            way_behind(way_, answers), patience));
  LW_CO_ASSIGN(const std::string running, co_await at_.read_running());
  way_ = way_behind({}, running);
  LW_CO_ASSIGN(plan, at_.plan(running));
  co_return Result<void>{};
}

// Whether the session in use can't go on behind the change, even if the device said so politely.
bool Relocation::is_cut_off(const SensorWay& after) const {
  const bool over_web =
      at_.access.transport == Transport::kHttps || at_.access.transport == Transport::kHttp;
  return after.host_ip != way_.host_ip
             ? at_.access.transport != Transport::kConsole
             : over_web && (after.port != way_.port || after.tls != way_.tls);
}

net::Task<Result<void>> Relocation::follow(Result<void> answered, End end, SensorWay after,
                                           std::chrono::seconds patience) {
  const bool expected = is_cut_off(after) || end == End::kWasTold;
  if (!answered && !(expected && may_answer_later(answered.error().code))) co_return answered;
  const Way used{at_.access.device, at_.access.transport};
  auto ways = ways_after(used, way_, after);
  if (answered && !expected) {
    at_.access.device = ways.front().device;
    way_ = std::move(after);
    co_return Result<void>{};
  }
  // Without an answer it may be that the change never was made.
  const auto is_used = [&](const Way& way) { return place_of(way) == place_of(used); };
  if (!answered && std::ranges::none_of(ways, is_used)) ways.push_back(used);
  co_await at_.session->close(Deadline::after(kGoodbye));
  at_.progress(fmt::format("the change ends the session over {}: logging in anew over {}",
                           place_of(used), place_of(ways.front())));
  auto reached = co_await reach(std::move(ways), patience);
  if (!reached) {
    Error error = std::move(reached).error();
    error.message = answered
                        ? fmt::format(
                              "the device was told to move, and is not reached where it should "
                              "be: {}",
                              error.message)
                        : fmt::format(
                              "the session ended in the middle of a change ({}), and the device is "
                              "not reached any more: {}",
                              answered.error().message, error.message);
    error.hint = "look at it on its console (show configuration); the inventory was not changed";
    co_return std::unexpected(std::move(error));
  }
  at_.session = *std::move(reached);
  way_ = std::move(after);
  co_return Result<void>{};
}

net::Task<Relocation::OpenedSession> Relocation::reach(std::vector<Way> ways,
                                                       std::chrono::seconds patience) {
  const Way used{at_.access.device, at_.access.transport};
  const Deadline deadline = Deadline::after(patience);
  for (;;) {
    Error error;
    for (const Way& way : ways) {
      CarriedPin pin(at_.connector.pins(), used, way);
      at_.access.device = way.device;
      at_.access.transport = way.transport;
      auto session = co_await at_.open(way.transport);
      if (session) {
        pin.keep();
        LW_CO_TRY(at_.record(JournalEvent::kProved, "new login over " + place_of(way)));
        co_return session;
      }
      error = std::move(session).error();
      if (!may_answer_later(error.code)) break;
    }
    at_.access.device = used.device;
    at_.access.transport = used.transport;
    if (!may_answer_later(error.code) || deadline.passed() || at_.stop.stop_requested()) {
      co_return std::unexpected(std::move(error));
    }
    co_await net::wait_until(deadline.within(kBetweenAttempts));
  }
}

net::Task<Result<void>> Relocation::prove_web() {
  const Transport web = way_.web();
  const Transport used = at_.access.transport;
  if (used != web) {
    fill_in_web_port(at_.access.device, way_);
    const Way way{at_.access.device, web};
    at_.progress("logging in anew over " + place_of(way));
    auto proof = co_await reach({way}, kMoves);
    at_.access.transport = used;
    if (!proof) {
      Error error = std::move(proof).error();
      error.message = fmt::format("{} is not proved: {}", place_of(way), error.message);
      co_return std::unexpected(std::move(error));
    }
    co_await (*proof)->close(Deadline::after(kGoodbye));
  }
  at_.outcome.transport_after = web;
  at_.outcome.device = at_.access.device;
  co_return Result<void>{};
}

}  // namespace lw::prepare
