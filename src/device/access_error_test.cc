#include "device/access_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::device {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

Access behind_two_hops() {
  Access access;
  access.device.name = "r1";
  access.device.address = "192.0.2.1";
  access.transport = access.set_to = Transport::kSsh;
  for (const auto* name : {"outer", "inner"}) {
    Hop hop;
    hop.server.name = name;
    hop.server.address = std::string(name) + ".example";
    access.hops.push_back(hop);
  }
  return access;
}

Error changed_key(std::string hop) {
  Error error{ErrorCode::kHostKeyChanged, "the host key has changed",
              "compare it; if it is right: linewarden device set NAME --accept-key"};
  error.hop = std::move(hop);
  return error;
}

TEST(AccessError, OfTheDeviceNamesTheDeviceInItsHint) {
  const auto error = in_context(changed_key(""), behind_two_hops(), Transport::kSsh);
  EXPECT_EQ(error.message, "r1 over ssh: the host key has changed");
  EXPECT_EQ(error.diagnosis, Diagnosis::kIdentityChanged);
  EXPECT_THAT(error.hint, EndsWith("linewarden device set r1 --accept-key"));
}

TEST(AccessError, OfAJumpHostNamesThatJumpHostInItsHint) {
  const auto access = behind_two_hops();
  const auto error = in_context(changed_key("inner.example:22"), access, Transport::kSsh);
  EXPECT_THAT(error.hint, EndsWith("linewarden server set inner --accept-key"));
  EXPECT_EQ(failed_hop(error, access), &access.hops[1].server);
  EXPECT_EQ(failed_hop(changed_key(""), access), nullptr);
}

TEST(AccessError, OverATransportOfThisTimeTellsHowToDropThatPin) {
  const auto error = in_context(changed_key(""), behind_two_hops(), Transport::kHttps);
  EXPECT_THAT(error.hint, EndsWith("linewarden pin remove 192.0.2.1:443"));
}

}  // namespace
}  // namespace lw::device
