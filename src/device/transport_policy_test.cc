#include "device/transport_policy.h"

#include <gtest/gtest.h>

namespace lw::device {
namespace {

class Policy : public testing::Test {
 protected:
  std::shared_ptr<const platform::Platform> family(std::string_view name) {
    return registry_.find(name).value();
  }
  Transport in_use(const TransportPolicy& policy, std::string_view platform,
                   std::string_view version, std::string_view own = "") {
    store::Device device{
        .name = "d", .platform = std::string(platform), .os_version = std::string(version)};
    device.transport = own;
    return policy.in_use(device, *family(platform)).value();
  }
  platform::Registry registry_ = platform::Registry::load().value();
};

TEST_F(Policy, DefaultsAreThoseOfTheGuide) {
  const TransportPolicy policy({});
  EXPECT_EQ(in_use(policy, "cisco_asa", "9.8"), Transport::kHttps);
  EXPECT_EQ(in_use(policy, "cisco_ips", "7.1"), Transport::kHttps);
  EXPECT_EQ(in_use(policy, "cisco_ios", "12.2(15)T"), Transport::kTelnet);
  EXPECT_EQ(in_use(policy, "cisco_ios", "12.4(24)T"), Transport::kHttps);
  EXPECT_EQ(in_use(policy, "cisco_ios", "12.2(55)SE10"), Transport::kSsh);
  EXPECT_EQ(in_use(policy, "cisco_catos", ""), Transport::kSsh);
}

TEST_F(Policy, ADeviceOverridesItsTypeAndASettingThePlatform) {
  const TransportPolicy policy({{"cisco_ios", "12.3+", "telnet"}});
  EXPECT_EQ(in_use(policy, "cisco_ios", "15.1"), Transport::kTelnet);
  EXPECT_EQ(in_use(policy, "cisco_ios", "12.2"), Transport::kTelnet);
  EXPECT_EQ(in_use(policy, "cisco_ios", "15.1", "tms"), Transport::kTms);
  const auto& rule = family("cisco_ios")->transports_of("15.1");
  EXPECT_TRUE(policy.is_changed(*family("cisco_ios"), rule));
}

TEST_F(Policy, WhatATypeCannotUseIsRefusedWithTheList) {
  const auto refused = [&](std::string_view platform, std::string_view version,
                           Transport transport) {
    const auto checked =
        check_allowed(*family(platform), family(platform)->transports_of(version), transport);
    return checked ? "" : checked.error().message;
  };
  EXPECT_EQ(refused("cisco_asa", "", Transport::kSsh),
            "cisco_asa cannot be managed over ssh; it can over https, console, file");
  EXPECT_EQ(refused("cisco_ios", "12.2(8)T", Transport::kHttps),
            "cisco_ios (12.1-12.2) cannot be managed over https; it can over telnet, ssh, console, "
            "file");
  EXPECT_NE(refused("cisco_asa", "", Transport::kTms), "");
  EXPECT_NE(refused("cisco_ios", "15.1", Transport::kHttp), "");
  EXPECT_EQ(refused("cisco_ios", "15.1", Transport::kTms), "");
  EXPECT_EQ(refused("cisco_ips", "", Transport::kHttp), "");
  EXPECT_EQ(refused("cisco_asa", "", Transport::kConsole), "");
  EXPECT_EQ(refused("cisco_catos", "", Transport::kFile), "");
}

TEST_F(Policy, ASettingOfANewerProgramIsNamed) {
  const TransportPolicy policy({{"cisco_asa", "all", "carrier-pigeon"}});
  const auto& asa = *family("cisco_asa");
  const auto standard = policy.standard(asa, asa.transports_of(""));
  EXPECT_EQ(standard.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(standard.error().message.find("the default of cisco_asa"), std::string::npos);
}

}  // namespace
}  // namespace lw::device
