#include "device/transport.h"

#include <gtest/gtest.h>

#include "device/access.h"

namespace lw::device {
namespace {

TEST(Transport, NamesAreReadBack) {
  for (const Transport transport : kTransports)
    EXPECT_EQ(parse_transport(name(transport)).value(), transport);
  const auto unknown = parse_transport("rlogin");
  EXPECT_EQ(unknown.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(unknown.error().hint.find("https, ssh, telnet"), std::string::npos);
}

TEST(Transport, EachHasAPortOfItsOwn) {
  store::Device device;
  device.address = "192.0.2.1";
  device.ports = {{"ssh", 2222}};
  EXPECT_EQ(endpoint_of(device, Transport::kTelnet)->port, 23);
  EXPECT_EQ(endpoint_of(device, Transport::kSsh)->port, 2222);
  EXPECT_EQ(endpoint_of(device, Transport::kHttps)->port, 443);
}

TEST(Transport, AConsoleIsReachedAtItsServer) {
  store::Device device;
  device.name = "r1";
  device.address = "192.0.2.1";
  EXPECT_EQ(endpoint_of(device, Transport::kConsole).error().code, ErrorCode::kInvalidArgument);
  device.console = "198.51.100.9:2003";
  EXPECT_EQ(endpoint_of(device, Transport::kConsole)->host, "198.51.100.9");
  EXPECT_EQ(endpoint_of(device, Transport::kConsole)->port, 2003);
  EXPECT_FALSE(endpoint_of(device, Transport::kFile));
}

TEST(Transport, AModuleIsReachedThroughItsChassisAndNoPortOfItsOwn) {
  store::Device device;
  device.name = "fw1";
  EXPECT_NE(endpoint_of(device, Transport::kChassis).error().message.find("has no chassis"),
            std::string::npos);
  device.chassis = "sw1";
  device.slot = 6;
  EXPECT_NE(endpoint_of(device, Transport::kChassis).error().message.find("through sw1"),
            std::string::npos);
  EXPECT_TRUE(is_terminal(Transport::kChassis));
  EXPECT_FALSE(is_terminal(Transport::kHttps));
}

}  // namespace
}  // namespace lw::device
