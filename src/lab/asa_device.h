// A simulated ASA or PIX: running and startup configuration, alone or one for each security
// context, RSA keys, files on disk0:, console, five Telnet and five SSH sessions, the web
// interface. Outlives its sessions; one thread.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "lab/asa_activation.h"
#include "lab/asa_context.h"
#include "lab/asa_licence.h"
#include "lab/asa_logins.h"
#include "lab/asa_pair.h"
#include "lab/device.h"
#include "lab/faulty_dialogue.h"

namespace lw::lab {

class AsaSession;

inline constexpr std::size_t kAsaDiskBytes = 64 * 1024 * 1024;

class AsaDevice final : public Device {
 public:
  struct Settings {
    std::string initial_config = {};
    WallClock clock;
    std::size_t forced_columns = 0;
    int rsa_modulus = 0;
    AsaLicence licence = {};  // of the key that it comes with
    AsaActivationKeys activation_keys = {};
    // Names and configurations of security contexts, the admin context first. With any the
    // firewall is in multiple mode, and initial_config is the system's (contexts that it does not
    // mention are added to it).
    std::vector<std::pair<std::string, std::string>> contexts = {};
    AsaRelease release = {};
    bool factory_new = false;  // out of its box: nothing is in flash, no network reaches it
    DialogueFaults dialogue_faults = {};
    AaaClient* aaa = nullptr;  // outlives it; null: it reaches no servers
  };
  ~AsaDevice() override;
  AsaDevice(const AsaDevice&) = delete;
  AsaDevice& operator=(const AsaDevice&) = delete;
  // kInvalidArgument names the first line that the firewall does not know.
  [[nodiscard]] static Result<std::unique_ptr<AsaDevice>> create(Settings settings);

  Result<std::unique_ptr<Session>> open(const Arrival& arrival) override;
  [[nodiscard]] Result<void> admits(const Arrival& arrival) const override;
  [[nodiscard]] bool verify_login(std::string_view user, const Secret& password) const override;
  void judge_login(const Arrival& arrival, const Secret& password,
                   std::function<void(LoginGrant)> done) override;
  [[nodiscard]] std::optional<HostKeys> host_keys() const override;
  [[nodiscard]] std::optional<WebDoor> web_door() const override;
  [[nodiscard]] std::optional<WebReply> answer(const WebRequest& request) override;
  [[nodiscard]] std::optional<ModuleCard> module_card() const override;
  void advance() override;
  [[nodiscard]] std::optional<WallTime> next_event() const override;
  // Files on disk0: are not part of it.
  void power_cycle() override { reload(); }
  [[nodiscard]] std::string saved_state() const override;
  [[nodiscard]] Result<void> restore_state(std::string_view text) override;
  void log(std::string_view message) override;

  // For its sessions. config() is the configuration that networks reach: of the admin context
  // where there are several.
  [[nodiscard]] AaaClient* aaa() const { return settings_.aaa; }
  [[nodiscard]] AsaConfig& config() { return admin().config; }
  [[nodiscard]] const AsaConfig& config() const { return admin().config; }
  [[nodiscard]] bool multiple() const { return !settings_.contexts.empty(); }
  [[nodiscard]] AsaContext& base() { return spaces_->base; }  // the only one, or the system's
  [[nodiscard]] AsaContext& admin() {
    return const_cast<AsaContext&>(std::as_const(*this).admin());
  }
  [[nodiscard]] const AsaContext& admin() const;
  // By name, "system" and "" (one context only) too; null when there is none.
  [[nodiscard]] AsaContext* find_context(std::string_view name);
  [[nodiscard]] const std::vector<std::unique_ptr<AsaContext>>& contexts() const {
    return spaces_->contexts;
  }
  // After a change of the system's configuration: contexts appear and vanish. What it says.
  std::string follow_system();
  [[nodiscard]] const AsaLicence& licence() const { return running_key_.licence; }
  [[nodiscard]] const AsaActivation& running_key() const { return running_key_; }
  [[nodiscard]] const AsaActivation& flash_key() const { return flash_key_; }
  [[nodiscard]] std::size_t key_words() const {
    return release().has(AsaFeature::kModes) ? kAsaKeyWords : kPix6KeyWords;
  }
  // What a key is good for on this unit; null: for nothing.
  [[nodiscard]] const AsaKeyEffect* find_key(std::string_view key) const;
  enum class KeyUse { kAtOnce, kAfterReload };
  // One that find_key() knows.
  void activate(const std::string& key, KeyUse use);
  [[nodiscard]] const AsaRelease& release() const { return settings_.release; }
  // A firewall that booted without a startup configuration is in setup until a user at its console
  // has left the dialogue.
  [[nodiscard]] bool in_setup() const { return in_setup_; }
  void leave_setup() { in_setup_ = false; }
  [[nodiscard]] const DialogueFaults& dialogue_faults() const { return settings_.dialogue_faults; }
  [[nodiscard]] AsaLogins& logins() { return logins_; }
  // Null: it is alone.
  [[nodiscard]] AsaPair* pair() const { return pair_.get(); }
  [[nodiscard]] AsaUnit unit() const { return unit_; }
  // Whether its mate has the configuration, so that lines entered here lead nowhere.
  [[nodiscard]] bool on_standby() const;
  [[nodiscard]] std::string_view serial() const;
  // A configuration's text as this unit shows it: which unit it is, each knows for itself.
  [[nodiscard]] std::string localized(std::string text) const;
  // Noise on all its sessions, glued to whatever is on their screens.
  void announce(std::string_view text);
  [[nodiscard]] WallTime now() const { return settings_.clock(); }
  // What its own clock shows.
  [[nodiscard]] WallTime clock() const { return now() + clock_offset_; }
  void set_clock(WallTime shown) { clock_offset_ = shown - now(); }
  [[nodiscard]] WallTime booted() const { return booted_; }
  [[nodiscard]] bool modified() const;
  void save(AsaContext& context);
  void save_all();
  void generate_keys(int modulus);
  void zeroize_keys() { keys_.reset(); }
  // PIX 6 keeps its keys only by a command of its own.
  void save_keys() { saved_keys_ = keys_; }
  void reload();
  void leave(const AsaSession& session);

  // disk0: by path. False when the file would not fit.
  [[nodiscard]] bool write_file(const std::string& path, std::string bytes);
  bool remove_file(const std::string& path) { return files_.erase(path) != 0; }
  [[nodiscard]] const std::string* find_file(const std::string& path) const;
  [[nodiscard]] const std::map<std::string, std::string>& files() const { return files_; }
  [[nodiscard]] std::size_t free_bytes() const;

 private:
  friend class AsaPair;
  explicit AsaDevice(Settings settings)
      : settings_(std::move(settings)),
        flash_key_{asa_blank_key(key_words()), settings_.licence},
        running_key_(flash_key_) {}
  [[nodiscard]] Result<void> load_contexts();
  void boot();
  // Whether networks get as far as the firewall: a new one has no address.
  [[nodiscard]] bool reachable() const { return !began_blank_ || config().has_address(); }

  Settings settings_;
  AsaActivation flash_key_;
  AsaActivation running_key_;
  std::shared_ptr<AsaSpaces> spaces_ = std::make_shared<AsaSpaces>();  // one for both of a pair
  std::shared_ptr<AsaPair> pair_;
  AsaUnit unit_ = AsaUnit::kPrimary;
  mutable AsaLogins logins_;
  std::map<std::string, std::string> files_;
  std::optional<HostKeys> keys_;
  std::optional<HostKeys> saved_keys_;
  std::uint64_t generation_ = 0;
  std::vector<AsaSession*> sessions_;
  WallTime booted_;
  WallTime::duration clock_offset_{};
  bool in_setup_ = false;
  bool began_blank_ = false;
};

}  // namespace lw::lab
