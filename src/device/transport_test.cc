#include "device/transport.h"

#include <gtest/gtest.h>

#include "device/access.h"

namespace lw::device {
namespace {

TEST(Transport, NamesAreReadBack) {
  for (const Transport transport : kTransports)
    EXPECT_EQ(parse_transport(name(transport)).value(), transport);
  EXPECT_EQ(parse_transport("https").error().code, ErrorCode::kUnsupported);
}

TEST(Transport, EachHasAPortOfItsOwn) {
  store::Device device;
  device.transport = "telnet";
  device.ports = {{"ssh", 2222}};
  EXPECT_EQ(transport_in_use(device).value(), Transport::kTelnet);
  EXPECT_EQ(port_for(device, Transport::kTelnet), 23);
  EXPECT_EQ(port_for(device, Transport::kSsh), 2222);
}

TEST(Transport, SshIsTheDefault) { EXPECT_EQ(transport_in_use({}).value(), Transport::kSsh); }

}  // namespace
}  // namespace lw::device
