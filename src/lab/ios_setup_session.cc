// The setup dialogue as a user meets it: on the console of a router without a startup
// configuration, or by "setup" in enable mode.
#include "lab/ios_session.h"
#include "lab/ios_setup.h"

namespace lw::lab {

void IosSession::begin_setup() {
  hold_setup(IosSetup::Start::kBoot, [this] {
    device_.leave_setup();
    print("\n\nPress RETURN to get started!\n\n\n");
    ask("", Echo::kNone, [this](const std::string&) { log_in(); });
  });
}

void IosSession::exec_setup(const Match&) {
  hold_setup(IosSetup::Start::kCommand, [] {});
}

void IosSession::hold_setup(IosSetup::Start start, std::function<void()> after) {
  const auto setup = std::make_shared<IosSetup>(device_.config(), start, device_.next_setup_seed());
  hold(with_faults(setup, device_.dialogue_faults()), [this, setup, after = std::move(after)] {
    if (setup->ending() == IosSetup::Ending::kSaved) {
      device_.config().load(setup->script());
      device_.save();
      print(
          "Building configuration...\n[OK]\n"
          "Use the enabled mode 'configure' command to modify this configuration.\n");
    }
    after();
  });
}

}  // namespace lw::lab
