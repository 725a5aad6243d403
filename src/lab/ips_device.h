// A simulated IPS sensor, 5.x to 7.x (facts 4): configuration that is saved as it is applied,
// accounts with roles, licence, clock, event store, console, Telnet, SSH, the web server. Outlives
// its sessions; one thread.
#pragma once

#include <map>
#include <vector>

#include "lab/device.h"
#include "lab/ips_accounts.h"
#include "lab/ips_config.h"
#include "lab/ips_events.h"
#include "lab/ips_release.h"

namespace lw::lab {

class IpsSession;

// Of the host keys that a sensor has from the factory [I].
inline constexpr int kIpsHostKeyBits = 1024;

class IpsDevice final : public Device {
 public:
  struct Settings {
    std::string initial_config = {};  // lines as typed after "configure terminal"
    WallClock clock;
    std::size_t forced_columns = 0;
    int rsa_modulus = kIpsHostKeyBits;
    IpsRelease release = *ips_release("");
    std::string banner = {};  // shown in front of login-banner-text
    std::size_t alerts = 0;   // in the event store from the start
    // Licence files that "copy URL license-key" finds, and until when each is good.
    std::map<std::string, WallTime> licence_files = {};
  };
  // kInvalidArgument names the first line that the sensor does not know.
  [[nodiscard]] static Result<std::unique_ptr<IpsDevice>> create(Settings settings);

  Result<std::unique_ptr<Session>> open(const Arrival& arrival) override;
  [[nodiscard]] Result<void> admits(const Arrival& arrival) const override;
  [[nodiscard]] bool verify_login(std::string_view user, const Secret& password) const override;
  [[nodiscard]] std::optional<HostKeys> host_keys() const override;
  [[nodiscard]] std::optional<WebDoor> web_door() const override;
  [[nodiscard]] std::optional<WebReply> answer(const WebRequest& request) override;
  void advance() override {}
  [[nodiscard]] std::optional<WallTime> next_event() const override { return std::nullopt; }
  // Events and subscriptions are not part of it.
  void power_cycle() override { reset(); }
  [[nodiscard]] std::string saved_state() const override;
  [[nodiscard]] Result<void> restore_state(std::string_view text) override;
  // A sensor's terminals show no log [I].
  void log(std::string_view) override {}

  // For its sessions and web requests.
  [[nodiscard]] const IpsConfig& config() const { return config_; }
  [[nodiscard]] const IpsRelease& release() const { return settings_.release; }
  // What was edited in a copy becomes the configuration. A new host-ip ends the network sessions.
  [[nodiscard]] IpsOutcome commit(std::string_view component, IpsNode changed,
                                  std::uint64_t revision, std::string_view who);
  // Of the right password, unless the account is locked. Failures count towards attemptLimit.
  [[nodiscard]] std::optional<IpsAccount> log_in(std::string_view user,
                                                 const Secret& password) const;
  [[nodiscard]] bool locked(std::string_view user) const;
  void unlock(std::string_view user) { failures_.erase(std::string(user)); }

  [[nodiscard]] WallTime now() const { return settings_.clock() + clock_offset_; }
  void set_clock(WallTime time);
  // Whatever became of the clock since.
  [[nodiscard]] WallTime::duration uptime() const { return settings_.clock() - booted_; }
  [[nodiscard]] WallTime modified() const { return modified_; }
  void reset();

  // Until when the licence is good; nullopt: there is none.
  [[nodiscard]] std::optional<WallTime> licence() const { return licence_; }
  [[nodiscard]] bool licensed() const { return licence_ && *licence_ > now(); }
  [[nodiscard]] IpsOutcome install_licence(std::string_view url);
  void erase_licence() { licence_.reset(); }

  [[nodiscard]] IpsEvents& events() { return events_; }
  [[nodiscard]] std::string_view banner() const { return settings_.banner; }
  [[nodiscard]] const std::vector<IpsSession*>& sessions() const { return sessions_; }
  void leave(const IpsSession& session);

  struct WebCounts {
    std::size_t handled = 0;
    std::size_t rejected = 0;  // without the right user and password
  };
  [[nodiscard]] WebCounts& web_counts() { return web_counts_; }

 private:
  explicit IpsDevice(Settings settings);

  Settings settings_;
  IpsConfig config_;
  IpsEvents events_;
  std::optional<WallTime> licence_;
  std::chrono::system_clock::duration clock_offset_{0};
  WallTime booted_;  // not by the sensor's own clock
  WallTime modified_;
  WebCounts web_counts_;
  // Of accounts that there are, since their last good login.
  mutable std::map<std::string, long, std::less<>> failures_;
  std::vector<IpsSession*> sessions_;
};

}  // namespace lw::lab
