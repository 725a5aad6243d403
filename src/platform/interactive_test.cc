#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "platform/platform.h"

namespace lw::platform {
namespace {

std::string asks(std::string_view platform, std::string_view command) {
  static const Registry registry = *Registry::load();
  return std::string((*registry.find(platform))->interactive(command).value_or(""));
}

TEST(Interactive, KnowsTheCommandsThatHoldADialogue) {
  const struct {
    std::string_view platform;
    std::vector<std::string_view> commands;
  } cases[] = {
      {"cisco_ios",
       {"crypto key generate rsa", "crypto key generate rsa modulus 2048", "crypto key zeroize rsa",
        "no username bob", "reload", "reload in 5", "do reload", "erase startup-config",
        "write erase", "copy running-config startup-config", " do copy flash:a flash:b",
        "configure replace flash:a", "license install flash0:F.lic",
        "license boot module c1900 technology-package securityk9",
        "license accept end user agreement", "crypto pki enroll TP", "enable", "ping"}},
      {"cisco_xe", {"reload", "copy a b"}},
      {"cisco_asa",
       {"write erase", "reload", "no crypto ca trustpoint X", "crypto ca authenticate X",
        "crypto key generate rsa modulus 2048", "copy disk0:/f running-config", "delete disk0:/f",
        "enable"}},
      {"cisco_pix", {"write erase", "reload"}},
      {"cisco_fwsm", {"reload"}},
      {"cisco_catos", {"set password", "set enablepass", "copy tftp flash", "reset system"}},
      {"cisco_ips", {"exit", "setup", "copy scp://u@10.1.2.3/A.lic license-key", "reset"}},
  };
  for (const auto& c : cases) {
    for (const std::string_view command : c.commands) {
      EXPECT_NE(asks(c.platform, command), "") << c.platform << ": " << command;
    }
  }
}

TEST(Interactive, LeavesTheOthersAlone) {
  const struct {
    std::string_view platform;
    std::vector<std::string_view> commands;
  } cases[] = {
      {"cisco_ios",
       {"show version", "show running-config | include reload", "write memory", "enable secret 5 x",
        " login local", " login", "username bob secret x", "crypto pki trustpoint TP",
        "reload cancel", "configure replace flash:a force", "configure terminal", "hostname R1",
        " transport input ssh", "ip ssh version 2", "banner motd ^Creload^C", " copy-tos",
        "ip ssh source-interface Lo0"}},
      {"cisco_asa",
       {"show running-config", "write memory", "enable password x", "reload noconfirm",
        "no crypto ca trustpoint X noconfirm", "crypto ca authenticate X nointeractive",
        "crypto key generate rsa modulus 2048 noconfirm", "copy /noconfirm disk0:/f disk0:/g",
        "crypto ca trustpoint X", "ssh 10.0.0.0 255.0.0.0 inside", "http server enable"}},
      {"cisco_catos", {"set system name X", "show config all", "set logout 0"}},
      {"cisco_ips", {"show version", "host-name sensor"}},
      {"frr", {"copy running-config startup-config", "reload"}},
  };
  for (const auto& c : cases) {
    for (const std::string_view command : c.commands) {
      EXPECT_EQ(asks(c.platform, command), "") << c.platform << ": " << command;
    }
  }
}

}  // namespace
}  // namespace lw::platform
