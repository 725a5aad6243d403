// The router's configuration mode as a user meets it: lines, complaints, dialogs, the way out.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/text.h"
#include "lab/ios_session.h"

namespace lw::lab {
namespace {

constexpr int kSecureServerModulus = 1024;

}  // namespace

void IosSession::enter_configuration() {
  cursor_ = IosCursor{};
  print("Enter configuration commands, one per line.  End with CNTL/Z.\n");
}

void IosSession::exec_configure(const Match& match) {
  if (match.words.size() > 1) {
    enter_configuration();
    return;
  }
  ask("Configuring from terminal, memory, or network [terminal]? ", Echo::kPlain,
      [this](const std::string& answer) {
        const std::string_view from = trim(answer);
        if (from.empty() || std::string_view("terminal").starts_with(from)) {
          enter_configuration();
        } else {
          print("?Must be \"terminal\", \"memory\" or \"network\"\n");
        }
      });
}

void IosSession::exec_configure_revert(const Match& match) {
  const ConfigSection* archive = device_.config().store().find("archive");
  bool on = false;
  if (archive != nullptr) {
    for (const std::string& line : archive->lines) on |= begins_with_words(line, "path");
  }
  if (!on) {
    print("%Turn config archive on before using Rollback Confirmed Change\n");
    return;
  }
  if (device_.pending_revert) {
    print("%A Rollback Confirmed Change is already pending\n");
    return;
  }
  const std::chrono::minutes delay(parse_decimal(match.words.back()).value_or(1));
  device_.pending_revert = IosDevice::PendingRevert{
      device_.now() + delay, device_.config().render(), user_.empty() ? place() : user_, delay};
  print(fmt::format("Rollback Confirmed Change: Backing up current running config\n\n"));
  enter_configuration();
  device_.log(
      fmt::format("%ARCHIVE_DIFF-5-ROLLBK_CNFMD_CHG_START_ABSTIMER: User: {}: Scheduled "
                  "to rollback to the saved copy in {} minutes",
                  place(), delay.count()));
}

void IosSession::exec_configure_confirm(const Match&) {
  if (!device_.pending_revert) {
    print("%No Rollback Confirmed Change pending\n");
    return;
  }
  device_.pending_revert.reset();
  device_.log(
      fmt::format("%ARCHIVE_DIFF-5-ROLLBK_CNFMD_CHG_CONFIRM: User: {}: Confirm the "
                  "configuration change",
                  place()));
}

void IosSession::exec_configure_revert_now(const Match&) {
  if (!device_.pending_revert) {
    print("%No Rollback Confirmed Change pending\n");
    return;
  }
  device_.pending_revert->when = device_.now();
  device_.advance();
  print("Total number of passes: 1\nRollback Done\n\n");
}

void IosSession::leave_configuration() {
  cursor_.reset();
  device_.changed(user_.empty() ? std::string("console") : user_);
  device_.log(fmt::format("%SYS-5-CONFIG_I: Configured from console by {}",
                          user_.empty() ? place() : fmt::format("{} on {}", user_, place())));
}

void IosSession::configure(const std::string& line) {
  using Kind = IosOutcome::Kind;
  const bool served_tls = device_.config().has("ip http secure-server");
  const IosOutcome outcome = device_.config().apply(*cursor_, line);
  const bool says = outcome.kind != Kind::kDo && outcome.kind != Kind::kLicenceTerms;
  if (says) print(outcome.text);
  switch (outcome.kind) {
    case Kind::kDone:
      if (trim(line).starts_with("ip ssh") && !device_.host_keys()) {
        print("Please create RSA keys to enable SSH (and of atleast 768 bits for SSH v2).\n");
      }
      return;
    case Kind::kInvalid:
      point_at(outcome.column);
      return;
    case Kind::kIncomplete:
      refusal_ = Match::Kind::kIncomplete;
      print("% Incomplete command.\n\n");
      return;
    case Kind::kAmbiguous:
      refusal_ = Match::Kind::kAmbiguous;
      print(fmt::format("% Ambiguous command:  \"{}\"\n", trim(line)));
      return;
    case Kind::kLeave:
      leave_configuration();
      return;
    case Kind::kDo: {
      if (outcome.text.starts_with("conf")) {
        print("% Invalid input detected at '^' marker.\n\n");
        return;
      }
      run_filtered(line,
                   line.size() - std::string_view(line).substr(line.rfind(outcome.text)).size());
      return;
    }
    case Kind::kGenerateKeys:
      generate_keys(outcome.modulus);
      return;
    case Kind::kZeroizeKeys:
      zeroize_keys();
      return;
    case Kind::kLicenceTerms:
      agree_to_licence(outcome.text);
      return;
    case Kind::kSecureServer:
      if (!served_tls && !device_.host_keys()) {
        print(fmt::format("% Generating {} bit RSA keys, keys will be non-exportable...[OK]\n",
                          kSecureServerModulus));
        device_.generate_keys(kSecureServerModulus);
      }
      return;
  }
}

void IosSession::generate_keys(int modulus) {
  const std::string host = device_.config().hostname();
  const std::string domain = device_.config().domain();
  if (host == "Router") {
    print("% Please define a hostname other than Router.\n");
    return;
  }
  if (domain.empty()) {
    print("% Please define a domain-name first.\n");
    return;
  }
  const std::string key = fmt::format("{}.{}", host, domain);
  const bool replaces = device_.host_keys().has_value();
  if (replaces) print(fmt::format("% You already have RSA keys defined named {}.\n", key));
  if (modulus != 0) {
    // With the size on the line nothing is asked (inferred).
    if (replaces) print("% They will be replaced.\n\n");
    print(fmt::format("The name for the keys will be: {}\n\n% The key modulus size is {} bits\n",
                      key, modulus));
    make_keys(modulus);
    return;
  }
  if (!replaces) {
    print(fmt::format("The name for the keys will be: {}\n", key));
    ask_modulus();
    return;
  }
  ask("% Do you really want to replace them? [yes/no]: ", Echo::kPlain,
      [this, key](const std::string& answer) {
        const std::string lower = to_lower(trim(answer));
        if (lower.empty() || !std::string_view("yes").starts_with(lower)) return;
        print(fmt::format("The name for the keys will be: {}\n", key));
        ask_modulus();
      });
}

void IosSession::ask_modulus() {
  const IosRelease& release = device_.release();
  const int least = release.smallest_modulus;
  const int most = release.largest_modulus;
  print(
      fmt::format("Choose the size of the key modulus in the range of {} to {} for your\n"
                  "  General Purpose Keys. Choosing a key modulus greater than 512 may take\n"
                  "  a few minutes.\n\n",
                  least, most));
  ask(fmt::format("How many bits in the modulus [{}]: ", release.usual_modulus), Echo::kPlain,
      [this, least, most, usual = release.usual_modulus](const std::string& answer) {
        const auto bits =
            trim(answer).empty() ? std::optional<long>(usual) : parse_decimal(trim(answer));
        if (!bits || *bits < least || *bits > most) {
          print(fmt::format("% A decimal number between {} and {}.\n", least, most));
          ask_modulus();
          return;
        }
        make_keys(static_cast<int>(*bits));
      });
}

void IosSession::make_keys(int modulus) {
  print(
      fmt::format("% Generating {} bit RSA keys, keys will be non-exportable...[OK]\n\n", modulus));
  device_.generate_keys(modulus);
}

void IosSession::zeroize_keys() {
  if (!device_.host_keys()) {
    print("% No Signature RSA Keys found in configuration.\n");
    return;
  }
  print(
      "% All RSA keys will be removed.\n"
      "% All router certs issued using these keys will also be removed.\n");
  ask("Do you really want to remove these keys? [yes/no]: ", Echo::kPlain,
      [this](const std::string& answer) {
        const std::string lower = to_lower(trim(answer));
        if (!lower.empty() && std::string_view("yes").starts_with(lower)) device_.zeroize_keys();
      });
}

}  // namespace lw::lab
