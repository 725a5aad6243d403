#include "device/configuration_archive.h"

#include <gtest/gtest.h>

#include "archive/fake_segment_store.h"

namespace lw::device {
namespace {

archive::Time at(int seconds) {
  return archive::Time(std::chrono::seconds(1'700'000'000 + seconds));
}

TEST(ConfigurationArchive, TakesTheFamilysNoiseForNoChange) {
  archive::FakeSegmentStore store;
  ConfigurationArchive kept(store, *platform::Registry::load());
  const auto put = [&](const std::string& head, int seconds) {
    return *kept.put("r1", "cisco_ios", head + "\nhostname r1\nend\n", {"alice", "discovery"},
                     at(seconds));
  };
  EXPECT_EQ(archive::Kept::kNewVersion, put("! Last configuration change at 10:00", 0));
  EXPECT_EQ(archive::Kept::kNoiseOnly, put("! Last configuration change at 11:00", 1));
  EXPECT_EQ(archive::Kept::kSeenAgain, put("! Last configuration change at 10:00", 2));
  EXPECT_EQ(1u, kept.versions().find("r1")->versions);
}

TEST(ArchiveRules, OfAFamilyHideItsSecrets) {
  const auto rules_of = archive_rules(*platform::Registry::load());
  EXPECT_EQ("enable secret 5 <secret>", rules_of("cisco_ios").shown("enable secret 5 $1$abc"));
}

TEST(ArchiveRules, OfAnUnknownFamilyHideTheSecretsOfAll) {
  const auto rules = archive_rules(*platform::Registry::load())("acme_router");
  EXPECT_EQ("enable secret 5 <secret>", rules.shown("enable secret 5 $1$abc"));
  EXPECT_EQ("set enablepass <secret>", rules.shown("set enablepass abc"));
  EXPECT_FALSE(rules.is_noise("! Last configuration change at 10:00"));
}

}  // namespace
}  // namespace lw::device
