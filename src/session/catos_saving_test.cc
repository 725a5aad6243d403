// CatOS keeps each change by itself in binary mode, and takes `write memory` in text mode: the
// switch is asked which it is in.
#include <gmock/gmock.h>

#include "session/session_rig.h"

namespace lw::session {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class CatosSaving : public SessionTest {
 protected:
  Rig switch_that_says(const std::string& mode) {
    auto device = make_device("cisco_catos");
    device->words.saved = "Configuration has been copied successfully.\r\n";
    if (!mode.empty()) device->answers["show config mode"] = mode;
    device->answers["set system name x"] = "System name set.\r\n";
    Rig it(device, GetParam());
    EXPECT_TRUE(it.login());
    EXPECT_TRUE(it.configure({{"set system name x", {}}}));
    return it;
  }
};

INSTANTIATE_TEST_SUITE_P(Chunks, CatosSaving, kEveryChunk, chunk_name);

TEST_P(CatosSaving, EntersNothingInBinaryMode) {
  Rig it = switch_that_says("System configuration mode set to binary.\r\n");
  const auto saved = it.save();
  ASSERT_TRUE(saved) << saved.error().message;
  EXPECT_EQ(saved->command, "");
  EXPECT_EQ(saved->note, "System configuration mode set to binary.");
  EXPECT_THAT(it.device->received, Not(Contains("write memory")));
}

TEST_P(CatosSaving, WritesInTextMode) {
  Rig it = switch_that_says(
      "System configuration mode set to text.\r\nSystem configuration file set to nvram.\r\n");
  const auto saved = it.save();
  ASSERT_TRUE(saved) << saved.error().message;
  EXPECT_EQ(saved->command, "write memory");
  EXPECT_THAT(it.device->received, Contains("write memory"));
}

TEST_P(CatosSaving, TakesAReleaseThatHasNoModesForOneThatKeepsEachChange) {
  Rig it = switch_that_says("");
  const auto saved = it.save();
  ASSERT_TRUE(saved) << saved.error().message;
  EXPECT_EQ(saved->command, "");
  EXPECT_THAT(saved->note, HasSubstr("Unknown command"));
}

TEST_P(CatosSaving, GuessesNothingFromAnAnswerThatItDoesNotKnow) {
  Rig it = switch_that_says("Configuration is somewhere.\r\n");
  const auto saved = it.save();
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code, ErrorCode::kCommandRejected);
  EXPECT_THAT(saved.error().message, HasSubstr("Configuration is somewhere."));
  EXPECT_THAT(it.device->received, Not(Contains("write memory")));
}

}  // namespace
}  // namespace lw::session
