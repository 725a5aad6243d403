// The licence as a user at the firewall meets it: "activation-key" and what it brings about (facts
// 1.4). In which mode a real one takes the command the facts leave open; here it is an exec
// command, which configuration mode takes too.
#include <fmt/format.h>

#include "base/text.h"
#include "lab/answers.h"
#include "lab/asa_session.h"

namespace lw::lab {

void AsaSession::exec_activation_key(const Match& match) {
  const std::vector<std::string> words(match.words.begin() + 1, match.words.end());
  if (device_.release().is_fwsm() || config().space() == AsaSpace::kContext) {
    point_at(0);  // inferred of a context; an FWSM's keys are left out
    return;
  }
  if (words.size() != device_.key_words()) {
    complain(words.size() < device_.key_words() ? Match::Kind::kIncomplete : Match::Kind::kInvalid,
             line_.rfind(words.back()));
    return;
  }
  std::size_t wrong = 0;
  const auto key = asa_key_text(words, &wrong);
  if (!key) {
    point_at(line_.find(words[wrong], line_.find("key") + 3));
    return;
  }
  print("Validating activation key. This may take a few minutes...\n");
  const AsaKeyEffect* effect = device_.find_key(*key);
  if (effect == nullptr) {
    print("ERROR: The requested key was not saved because it is not valid for this system.\n");
    return;
  }
  if (!effect->needs_reload && !takes_away(device_.licence(), effect->licence)) {
    device_.activate(*key, AsaDevice::KeyUse::kAtOnce);
    print("Both Running and Flash permanent activation key was updated with the requested key.\n");
    return;
  }
  // The question and what follows are inferred.
  print("WARNING: The running activation key was not updated with the requested key.\n");
  ask_key("Proceed with update flash activation key? [confirm]", [this, key = *key](char typed) {
    if (!confirms(typed)) return;
    device_.activate(key, AsaDevice::KeyUse::kAfterReload);
    print(
        "Flash permanent activation key was updated with the requested key,\n"
        "and will become active after the next reload.\n");
  });
}

// Verified of 8.2 with both keys the same; what stands there from 8.3 on, of PIX 6 and of keys that
// differ is inferred.
void AsaSession::show_activation_key(const Match& match) {
  const AsaRelease& release = device_.release();
  const AsaActivation& running = device_.running_key();
  const AsaActivation& flash = device_.flash_key();
  const bool same = running.key == flash.key;
  const bool pix6 = !release.has(AsaFeature::kModes);
  const auto table = [&](const AsaLicence& licence) {
    return pix6 ? pix6_licence_table(licence)
                : asa_licence_table(
                      licence, release,
                      config().space() == AsaSpace::kContext ? "user context" : "platform");
  };
  const bool timed = release.has(AsaFeature::kTimedLicences);
  print(fmt::format("Serial Number:  {}\nRunning {}Activation Key: {} \n\n{}\n",
                    pix6 ? std::string(kPix6Serial) : std::string(device_.serial()),
                    timed ? "Permanent " : "", running.key, table(running.licence)));
  if (timed && (!same || match.words.back() == "detail")) {
    print(fmt::format("Permanent Flash Activation Key: {} \n\n{}\n", flash.key,
                      table(flash.licence)));
  } else if (!same) {
    print(fmt::format("Flash Activation Key: {} \n\n", flash.key));
  }
  if (timed) {
    print(fmt::format("The flash permanent activation key is {} the running permanent key.\n",
                      same ? "the SAME as" : "DIFFERENT from"));
  } else {
    print(fmt::format("The flash activation key is {} the running key.\n",
                      same ? "the SAME as" : "DIFFERENT from"));
  }
  if (!same) print("The flash activation key takes effect after the next reload.\n");
}

}  // namespace lw::lab
