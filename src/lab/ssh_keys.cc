#include "lab/ssh_keys.h"

#include <utility>

namespace lw::lab {

struct SshKeys::State {
  State(net::Executor executor, Settings wanted)
      : settings(std::move(wanted)), made(std::move(executor)) {}

  Settings settings;
  net::Signal made;
  std::optional<HostKeys> keys;
  SshHostKeyPtr key;
  std::uint64_t ordered = 0;    // how many keys were ordered, and
  std::uint64_t delivered = 0;  // the number of the latest that came
};

Result<std::unique_ptr<SshKeys>> SshKeys::create(net::Executor executor, KeyMaker& maker,
                                                 Settings settings, std::optional<HostKeys> keys) {
  auto state = std::make_shared<State>(std::move(executor), std::move(settings));
  state->keys = keys;
  const Settings& chosen = state->settings;
  std::error_code ignored;
  const bool own = !chosen.key_file.empty() && std::filesystem::exists(chosen.key_file, ignored);
  if (keys && chosen.shared && !own) {
    state->key = chosen.shared;
  } else if (keys) {
    LW_ASSIGN(state->key,
              KeyMaker::find_or_make({keys->modulus, chosen.algorithms, chosen.key_file}));
  }
  return std::unique_ptr<SshKeys>(new SshKeys(maker, std::move(state)));
}

void SshKeys::follow(const std::optional<HostKeys>& keys) {
  const bool same = keys.has_value() == state_->keys.has_value() &&
                    (!keys || keys->generation == state_->keys->generation);
  if (same) return;
  state_->keys = keys;
  std::error_code ignored;
  if (!state_->settings.key_file.empty()) {
    std::filesystem::remove(state_->settings.key_file, ignored);
  }
  rotate();
}

void SshKeys::rotate() {
  const std::uint64_t number = ++state_->ordered;
  state_->key = nullptr;
  if (!state_->keys) {
    state_->delivered = number;
    return;
  }
  maker_.make({state_->keys->modulus, state_->settings.algorithms, state_->settings.key_file},
              [state = state_, number](const Result<SshHostKeyPtr>& made) {
                if (number != state->ordered) return;
                state->delivered = number;
                // A key that cannot be made or kept leaves SSH shut until the device makes another.
                if (made) state->key = *made;
                state->made.raise();
              });
}

net::Task<SshHostKeyPtr> SshKeys::current(Deadline deadline) {
  const auto state = state_;
  while (state->delivered != state->ordered && !deadline.passed()) {
    co_await state->made.wait(deadline);
  }
  co_return state->key;
}

}  // namespace lw::lab
