#include "lab/host.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "base/file.h"

namespace lw::lab {

void Host::settle() {
  settle_alone();
  for (Host* other : reached_) other->settle_alone();
}

void Host::settle_alone() {
  parts_.ssh_keys->follow(device().host_keys());
  const std::optional<WallTime> next = device().next_event();
  agenda_.move(*this, planned_, next);
  planned_ = next;
  if (parts_.state_file.empty()) return;
  std::string state = device().saved_state();
  if (state == parts_.saved) return;
  // A folder that cannot be written leaves the device as it is: state is then in memory.
  if (write_file(parts_.state_file, state, FileAccess::kOwnerOnly)) {
    parts_.saved = std::move(state);
  }
}

Result<std::unique_ptr<Session>> Host::take_console(const Arrival& arrival) {
  if (console_taken_) return failure(ErrorCode::kUnreachable, "the console is in use");
  if (console_) {
    const auto idle = console_->idle_deadline();
    if (idle && std::chrono::system_clock::now() >= *idle) console_->idle_expired();
    if (console_->finished()) console_.reset();
  }
  if (!console_) {
    LW_ASSIGN(console_, device().open(arrival));
  }
  console_taken_ = true;
  return std::move(console_);
}

void Host::leave_console(std::unique_ptr<Session> session) {
  console_taken_ = false;
  if (session->finished()) return;
  console_ = std::move(session);
  // What a line shows with nobody at its end is lost.
  console_->on_news([raw = console_.get()] { (void)raw->take_output(); });
}

const Faults& Host::faults(Transport transport) const {
  static const Faults kNone;
  const auto& over = parts_.faults_over;
  return over.empty() || over.contains(transport) ? parts_.faults : kNone;
}

std::optional<LineStrike> Host::next_line(Transport transport) {
  const auto& fault = faults(transport).line;
  if (!fault || ++lines_ != fault->line) return std::nullopt;
  if (parts_.struck) {
    parts_.struck(
        fmt::format("line {} over {}: {}", lines_, lab::name(transport), lab::name(fault->strike)));
  }
  return fault->strike;
}

std::shared_ptr<const void> Host::take_web_session(const std::string& peer) {
  const auto door = device().web_door();
  const auto clients = device().web_clients();
  if (!door || clients->size() >= static_cast<std::size_t>(door->most_clients)) return nullptr;
  const auto place = clients->insert(clients->end(), peer);
  return {&*place, [clients, place](const void*) { clients->erase(place); }};
}

}  // namespace lw::lab
