#include "platform/setup.h"

#include <gtest/gtest.h>

#include "platform/platform.h"

namespace lw::platform {
namespace {

TEST(Setup, EveryQuestionOfADialogueIsKnownByOneIdAndTheFirstThatMatchesIsIt) {
  const auto registry = Registry::load().value();
  const auto asked = [&](std::string_view platform, std::string_view setup,
                         std::string_view words) -> std::string {
    for (const SetupDialog& one : (*registry.find(platform))->setups) {
      if (one.id != setup) continue;
      for (const SetupQuestion& question : one.questions) {
        if (question.question.found_in(words)) return question.id;
      }
    }
    return "";
  };
  // Literals of facts 1.3, 2.8 and 4.3.
  const struct {
    const char* platform;
    const char* setup;
    const char* words;
    const char* id;
  } cases[] = {
      {"cisco_pix", "preconfigure",
       "Enable password [<use current password>]: ", "enable-password"},
      {"cisco_pix", "preconfigure", "  Year [2007]: ", "year"},
      {"cisco_pix", "preconfigure", "Inside IP address: ", "address"},
      {"cisco_pix", "preconfigure",
       "IP address of host running PIX Device Manager: ", "device-manager"},
      {"cisco_pix", "preconfigure", "Use this configuration and write to flash? ", "save-setup"},
      {"cisco_asa", "preconfigure", "Firewall Mode [Routed]: ", "firewall-mode"},
      {"cisco_asa", "preconfigure", "Allow password recovery [yes]? ", "password-recovery"},
      {"cisco_asa", "preconfigure", "  Time [15:16:32]: ", "time"},
      {"cisco_asa", "preconfigure", "Management network mask: ", "netmask"},
      {"cisco_asa", "preconfigure", "Host name: ", "host-name"},
      {"cisco_asa", "preconfigure", "Use this configuration and save to flash? [yes] ",
       "save-setup"},
      {"cisco_asa", "forced-enable-password", "Enter  Password: ", "new-enable-password"},
      {"cisco_asa", "forced-enable-password", "Enter Password: ", ""},
      {"cisco_ios", "initial-dialog", "  Enter host name [Router]: ", "host-name"},
      {"cisco_ios", "initial-dialog", "  Enter enable secret: ", "enable-secret"},
      {"cisco_ios", "initial-dialog",
       "    Subnet mask for this interface [255.255.255.0] : ", "netmask"},
      {"cisco_ios", "initial-dialog",
       "management network from the above interface summary: ", "management-interface"},
      {"cisco_ios", "initial-dialog", "Enter your selection [2]: ", "selection"},
      {"cisco_xe", "forced-secret", "  Confirm enable secret: ", "confirm-enable-secret"},
      {"cisco_ips", "setup", "Enter IP interface[10.1.9.201/24,10.1.9.1]: ", "sensor-interface"},
      {"cisco_ips", "setup",
       "Modify virtual sensor \"vs0\" configuration?[no]: ", "modify-virtual-sensor"},
      {"cisco_ips", "setup", "Enter your selection[2]: ", "setup-selection"},
      {"cisco_ips", "forced-password", "(current) UNIX password: ", "current-password"},
  };
  for (const auto& c : cases) EXPECT_EQ(asked(c.platform, c.setup, c.words), c.id) << c.words;
}

}  // namespace
}  // namespace lw::platform
