#include "lab/host.h"

#include <chrono>
#include <utility>

#include "base/file.h"

namespace lw::lab {

Host::Host(std::unique_ptr<Device> device, std::unique_ptr<SshKeys> keys, Faults faults,
           Agenda& agenda, std::filesystem::path state_file, std::string saved)
    : device_(std::move(device)),
      keys_(std::move(keys)),
      faults_(faults),
      agenda_(agenda),
      state_file_(std::move(state_file)),
      saved_(std::move(saved)) {}

Host::~Host() = default;

void Host::settle() {
  keys_->follow(device_->host_keys());
  const std::optional<WallTime> next = device_->next_event();
  agenda_.move(*this, planned_, next);
  planned_ = next;
  if (state_file_.empty()) return;
  std::string state = device_->saved_state();
  if (state == saved_) return;
  // A folder that cannot be written leaves the device as it is: state is then in memory.
  if (write_file(state_file_, state, FileAccess::kOwnerOnly)) saved_ = std::move(state);
}

Result<std::unique_ptr<Session>> Host::take_console(const Arrival& arrival) {
  if (console_taken_) return failure(ErrorCode::kUnreachable, "the console is in use");
  if (console_) {
    const auto idle = console_->idle_deadline();
    if (idle && std::chrono::system_clock::now() >= *idle) console_->idle_expired();
    if (console_->finished()) console_.reset();
  }
  if (!console_) {
    LW_ASSIGN(console_, device_->open(arrival));
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

}  // namespace lw::lab
