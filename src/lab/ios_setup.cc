#include "lab/ios_setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cctype>
#include <utility>

#include "base/text.h"
#include "lab/answers.h"
#include "lab/ipv4_text.h"
#include "lab/password_hash.h"

namespace lw::lab {
namespace {

constexpr std::string_view kYesOrNo = "% Please answer 'yes' or 'no'.\n";
constexpr std::string_view kNoDefault = "% No defaulting allowed\n";
constexpr std::string_view kHeading = "\n         --- System Configuration Dialog ---\n\n";
constexpr std::string_view kHelp =
    "\nA question mark asks for help at any point.\n"
    "Ctrl-c ends the dialog at any question.\n"
    "What is offered stands in square brackets '[]'.\n\n\n"
    "Basic management setup asks for no more than it takes to manage\n"
    "this router over the network.\n\n";
constexpr std::string_view kGlobalHeading = "Configuring global parameters:\n\n";
constexpr std::string_view kSecretText =
    "\n  The enable secret lets a user configure this router; it is kept\n"
    "  as a hash.\n";
constexpr std::string_view kForcedSecretText =
    "\n  This router wants an enable secret before it is used.\n"
    "  -------------------------------------------------\n"
    "  It has 10 characters or more, with at least one upper case letter,\n"
    "  one lower case letter and one digit.\n"
    "  -------------------------------------------------\n";
constexpr std::string_view kEnablePasswordText =
    "\n  The enable password stands in where there is no enable secret.\n";
constexpr std::string_view kLinePasswordText =
    "\n  The virtual terminal password is asked of who comes by network.\n";
constexpr std::string_view kMenu =
    "\n\n[0] Go to the IOS command prompt without saving this config.\n"
    "[1] Return back to the setup without saving this config.\n"
    "[2] Save this configuration to nvram and exit.\n\n";
constexpr std::string_view kEncryptionMenu =
    "\n[0] Encrypt reversible passwords later.\n"
    "[1] Go back to the beginning of this choice.\n"
    "[2] Go on without a key for them.\n\n";
constexpr std::size_t kLongestSecret = 32;
constexpr std::size_t kLongestName = 63;

bool good_host_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName &&
         std::isalpha(static_cast<unsigned char>(name.front())) != 0 &&
         std::ranges::all_of(name, [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
         });
}

// Verified of IOS-XE 17: ten characters with upper case, lower case and a digit. The upper limit is
// inferred.
bool strong(std::string_view secret) {
  const auto some = [&](auto is) {
    return std::ranges::any_of(secret, [&](char c) { return is(static_cast<unsigned char>(c)); });
  };
  return secret.size() >= 10 && secret.size() <= kLongestSecret &&
         some([](unsigned char c) { return std::isupper(c) != 0; }) &&
         some([](unsigned char c) { return std::islower(c) != 0; }) &&
         some([](unsigned char c) { return std::isdigit(c) != 0; });
}

}  // namespace

IosSetup::IosSetup(const IosConfig& config, Start start, std::uint64_t seed)
    : release_(config.release()),
      table_(config.interface_summary()),
      seed_(seed),
      start_(start),
      host_(config.hostname()),
      community_("public") {
  constexpr std::string_view kInterface = "interface ";
  for (const ConfigSection& section : config.store().sections()) {
    if (section.text.starts_with(kInterface)) {
      interfaces_.push_back(section.text.substr(kInterface.size()));
    }
  }
}

bool IosSetup::forces_secret() const { return release_.has(IosFeature::kForcedSecret); }

Dialogue::Turn IosSetup::begin() { return ask(Step::kEnter, std::string(kHeading)); }

Dialogue::Turn IosSetup::ask(Step step, std::string text) {
  step_ = step;
  const bool hidden = forces_secret() && (step == Step::kSecret || step == Step::kConfirm);
  return {std::move(text), question(step), hidden ? Echo::kStars : Echo::kPlain};
}

Dialogue::Turn IosSetup::over(Ending ending) {
  ending_ = ending;
  return {};
}

// Ctrl-C leaves, verified; what Ctrl-Z does is unknown: here nothing.
Dialogue::Turn IosSetup::interrupt(Key::Kind key) {
  if (key != Key::Kind::kInterrupt) return again("");
  ending_ = Ending::kAborted;
  return {"\n\nConfiguration aborted, no changes made.\n", ""};
}

std::string IosSetup::question(Step step) const {
  switch (step) {
    case Step::kEnter:
      return start_ == Start::kBoot
                 ? "Would you like to enter the initial configuration dialog? [yes/no]: "
                 : "Continue with configuration dialog? [yes/no]: ";
    case Step::kAutoinstall:
      return "Would you like to terminate autoinstall? [yes]: ";
    case Step::kBasic:
      return "Would you like to enter basic management setup? [yes/no]: ";
    case Step::kHost:
      return fmt::format("  Enter host name [{}]: ", host_);
    case Step::kSecret:
      return "  Enter enable secret: ";
    case Step::kConfirm:
      return "  Confirm enable secret: ";
    case Step::kEnablePassword:
      return "  Enter enable password: ";
    case Step::kLinePassword:
      return "  Enter virtual terminal password: ";
    case Step::kSnmp:
      return "  Configure SNMP Network Management? [yes]: ";
    case Step::kCommunity:
      return fmt::format("    Community string [{}]: ", community_);
    case Step::kInterface:
      return "Enter interface name used to connect to the\r\n"
             "management network from the above interface summary: ";
    case Step::kUseIp:
      return "  Configure IP on this interface? [yes]: ";
    case Step::kAddress:
      return "    IP address for this interface: ";
    case Step::kMask:
      return fmt::format("    Subnet mask for this interface [{}] : ",
                         ipv4_text(classful_network(address_).mask));
    case Step::kMenu:
      return "Enter your selection [2]: ";
    case Step::kEncryption:
      return "Enter your encryption selection [2]: ";
  }
  return {};
}

Dialogue::Turn IosSetup::answer(std::string_view typed) {
  typed = trim(typed);
  switch (step_) {
    case Step::kEnter:
    case Step::kAutoinstall:
    case Step::kBasic:
    case Step::kSnmp:
    case Step::kUseIp:
      return take_yes_no(typed);
    case Step::kHost:
      return take_host(typed);
    case Step::kSecret:
      return take_secret(typed);
    case Step::kConfirm:
      return take_confirmation(typed);
    case Step::kEnablePassword:
      return take_enable_password(typed);
    case Step::kLinePassword:
      return take_line_password(typed);
    case Step::kCommunity:
      if (split_words(typed).size() > 1) return again("");
      if (!typed.empty()) community_ = typed;
      return ask(Step::kInterface, fmt::format("\nCurrent interface summary\n\n{}\n", table_));
    case Step::kInterface:
      return take_interface(typed);
    case Step::kAddress:
      return take_address(typed);
    case Step::kMask:
      return take_mask(typed);
    case Step::kMenu:
      return take_menu(typed);
    case Step::kEncryption:
      if (typed.empty() || typed == "0" || typed == "2") return over(Ending::kSaved);
      return again(std::string(kEncryptionMenu));
  }
  return {};
}

Dialogue::Turn IosSetup::take_yes_no(std::string_view typed) {
  const bool offers_yes =
      step_ == Step::kAutoinstall || step_ == Step::kSnmp || step_ == Step::kUseIp;
  const bool yes = says_yes(typed) || (typed.empty() && offers_yes);
  if (!yes && !says_no(typed)) return again(std::string(kYesOrNo));
  switch (step_) {
    case Step::kEnter:
      return enter(yes);
    case Step::kAutoinstall:
      // Inferred: a router that goes on with autoinstall finds no server here, and ends it itself.
      return over(Ending::kLeft);
    case Step::kBasic:
      // Extended setup is unknown in detail; the lab has none.
      if (!yes) return over(Ending::kLeft);
      return ask(Step::kHost, std::string(kGlobalHeading));
    case Step::kSnmp:
      snmp_ = yes;
      if (yes) return ask(Step::kCommunity);
      return ask(Step::kInterface, fmt::format("\nCurrent interface summary\n\n{}\n", table_));
    default:
      use_ip_ = yes;
      return yes ? ask(Step::kAddress) : show_script();
  }
}

Dialogue::Turn IosSetup::enter(bool yes) {
  if (yes) {
    whole_ = true;
    return ask(Step::kBasic, std::string(kHelp));
  }
  if (start_ == Start::kCommand) return over(Ending::kLeft);
  if (forces_secret()) return ask(Step::kSecret, std::string(kForcedSecretText));
  return ask(Step::kAutoinstall);
}

// What is refused and how is inferred.
Dialogue::Turn IosSetup::take_host(std::string_view typed) {
  if (!typed.empty() && !good_host_name(typed)) return again("% Invalid hostname\n");
  if (!typed.empty()) host_ = typed;
  return ask(Step::kSecret, std::string(forces_secret() ? kForcedSecretText : kSecretText));
}

Dialogue::Turn IosSetup::take_secret(std::string_view typed) {
  if (forces_secret()) {
    if (typed.empty()) return again("Please enter a secret\n");
    if (!strong(typed)) return again("%Password validation failed\n");
    secret_ = typed;
    return ask(Step::kConfirm);
  }
  if (typed.empty()) return again(std::string(kNoDefault));
  secret_ = typed;
  return after_secret();
}

// The words are inferred.
Dialogue::Turn IosSetup::take_confirmation(std::string_view typed) {
  if (typed != secret_) return ask(Step::kSecret, "% Secrets do not match\n");
  return whole_ ? after_secret() : show_script();
}

Dialogue::Turn IosSetup::after_secret() {
  same_shown_ = false;
  return ask(Step::kEnablePassword, std::string(kEnablePasswordText));
}

Dialogue::Turn IosSetup::take_enable_password(std::string_view typed) {
  if (typed.empty()) return again(std::string(kNoDefault));
  if (typed == secret_ && !std::exchange(same_shown_, true)) {
    return again("% Please choose a password that is different from the enable secret\n");
  }
  enable_password_ = typed;
  return ask(Step::kLinePassword, std::string(kLinePasswordText));
}

Dialogue::Turn IosSetup::take_line_password(std::string_view typed) {
  if (typed.empty()) return again(std::string(kNoDefault));
  line_password_ = typed;
  return ask(Step::kSnmp);
}

Dialogue::Turn IosSetup::take_interface(std::string_view typed) {
  if (typed.empty()) return again(fmt::format("{}\n", kNoDefault));
  const std::string name = ios_interface_name(typed);
  if (std::ranges::find(interfaces_, name) == interfaces_.end()) {
    return again("Invalid interface\n\n");
  }
  interface_ = name;
  return ask(Step::kUseIp, fmt::format("\nConfiguring interface {}:\n", interface_));
}

// The two lines of advice are our own.
Dialogue::Turn IosSetup::take_address(std::string_view typed) {
  if (!is_host_address(typed)) {
    return again(
        "% Bad Internet address.\n"
        "  An address is four numbers with dots between them,\n"
        "  and belongs to a host.\n");
  }
  address_ = typed;
  return ask(Step::kMask);
}

Dialogue::Turn IosSetup::take_mask(std::string_view typed) {
  const ClassfulNetwork network = classful_network(address_);
  const std::string mask = typed.empty() ? ipv4_text(network.mask) : std::string(typed);
  if (!is_net_mask(mask)) return again("% Bad subnet mask.\n");
  mask_ = mask;
  const int bits = std::popcount(ipv4_bits(mask));
  Turn turn = show_script();
  turn.text =
      fmt::format("    Class {} network is {}, {} subnet bits; mask is /{}\n{}", network.name,
                  ipv4_text(ipv4_bits(address_) & network.mask), bits, bits, turn.text);
  return turn;
}

std::string IosSetup::secret_line() const {
  const Secret secret(secret_);
  return release_.has(IosFeature::kScryptSecrets)
             ? fmt::format("enable secret 9 {}\n", ios_scrypt(secret, seed_))
             : fmt::format("enable secret 5 {}\n", md5_crypt(secret, seed_));
}

std::string IosSetup::full_script() const {
  std::string script = fmt::format("hostname {}\n{}enable password {}\nline vty 0 4\npassword {}\n",
                                   host_, secret_line(), enable_password_, line_password_);
  script += snmp_ ? fmt::format("snmp-server community {}\n", community_) : "no snmp-server\n";
  for (const std::string& name : interfaces_) {
    script += fmt::format("!\ninterface {}\n", name);
    script += name == interface_ && use_ip_
                  ? fmt::format("no shutdown\nip address {} {}\n", address_, mask_)
                  : std::string("shutdown\nno ip address\n");
  }
  return script;
}

Dialogue::Turn IosSetup::show_script() {
  script_ = whole_ ? full_script() : secret_line();
  return ask(Step::kMenu,
             fmt::format("\nThe following configuration command script was created:\n\n"
                         "{}!\nend\n{}",
                         script_, kMenu));
}

Dialogue::Turn IosSetup::take_menu(std::string_view typed) {
  if (typed == "0") return over(Ending::kDiscarded);
  if (typed == "1") {
    return whole_ ? ask(Step::kHost, fmt::format("\n{}", kGlobalHeading))
                  : ask(Step::kSecret, std::string(kForcedSecretText));
  }
  if (!typed.empty() && typed != "2") return again(std::string(kMenu));
  if (release_.has(IosFeature::kEncryptionChoice)) {
    return ask(Step::kEncryption, std::string(kEncryptionMenu));
  }
  return over(Ending::kSaved);
}

}  // namespace lw::lab
