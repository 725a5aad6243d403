// The logins of a preparation: the one that it works in, and those that prove a way in. Owned by
// one run; one coroutine at a time.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "device/connector.h"
#include "prepare/first_logins.h"
#include "prepare/recorder.h"
#include "session/session.h"

namespace lw::prepare {

// For a session that logs out.
inline constexpr std::chrono::seconds kGoodbye{2};
// Between two looks at a device that does not answer yet.
inline constexpr std::chrono::milliseconds kBetweenAttempts{500};
// Whether a login that failed so may succeed in a while: the device's server starts, or the device
// is on its way to another address.
[[nodiscard]] bool may_answer_later(ErrorCode code);

class WaysIn {
 public:
  // `access` as the inventory has it.
  WaysIn(device::Access access, device::Timeouts timeouts, device::Connector& connector,
         Recorder& recorder, std::stop_token stop)
      : access_(std::move(access)),
        new_credentials_(access_.credentials),
        before_(access_.transport),
        timeouts_(timeouts),
        connector_(connector),
        recorder_(recorder),
        stop_(std::move(stop)) {}

  [[nodiscard]] device::Transport before() const { return before_; }
  // Where the device is and what it lets in now; a change that moves it is followed here.
  [[nodiscard]] device::Access& access() { return access_; }
  // Whether these are let in over the way before; nullopt: the device could not be asked.
  [[nodiscard]] net::Task<std::optional<bool>> lets_in(store::DeviceCredentials credentials);
  // With which the device is logged in to over other ways than the one before.
  [[nodiscard]] store::DeviceCredentials& new_credentials() { return new_credentials_; }
  // From now on over the one before, too.
  void login_has_changed() { login_changed_ = true; }

  // The way in use, with the first of these accounts that is let in: it is the device's from then
  // on. `setup` gives what to say in a dialogue for first settings, for the account that is tried.
  [[nodiscard]] net::Task<Result<std::unique_ptr<session::Session>>> open_first(
      std::vector<FirstLogin> logins, std::function<Result<session::SetupAnswers>()> setup);
  // One login, for a session to work in.
  [[nodiscard]] net::Task<Result<std::unique_ptr<session::Session>>> open(device::Transport way);
  // Over the way before, when a session was lost: it may ask for what it asked for before the
  // change, or for what it asks for after it.
  [[nodiscard]] net::Task<Result<std::unique_ptr<session::Session>>> open_again();
  // The first of these by which a login works; each is tried once. kConflict tells why none did.
  [[nodiscard]] net::Task<Result<device::Transport>> prove_one_of(
      std::vector<device::Transport> ways);
  // A login after the change, whose session can be worked in. A device starts its server some time
  // after it has got its keys [observed on slow routers: inferred]: until then it closes
  // connections, or takes them and says nothing. A refused login is never tried again.
  [[nodiscard]] net::Task<Result<std::unique_ptr<session::Session>>> prove_when_started(
      device::Transport way);

 private:
  [[nodiscard]] net::Task<Result<std::unique_ptr<session::Session>>> open(
      device::Transport way, store::DeviceCredentials credentials,
      std::optional<session::SetupAnswers> setup = {});
  [[nodiscard]] const store::DeviceCredentials& credentials_for(device::Transport way) const;
  [[nodiscard]] Result<void> proved(device::Transport way);

  device::Access access_;
  store::DeviceCredentials new_credentials_;
  device::Transport before_;
  device::Timeouts timeouts_;
  device::Connector& connector_;
  Recorder& recorder_;
  std::stop_token stop_;
  bool login_changed_ = false;
};

}  // namespace lw::prepare
