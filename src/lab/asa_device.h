// A simulated ASA 9.8 in single-context mode: running and startup configuration, RSA keys, console,
// five Telnet and five SSH sessions. Outlives its sessions; one thread.
#pragma once

#include <vector>

#include "lab/asa_config.h"
#include "lab/device.h"

namespace lw::lab {

class AsaSession;

class AsaDevice final : public Device {
 public:
  struct Settings {
    std::string initial_config = {};
    WallClock clock;
    std::size_t forced_columns = 0;
    int rsa_modulus = 0;
  };
  // kInvalidArgument names the first line that the firewall does not know.
  [[nodiscard]] static Result<std::unique_ptr<AsaDevice>> create(Settings settings);

  Result<std::unique_ptr<Session>> open(const Arrival& arrival) override;
  [[nodiscard]] Result<void> admits(const Arrival& arrival) const override;
  [[nodiscard]] bool verify_login(std::string_view user, const Secret& password) const override;
  [[nodiscard]] std::optional<HostKeys> host_keys() const override;
  void advance() override {}
  [[nodiscard]] std::optional<WallTime> next_event() const override { return std::nullopt; }
  [[nodiscard]] std::string saved_state() const override;
  [[nodiscard]] Result<void> restore_state(std::string_view text) override;
  void log(std::string_view message) override;

  // For its sessions.
  [[nodiscard]] AsaConfig& config() { return config_; }
  [[nodiscard]] const AsaConfig& config() const { return config_; }
  [[nodiscard]] WallTime now() const { return settings_.clock(); }
  [[nodiscard]] WallTime booted() const { return booted_; }
  [[nodiscard]] const std::string& startup() const { return startup_; }
  [[nodiscard]] bool modified() const { return startup_ != config_.render(); }
  void save();
  void erase_startup() { startup_.clear(); }
  void generate_keys(int modulus) { keys_ = HostKeys{++generation_, modulus}; }
  void zeroize_keys() { keys_.reset(); }
  void reload();
  void leave(const AsaSession& session);

 private:
  explicit AsaDevice(Settings settings) : settings_(std::move(settings)) {}

  Settings settings_;
  AsaConfig config_;
  std::string startup_;
  std::optional<HostKeys> keys_;
  std::optional<HostKeys> saved_keys_;
  std::uint64_t generation_ = 0;
  std::vector<AsaSession*> sessions_;
  WallTime booted_;
};

}  // namespace lw::lab
