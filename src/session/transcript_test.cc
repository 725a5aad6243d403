#include "session/transcript.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::session {
namespace {

using testing::ElementsAre;

class TranscriptTest : public testing::Test {
 protected:
  std::vector<std::string> told_;
  Transcript transcript_{platform::Registry::load()->find("cisco_asa").value(),
                         [this](const TranscriptLine& line) { told_.push_back(line.text); }};
};

TEST_F(TranscriptTest, TellsWholeLinesOnceHoweverTheyCome) {
  const std::string text = "interface Management0/0\n nameif management\n";
  for (std::size_t length = 0; length <= text.size(); ++length) {
    transcript_.received(std::string_view(text).substr(0, length));
  }
  transcript_.reset("fw1# ");
  EXPECT_THAT(told_, ElementsAre("interface Management0/0", " nameif management", "fw1# "));
}

TEST_F(TranscriptTest, HidesAKeyThatSpansLines) {
  const std::string text = "-----BEGIN PKCS12-----\nMIIEow\nIBAAKC\n-----END PKCS12-----\nend\n";
  for (std::size_t length = 0; length <= text.size(); ++length) {
    transcript_.received(std::string_view(text).substr(0, length));
  }
  EXPECT_THAT(told_, ElementsAre("-----BEGIN PKCS12-----", "<secret>", "<secret>",
                                 "-----END PKCS12-----", "end"));
}

TEST_F(TranscriptTest, HidesAKeyThatIsTypedLineByLine) {
  for (const std::string_view line :
       {"-----BEGIN RSA PRIVATE KEY-----", "MIIEow", "-----END RSA PRIVATE KEY-----", "quit"}) {
    transcript_.sent(line);
    transcript_.received(std::string(line) + "\n");
    transcript_.reset("");
  }
  EXPECT_THAT(told_,
              ElementsAre("-----BEGIN RSA PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----",
                          "<secret>", "<secret>", "-----END RSA PRIVATE KEY-----",
                          "-----END RSA PRIVATE KEY-----", "quit", "quit"));
}

TEST_F(TranscriptTest, ShowsNoSecretThatWasTyped) {
  transcript_.remember(Secret("typed-secret"));
  transcript_.sent("copy running-config tftp://typed-secret@host");
  EXPECT_THAT(told_, ElementsAre("copy running-config tftp://<secret>@host"));
}

}  // namespace
}  // namespace lw::session
