#include "prepare/unsaved.h"

#include <gtest/gtest.h>

namespace lw::prepare {
namespace {

configtext::Document ios(std::string text) {
  return configtext::Document::read(std::move(text), configtext::Dialect::kIos);
}

constexpr const char* kRunning =
    "Building configuration...\n\nCurrent configuration : 120 bytes\n!\n"
    "! Last configuration change at 10:00:00 UTC Mon Mar 1 2010\n!\nhostname r1\n!\n"
    "banner motd ^C\nkeep out\n^C\nline vty 0 4\n login\nntp clock-period 17180122\nend\n";

TEST(SameConfiguration, IsNotMisledByWhatTheDevicePutsAround) {
  EXPECT_TRUE(same_configuration(
      ios(kRunning),
      ios("Using 113 out of 262136 bytes\n!\nhostname r1\n!\nbanner motd ^C\nkeep out\n^C\n"
          "line vty 0 4\n login\nntp clock-period 17180000\nend\n")));
}

TEST(SameConfiguration, SeesEveryLineThatCounts) {
  const auto running = ios(kRunning);
  for (const char* other :
       {"hostname r1\nbanner motd ^C\nkeep out\n^C\nline vty 0 4\nend\n",
        "hostname r1\nbanner motd ^C\nkeep in\n^C\nline vty 0 4\n login\nend\n",
        "hostname r2\nbanner motd ^C\nkeep out\n^C\nline vty 0 4\n login\nend\n",
        "hostname r1\nbanner motd ^C\nkeep out\n^C\nline vty 0 4\n login\n login local\nend\n",
        ""}) {
    EXPECT_FALSE(same_configuration(running, ios(other))) << other;
  }
}

}  // namespace
}  // namespace lw::prepare
