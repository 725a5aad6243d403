// A simulated Catalyst under CatOS: settings that act at once and are kept at once ("binary" mode)
// or by "write memory" ("text" mode), RSA keys, console, Telnet and SSH, modules in its slots.
// Outlives its sessions; one thread.
#pragma once

#include <vector>

#include "lab/catos_config.h"
#include "lab/chassis.h"
#include "lab/device.h"

namespace lw::lab {

class CatosSession;

struct CatosRelease {
  std::string version = "6.4(2)";
  SshVersion ssh = SshVersion::k1;
};

// `os_version` names a train, "6.4" or "8.x", or a release of it; empty: 6.4(2). nullopt: the lab
// has none like that.
[[nodiscard]] std::optional<CatosRelease> catos_release(std::string_view os_version);
// For messages: what there is.
[[nodiscard]] std::string_view catos_releases();

class CatosDevice final : public Device {
 public:
  struct Settings {
    std::string initial_config = {};
    WallClock clock;
    std::size_t forced_columns = 0;
    int rsa_modulus = 0;
    CatosRelease release = {};
  };
  // kInvalidArgument names the first line that the switch does not know.
  [[nodiscard]] static Result<std::unique_ptr<CatosDevice>> create(Settings settings);

  Result<std::unique_ptr<Session>> open(const Arrival& arrival) override;
  [[nodiscard]] Result<void> admits(const Arrival& arrival) const override;
  [[nodiscard]] bool verify_login(std::string_view user, const Secret& password) const override;
  [[nodiscard]] std::optional<HostKeys> host_keys() const override;
  void install(int slot, std::shared_ptr<Device> module) override {
    chassis_.install(slot, std::move(module));
  }
  void advance() override {}
  [[nodiscard]] std::optional<WallTime> next_event() const override { return std::nullopt; }
  void power_cycle() override { reset(); }
  [[nodiscard]] std::string saved_state() const override;
  [[nodiscard]] Result<void> restore_state(std::string_view text) override;
  void log(std::string_view message) override;

  // For its sessions.
  [[nodiscard]] CatosConfig& config() { return config_; }
  [[nodiscard]] const CatosConfig& config() const { return config_; }
  [[nodiscard]] const CatosRelease& release() const { return settings_.release; }
  [[nodiscard]] const Chassis& chassis() const { return chassis_; }
  [[nodiscard]] WallTime now() const { return settings_.clock(); }
  [[nodiscard]] WallTime booted() const { return booted_; }
  // After a setting has changed: in binary mode NVRAM follows.
  void changed();
  void save();
  void clear_all();
  void generate_keys(int modulus);
  void zeroize_keys();
  void reset();
  [[nodiscard]] const std::vector<CatosSession*>& sessions() const { return sessions_; }
  void leave(const CatosSession& session) { std::erase(sessions_, &session); }

 private:
  explicit CatosDevice(Settings settings) : settings_(std::move(settings)) {}
  void boot();

  Settings settings_;
  CatosConfig config_;
  std::string nvram_;
  std::optional<HostKeys> keys_;
  std::uint64_t generation_ = 0;
  Chassis chassis_;
  std::vector<CatosSession*> sessions_;
  WallTime booted_;
};

// "Wed Nov 25 2026, 10:31:39"
[[nodiscard]] std::string catos_time(WallTime when);

}  // namespace lw::lab
