// The firewall's configuration mode as a user meets it: the first question, lines, complaints,
// dialogs, the way out.
#include <fmt/format.h>

#include "base/text.h"
#include "lab/answers.h"
#include "lab/asa_session.h"

namespace lw::lab {
void AsaSession::exec_configure(const Match&) {
  if (cursor_) return;
  cursor_ = AsaCursor{};
  const AsaConfig& config = this->config();
  // Verified that it is asked again until the answer is yes or no; that "later" is the next
  // configuration session is inferred.
  if (!asks_reporting_ || !config.release().has(AsaFeature::kReportingQuestion) ||
      config.has("call-home reporting anonymous") ||
      config.has("no call-home reporting anonymous")) {
    return;
  }
  ask_anonymous_reporting();
}

// ASA oddity, verified: from 8.2(2) on the first configuration session shows its prompt first and
// asks then; a reader that stops at the prompt is out of step from there on.
void AsaSession::ask_anonymous_reporting() {
  // Where the answer is kept with several contexts is unknown: a session is asked once.
  if (device_.multiple()) asks_reporting_ = false;
  print(prompt());
  print(
      "\n\n***************************** NOTICE *****************************\n\n"
      "Help to improve the ASA platform by enabling anonymous reporting,\n"
      "a function that this simulated firewall only pretends to have.\n"
      "Nothing leaves this machine, whatever the answer is.\n"
      "To learn about the function of a real one, see\n"
      "http://www.cisco.com/go/smartcall\n\n");
  ask("Would you like to enable anonymous error reporting to help improve\r\n"
      "the product? [Y]es, [N]o, [A]sk later: ",
      Echo::kPlain, [this](const std::string& answer) {
        const std::string lower = to_lower(trim(answer));
        AsaCursor global;
        if (lower == "y" || lower == "yes") {
          print(
              "\nEnabling anonymous reporting.\n"
              "Adding \"call-home reporting anonymous\" to running configuration...\n");
          (void)this->config().apply(global, "call-home reporting anonymous");
        } else if (lower == "n" || lower == "no") {
          print(
              "\nIn the future, if you would like to enable this feature,\n"
              "issue the command \"call-home reporting anonymous\".\n\n"
              "Please remember to save your configuration.\n\n");
          (void)this->config().apply(global, "no call-home reporting anonymous");
        } else if (lower != "a" && lower != "ask later") {
          ask_anonymous_reporting();
        }
      });
}

void AsaSession::configure(const std::string& line) {
  // Verified: without the licence every failover command says so, "show failover" too.
  const bool failover = begins_with_words(trim(line), "failover");
  if (failover && device_.licence().failover == AsaLicence::Failover::kNone) {
    print("ERROR: Command requires failover license\n");
    return;
  }
  const AsaOutcome outcome = config().apply(*cursor_, line);
  print(outcome.text);
  if (outcome.kind == AsaOutcome::Kind::kDone && config().space() == AsaSpace::kSystem) {
    print(device_.follow_system());
  }
  const bool pages = begins_with_words(trim(line), "pager") || trim(line) == "no pager";
  if (pages && !device_.release().has(AsaFeature::kModes)) {
    const auto lines = parse_decimal(config().value("pager lines"));
    screen().lines = static_cast<std::size_t>(lines.value_or(0));
  }
  if (begins_with_words(trim(line), "terminal width")) {
    const auto columns = parse_decimal(config().value("terminal width"));
    screen().columns = static_cast<std::size_t>(columns.value_or(80));
  }
  carry_out(outcome);
}

void AsaSession::carry_out(const AsaOutcome& outcome) {
  using Kind = AsaOutcome::Kind;
  switch (outcome.kind) {
    case Kind::kDone:
      return;
    case Kind::kInvalid:
      point_at(outcome.column);
      return;
    case Kind::kIncomplete:
      complain(Match::Kind::kIncomplete, 0);
      return;
    case Kind::kAmbiguous:
      complain(Match::Kind::kAmbiguous, 0);
      return;
    case Kind::kLeave:
      cursor_.reset();
      return;
    case Kind::kGenerateKeys:
      generate_keys(outcome.modulus, outcome.unasked);
      return;
    case Kind::kZeroizeKeys:
      zeroize_keys(outcome.unasked);
      return;
    case Kind::kAcceptCertificate:
      accept_certificate(outcome);
      return;
    case Kind::kRemoveTrustpoint:
      remove_trustpoint(outcome);
      return;
    case Kind::kRemoveContext:
      remove_context(outcome);
      return;
    case Kind::kSaveKeys:
      device_.save_keys();
      return;
    case Kind::kSetup:
      hold_setup([] {});
      return;
  }
}

// The wording of these three dialogs is inferred; that they are held unless "nointeractive" or
// "noconfirm" is given is verified of the first two.
void AsaSession::accept_certificate(const AsaOutcome& outcome) {
  const auto accept = [this, outcome] {
    config().accept_certificate(outcome.subject, outcome.pasted);
    print("\nTrustpoint CA certificate accepted.\n\n% Certificate successfully imported\n");
  };
  if (outcome.unasked) {
    accept();
    return;
  }
  ask("\r\nDo you accept this certificate? [yes/no]: ", Echo::kPlain,
      [accept](const std::string& answer) {
        if (says_yes(answer)) accept();
      });
}

void AsaSession::remove_trustpoint(const AsaOutcome& outcome) {
  if (outcome.unasked) {
    config().remove_trustpoint(outcome.subject);
    return;
  }
  print(
      "WARNING: Removing an enrolled trustpoint will destroy all certificates received from the "
      "related Certificate Authority.\n\n");
  ask("Are you sure you want to do this? [yes/no]: ", Echo::kPlain,
      [this, name = outcome.subject](const std::string& answer) {
        if (says_yes(answer)) config().remove_trustpoint(name);
      });
}

void AsaSession::remove_context(const AsaOutcome& outcome) {
  if (outcome.subject == device_.admin().name) {
    print(fmt::format("ERROR: the admin context '{}' can not be removed\n", outcome.subject));
    return;
  }
  const auto remove = [this, name = outcome.subject] {
    config().remove_context(name);
    print(device_.follow_system());
  };
  if (outcome.unasked) {
    remove();
    return;
  }
  print(fmt::format("WARNING: Removing context '{}'\n", outcome.subject));
  ask_key("Proceed with removing the context? [confirm]", [remove](char key) {
    if (confirms(key)) remove();
  });
}

// After a captured dialogue of 6.3. That existing keys must be removed first is inferred.
void AsaSession::make_pix6_keys(int modulus) {
  constexpr int kLong = 1024;
  if (device_.host_keys()) {
    print("Keypair already exists, use \"ca zeroize rsa\" first.\n");
    return;
  }
  if (config().value("domain-name").empty()) {
    print("A domain name must be set before keys are made.\n");
    return;
  }
  if (modulus >= kLong) {
    print(
        "For <key_modulus_size> >= 1024, key generation could\n"
        "  take up to several minutes. Please wait.\n");
  }
  print("Keypair generation process begin.\nSuccess.\n\n");
  device_.generate_keys(modulus);
}

void AsaSession::generate_keys(int modulus, bool unasked) {
  if (!device_.release().has(AsaFeature::kModes)) {
    make_pix6_keys(modulus);
    return;
  }
  const auto make = [this, modulus] {
    print(
        "INFO: The name for the keys will be: <Default-RSA-Key>\n"
        "Keypair generation process begin. Please wait...\n");
    device_.generate_keys(modulus);
  };
  if (!device_.host_keys() || unasked) {
    make();
    return;
  }
  print("WARNING: You have a RSA keypair already defined named <Default-RSA-Key>.\n\n");
  ask("Do you really want to replace them? [yes/no]: ", Echo::kPlain,
      [make](const std::string& answer) {
        if (says_yes(answer)) make();
      });
}

void AsaSession::zeroize_keys(bool unasked) {
  if (!device_.host_keys() || unasked || !device_.release().has(AsaFeature::kModes)) {
    device_.zeroize_keys();
    return;
  }
  print(
      "WARNING: All RSA keys will be removed.\n"
      "WARNING: All device digital certificates issued using these keys will also be removed.\n\n");
  ask("Do you really want to remove these keys? [yes/no]: ", Echo::kPlain,
      [this](const std::string& answer) {
        if (says_yes(answer)) device_.zeroize_keys();
      });
}

}  // namespace lw::lab
