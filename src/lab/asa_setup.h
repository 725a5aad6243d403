// The dialogue of a firewall without a startup configuration, by which it is preconfigured (facts
// 1.3). One engine; what each generation asks is data (asa_setup_form()). Pure; makes configuration
// lines, which the session that holds it enters.
//
// Marks: PIX 6 and ASA from 8.3 on are verified in order and words, the form between them is
// inferred. Inferred of all: that bad input asks the same question again, that Ctrl-Z discards,
// that "no" at the end asks everything again with what was entered as defaults, which years are
// taken.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/asa_config.h"
#include "lab/device.h"
#include "lab/dialogue.h"

namespace lw::lab {

struct AsaSetupForm {
  std::string_view first;           // its first question, without what is offered
  bool more = false;                // asks for the firewall mode and password recovery
  std::string_view interface_word;  // "Inside"
  std::string_view manager;         // the label of the managing host's address
  std::string_view last;            // the last question, as it stands
  bool last_offers_yes = false;
  std::string_view interface;  // that gets the address, by hardware name
  std::string_view nameif;
};

[[nodiscard]] const AsaSetupForm& asa_setup_form(const AsaRelease& release);

class AsaSetup final : public Dialogue {
 public:
  // `config` as it is at the start: its values are offered. `now` on the firewall's clock.
  AsaSetup(const AsaConfig& config, WallTime now);

  Turn begin() override { return ask(Step::kBegin, ""); }
  Turn answer(std::string_view typed) override;
  Turn interrupt(Key::Kind key) override;

  // Once it is over: whether lines() are to be entered and saved, and the clock to be set.
  [[nodiscard]] bool accepted() const { return accepted_; }
  [[nodiscard]] std::vector<std::string> lines() const;
  [[nodiscard]] WallTime clock() const;

 private:
  enum class Step {
    kBegin,
    kMode,
    kPassword,
    kRecovery,
    kYear,
    kMonth,
    kDay,
    kTime,
    kAddress,
    kMask,
    kHost,
    kDomain,
    kManager,
    kUse,
  };

  [[nodiscard]] Turn ask(Step step, std::string text);
  [[nodiscard]] Turn next();
  [[nodiscard]] Turn summary();
  [[nodiscard]] std::string question() const;
  [[nodiscard]] bool take(std::string_view typed);
  [[nodiscard]] Turn take_use(std::string_view typed);
  [[nodiscard]] std::string clock_text() const;

  AsaRelease release_;
  const AsaSetupForm& form_;
  Step step_ = Step::kBegin;
  bool accepted_ = false;

  bool transparent_ = false;
  std::string password_;  // empty: the current one stays
  bool recovery_ = true;
  int year_ = 0;
  unsigned month_ = 1;
  unsigned day_ = 1;
  std::string time_;
  std::string address_;
  std::string mask_;
  std::string host_;
  std::string domain_;
  std::string manager_;
};

}  // namespace lw::lab
