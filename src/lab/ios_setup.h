// The initial configuration dialogue of a router without a startup configuration (facts 2.8): the
// classic one, and that of IOS-XE 17, which does not let go before it has an enable secret. Pure;
// makes a script, which the session that holds it carries out.
//
// Marks: order, questions and complaints are verified, the paragraphs between them are our own.
// Inferred: what extended setup asks (the lab has none: it ends the dialogue), that a second round
// offers the first one's names, and the encryption choice's meaning (unknown: it has no effect).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lab/dialogue.h"
#include "lab/ios_config.h"

namespace lw::lab {

class IosSetup final : public Dialogue {
 public:
  enum class Start { kBoot, kCommand };  // kCommand: "setup" in enable mode
  enum class Ending { kLeft, kAborted, kDiscarded, kSaved };

  // `config` as it is at the start. `seed` of the secret's salt.
  IosSetup(const IosConfig& config, Start start, std::uint64_t seed);

  Turn begin() override;
  Turn answer(std::string_view typed) override;
  Turn interrupt(Key::Kind key) override;

  // Once it is over. kSaved: script() is to be carried out and saved.
  [[nodiscard]] Ending ending() const { return ending_; }
  [[nodiscard]] const std::string& script() const { return script_; }

 private:
  enum class Step {
    kEnter,
    kAutoinstall,
    kBasic,
    kHost,
    kSecret,
    kConfirm,
    kEnablePassword,
    kLinePassword,
    kSnmp,
    kCommunity,
    kInterface,
    kUseIp,
    kAddress,
    kMask,
    kMenu,
    kEncryption,
  };

  [[nodiscard]] Turn ask(Step step, std::string text = {});
  [[nodiscard]] Turn again(std::string complaint) { return ask(step_, std::move(complaint)); }
  [[nodiscard]] Turn over(Ending ending);
  [[nodiscard]] std::string question(Step step) const;
  [[nodiscard]] Turn take_yes_no(std::string_view typed);
  [[nodiscard]] Turn enter(bool yes);
  [[nodiscard]] Turn take_host(std::string_view typed);
  [[nodiscard]] Turn take_secret(std::string_view typed);
  [[nodiscard]] Turn take_confirmation(std::string_view typed);
  [[nodiscard]] Turn take_enable_password(std::string_view typed);
  [[nodiscard]] Turn take_line_password(std::string_view typed);
  [[nodiscard]] Turn take_interface(std::string_view typed);
  [[nodiscard]] Turn take_address(std::string_view typed);
  [[nodiscard]] Turn take_mask(std::string_view typed);
  [[nodiscard]] Turn take_menu(std::string_view typed);
  [[nodiscard]] Turn after_secret();
  [[nodiscard]] Turn show_script();
  [[nodiscard]] std::string secret_line() const;
  [[nodiscard]] std::string full_script() const;
  [[nodiscard]] bool forces_secret() const;

  IosRelease release_;
  std::string table_;
  std::vector<std::string> interfaces_;
  std::uint64_t seed_;
  Start start_;
  Step step_ = Step::kEnter;
  Ending ending_ = Ending::kLeft;
  std::string script_;

  bool whole_ = false;       // "yes" to the dialogue, so that more than the secret is asked
  bool same_shown_ = false;  // that the two enable passwords are the same
  std::string host_;
  std::string secret_;
  std::string enable_password_;
  std::string line_password_;
  bool snmp_ = true;
  std::string community_;
  std::string interface_;
  bool use_ip_ = true;
  std::string address_;
  std::string mask_;
};

}  // namespace lw::lab
