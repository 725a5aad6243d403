// A simulated IOS or IOS-XE router: one running and one startup configuration, RSA keys, a console
// and up to 16 vty lines, scheduled reload, confirmed configuration change. Outlives its sessions;
// one thread.
#pragma once

#include <array>
#include <deque>
#include <filesystem>
#include <vector>

#include "lab/chassis.h"
#include "lab/device.h"
#include "lab/faulty_dialogue.h"
#include "lab/ios_config.h"
#include "lab/ios_licences.h"
#include "lab/ios_web_faces.h"
#include "lab/usb_token.h"

namespace lw::lab {

class IosSession;

inline constexpr std::string_view kIosSerial = "FTX0000L4B1";

class IosDevice final : public Device {
 public:
  struct Settings {
    std::string initial_config = {};  // what is in NVRAM the first time; empty: nothing is
    WallClock clock;
    std::size_t forced_columns = 0;  // fault: wraps there whatever was asked
    int rsa_modulus = 0;             // of the keys it has from the start; 0: none
    IosRelease release = *ios_release("cisco_ios", "");
    IosWebFaces web = {};
    bool factory_new = false;  // out of its box: nothing is in NVRAM, no network reaches it
    DialogueFaults dialogue_faults = {};
    std::filesystem::path token_image = {};  // of its USB port; empty: it has none
    std::string token_pin = {};              // that it was told before; empty: none
    AaaClient* aaa = nullptr;                // outlives it; null: it reaches no servers
    IosLicenceFiles licence_files = {};
  };
  // kInvalidArgument names the first line that the router does not know.
  [[nodiscard]] static Result<std::unique_ptr<IosDevice>> create(Settings settings);

  Result<std::unique_ptr<Session>> open(const Arrival& arrival) override;
  [[nodiscard]] Result<void> admits(const Arrival& arrival) const override;
  [[nodiscard]] bool verify_login(std::string_view user, const Secret& password) const override;
  void judge_login(const Arrival& arrival, const Secret& password,
                   std::function<void(LoginGrant)> done) override;
  [[nodiscard]] std::optional<HostKeys> host_keys() const override;
  // Whether there are keys, long enough for the version that is configured.
  [[nodiscard]] bool ssh_enabled() const;
  [[nodiscard]] std::optional<WebDoor> web_door() const override;
  [[nodiscard]] std::optional<WebReply> answer(const WebRequest& request) override;
  void install(int slot, std::shared_ptr<Device> module) override {
    chassis_.install(slot, std::move(module));
  }
  void advance() override;
  [[nodiscard]] std::optional<WallTime> next_event() const override;
  void power_cycle() override { reload(); }
  [[nodiscard]] std::string saved_state() const override;
  [[nodiscard]] Result<void> restore_state(std::string_view text) override;
  void log(std::string_view message) override;

  // For its sessions. A router that booted without a startup configuration is in setup until a
  // user at its console has left the dialogue.
  [[nodiscard]] AaaClient* aaa() const { return settings_.aaa; }
  [[nodiscard]] bool in_setup() const { return in_setup_; }
  void leave_setup() { in_setup_ = false; }
  [[nodiscard]] std::uint64_t next_setup_seed() { return ++setups_; }
  [[nodiscard]] const DialogueFaults& dialogue_faults() const { return settings_.dialogue_faults; }
  [[nodiscard]] IosConfig& config() { return config_; }
  [[nodiscard]] const IosConfig& config() const { return config_; }
  [[nodiscard]] const IosRelease& release() const { return settings_.release; }
  [[nodiscard]] const Chassis& chassis() const { return chassis_; }
  [[nodiscard]] WallTime now() const { return settings_.clock(); }
  [[nodiscard]] WallTime booted() const { return booted_; }
  [[nodiscard]] const std::string& startup() const { return startup_; }
  [[nodiscard]] bool modified() const { return startup_ != config_.render(); }
  void save();
  void erase_startup() { startup_.clear(); }
  void set_startup(std::string text) { startup_ = std::move(text); }
  void generate_keys(int modulus);
  void zeroize_keys();
  void changed(std::string_view by);
  [[nodiscard]] const std::string& last_change() const { return last_change_; }
  void reload();
  [[nodiscard]] const IosLicences& licences() const { return licences_; }
  // False: it has that one.
  bool install_licence(const IosLicenceFile& file);
  void accept_licence(std::string_view package);
  // Tells what a "license boot" line that was kept brings about.
  void follow_boot_line(std::string_view line);
  // On its flash, or on any server; null: there is no such file.
  [[nodiscard]] const IosLicenceFile* flash_file(const std::string& name) const;
  [[nodiscard]] const IosLicenceFile* served_file(const std::string& name) const;
  // False when that is no name for a file, or there are too many.
  bool write_flash(const std::string& name, const IosLicenceFile& file);
  [[nodiscard]] const IosLicenceFiles& flash() const { return flash_; }
  void close_line(std::size_t vty);
  [[nodiscard]] const std::array<IosSession*, kIosVtyLines>& vty_users() const { return vty_; }
  [[nodiscard]] IosSession* console_user() const { return console_; }
  void leave(const IosSession& session);
  // What is in its USB port now; null: nothing. A token that was plugged in is logged in to, if its
  // PIN is known.
  [[nodiscard]] UsbToken* token();
  bool log_in_to_token(const Secret& pin);
  [[nodiscard]] const IosWebFaces& web_faces() const { return settings_.web; }
  // Against forged requests: a client shows a token that it was given here.
  [[nodiscard]] std::string new_web_token();
  [[nodiscard]] bool knows_web_token(std::string_view token) const;

  struct ScheduledReload {
    WallTime when;
    std::string by;
    std::chrono::seconds warned = std::chrono::seconds::max();  // what was left at the last warning
    // Five minutes and one minute before (inferred, but for the first).
    [[nodiscard]] WallTime next_warning() const {
      for (const auto before : {std::chrono::minutes(5), std::chrono::minutes(1)}) {
        if (warned > before) return when - before;
      }
      return when;
    }
  };
  struct PendingRevert {
    WallTime when;
    std::string snapshot;
    std::string by;
    std::chrono::minutes delay;
  };
  std::optional<ScheduledReload> scheduled_reload;
  // Tells all terminals when it will be.
  void announce_reload();
  std::optional<PendingRevert> pending_revert;

 private:
  explicit IosDevice(Settings settings)
      : settings_(std::move(settings)), config_(settings_.release), licences_(settings_.clock()) {}
  [[nodiscard]] Result<std::size_t> free_vty(const Arrival& arrival) const;
  void boot();
  [[nodiscard]] std::optional<std::string> token_startup();
  // ios_licence_device.cc
  void fill_flash();
  [[nodiscard]] std::string licence_state() const;
  // What licence_state() gave, from the front of `text`.
  [[nodiscard]] Result<void> take_licence_state(std::string_view& text);
  // Whether networks get as far as the router: a new one has no address.
  [[nodiscard]] bool reachable() const { return !began_blank_ || config_.has_address(); }

  Settings settings_;
  std::optional<UsbToken> token_;
  IosConfig config_;
  IosLicences licences_;
  IosLicenceFiles flash_;
  std::string startup_;
  std::string last_change_;
  std::optional<HostKeys> keys_;
  std::optional<HostKeys> saved_keys_;
  std::uint64_t generation_ = 0;
  Chassis chassis_;
  std::array<IosSession*, kIosVtyLines> vty_{};
  IosSession* console_ = nullptr;
  std::deque<std::string> web_tokens_;
  std::uint64_t web_tokens_given_ = 0;
  WallTime booted_;
  std::uint64_t setups_ = 0;
  bool in_setup_ = false;
  bool began_blank_ = false;
};

// "13:05:22.000 UTC Mon Nov 23 2026" without and with milliseconds.
[[nodiscard]] std::string ios_time(WallTime when);
[[nodiscard]] std::string ios_time_milliseconds(WallTime when);
// "2 hours, 5 minutes".
[[nodiscard]] std::string ios_duration(std::chrono::seconds duration);

}  // namespace lw::lab
