// The setup dialogue as a user meets it: on the console of a firewall without a startup
// configuration, or by "setup" in configuration mode.
#include <fmt/format.h>

#include "lab/asa_session.h"
#include "lab/asa_setup.h"
#include "lab/password_hash.h"

namespace lw::lab {

void AsaSession::begin_setup() {
  hold_setup([this] {
    device_.leave_setup();
    logged_in();
  });
}

void AsaSession::hold_setup(std::function<void()> after) {
  const auto setup = std::make_shared<AsaSetup>(config(), device_.clock());
  hold(with_faults(setup, device_.dialogue_faults()), [this, setup, after = std::move(after)] {
    if (setup->accepted()) use(*setup);
    after();
  });
}

void AsaSession::use(const AsaSetup& setup) {
  device_.set_clock(setup.clock());
  AsaCursor cursor;
  for (const std::string& line : setup.lines()) print(config().apply(cursor, line).text);
  device_.save(here());
  const std::string& text = here().startup;
  print(fmt::format("Cryptochecksum: {} \n\n", cryptochecksum(text)));
  if (device_.release().has(AsaFeature::kModes)) {
    print(fmt::format("{} bytes copied in 0.80 secs\n\n", text.size()));
  }
}

}  // namespace lw::lab
