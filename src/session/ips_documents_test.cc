#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "session/ips_events.h"
#include "session/ips_idconf.h"
#include "session/ips_transaction.h"

namespace lw::session {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string response(std::string_view body) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><response "
         "xmlns=\"http://www.cisco.com/cids/idiom\" schemaVersion=\"2.00\">" +
         std::string(body) + "</response>";
}

TEST(IpsTransaction, TheVersionIsReadWhateverThePrefixOfItsElements) {
  const auto text = ips_version_text(response(
      "<i:respGetVersion xmlns:i=\"x\"><i:platform>IDS-4250-SX</i:platform><i:licenseKey>"
      "<i:expirationTime>1375315200000000000</i:expirationTime><i:status>valid</i:status>"
      "</i:licenseKey><i:partition-application><i:version>7.1(7)E4</i:version><i:applications>"
      "<i:application><i:name>MainApp</i:name><i:executionState>running</i:executionState>"
      "</i:application></i:applications></i:partition-application></i:respGetVersion>"));
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_THAT(*text, HasSubstr("Cisco Intrusion Prevention System, Version 7.1(7)E4\n"));
  EXPECT_THAT(*text, HasSubstr("Platform:               IDS-4250-SX\n"));
  EXPECT_THAT(*text, HasSubstr("MainApp                 running\n"));
}

TEST(IpsTransaction, AnErrorIsToldInTheSensorsWords) {
  const auto told = [](std::string_view name, std::string_view text) {
    return check_ips_reply("<error><errorMessage name=\"" + std::string(name) + "\">" +
                           std::string(text) + "</errorMessage></error>")
        .error();
  };
  EXPECT_EQ(told("errUnacceptableValue", "port 0 is too small").code, ErrorCode::kCommandRejected);
  EXPECT_EQ(told("errUnacceptableValue", "port 0 is too small").message,
            "port 0 is too small (errUnacceptableValue)");
  EXPECT_EQ(told("errAuthenticationTokenExpired", "old").code, ErrorCode::kLoginRefused);
  EXPECT_EQ(told("errPermissionDenied", "no").diagnosis, Diagnosis::kTooLittlePrivilege);
  const auto numbered = check_ips_reply("<error><errorMessage-7>odd</errorMessage-7></error>");
  EXPECT_EQ(numbered.error().message, "odd");
}

TEST(IpsTransaction, EveryKnownErrorSaysWhatToDo) {
  const std::pair<const char*, ErrorCode> known[] = {
      {"errAuthenticationTokenExpired", ErrorCode::kLoginRefused},
      {"errPermissionDenied", ErrorCode::kLoginRefused},
      {"errUnacceptableValue", ErrorCode::kCommandRejected},
      {"errNotFound", ErrorCode::kCommandRejected},
      {"errConfigCollision", ErrorCode::kConflict},
      {"errLimitExceeded", ErrorCode::kUnreachable},
      {"errSystemError", ErrorCode::kCommandRejected}};
  for (const auto& [name, code] : known) {
    const auto told = check_ips_reply(std::string("<error><errorMessage name=\"") + name +
                                      "\">words</errorMessage></error>");
    EXPECT_EQ(told.error().code, code) << name;
    EXPECT_EQ(told.error().message, std::string("words (") + name + ")");
    EXPECT_NE(told.error().hint, "") << name;
  }
}

TEST(IpsTransaction, ADocumentThatIsCutOffIsNoOtherProtocol) {
  const std::string whole = "<?xml version=\"1.0\"?>" + response(
                                                            "<respGetVersion><platform>x"
                                                            "</platform></respGetVersion>")
                                                            .substr(38);
  ASSERT_TRUE(check_ips_reply(whole));
  for (std::size_t length = 30; length + 12 < whole.size(); ++length) {
    const auto cut = check_ips_reply(whole.substr(0, length));
    ASSERT_FALSE(cut) << length;
    EXPECT_EQ(cut.error().code, ErrorCode::kConnectionLost) << whole.substr(0, length);
    EXPECT_EQ(cut.error().diagnosis, Diagnosis::kCutOff);
  }
}

TEST(IpsTransaction, ALicenceIsToldAsOnTheCommandLine) {
  const auto licence = [](std::string_view status, std::string_view time) {
    return *ips_version_text(response("<respGetVersion><licenseKey><expirationTime>" +
                                      std::string(time) + "</expirationTime><status>" +
                                      std::string(status) +
                                      "</status></licenseKey></respGetVersion>"));
  };
  EXPECT_THAT(licence("valid", "1375315200000000000"),
              HasSubstr("Licensed, expires:       01-Aug-2013 UTC\n"));
  EXPECT_THAT(licence("expired", "1285804800000000000"),
              HasSubstr("License expired:         30-Sep-2010 UTC\n"));
  EXPECT_THAT(licence("none", "0"), HasSubstr("No license present\n"));
  EXPECT_THAT(licence("trial", "1375315200000000000"),
              HasSubstr("License: trial, expires: 01-Aug-2013 UTC\n"));
}

TEST(IpsTransaction, WhatIsNoReplyIsSaid) {
  for (const char* text : {"", "<html>", "<html></html>", "hello", "<response>", "\xff\xfe\x01"}) {
    const auto checked = check_ips_reply(text);
    ASSERT_FALSE(checked) << text;
    EXPECT_EQ(checked.error().code, ErrorCode::kUnsupported) << text;
    EXPECT_NE(checked.error().hint, "");
  }
  std::string deep = "<response>";
  for (int i = 0; i < 200; ++i) deep += "<a>";
  for (int i = 0; i < 200; ++i) deep += "</a>";
  EXPECT_THAT(check_ips_reply(deep + "</response>").error().message, HasSubstr("nests more"));
}

TEST(IpsTransaction, EntitiesOfADocumentTypeAreNotExpanded) {
  const auto text = ips_version_text(
      "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><response><respGetVersion>"
      "<platform>&x;</platform></respGetVersion></response>");
  if (text) EXPECT_THAT(*text, Not(HasSubstr("root:")));
}

TEST(IpsConfiguration, ADocumentBecomesTheLinesOfTheCommandLine) {
  const auto text = ips_commands(response(
      "<respGetConfigDelta xmlns=\"http://www.cisco.com/cids/idconf\"><component name=\"host\">"
      "<config><struct><struct name=\"network-settings\"><var name=\"host-ip\">"
      "192.0.2.9/24,192.0.2.1</var><var name=\"host-name\">ips-1</var><map name=\"access-list\">"
      "<mapEntry><key><var name=\"network-address\">10.0.0.0/8</var></key><struct/></mapEntry>"
      "</map></struct></struct></config></component><component name=\"webServer\"><config><struct>"
      "<var name=\"port\">8443</var><var name=\"secret\" protected=\"true\"/></struct></config>"
      "</component></respGetConfigDelta>"));
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(*text,
            "service host\nnetwork-settings\nhost-ip 192.0.2.9/24,192.0.2.1\nhost-name ips-1\n"
            "access-list 10.0.0.0/8\nexit\nexit\nservice web-server\nport 8443\nexit\n");
}

TEST(IpsConfiguration, LinesOfAServiceBecomeOneEdit) {
  const auto edits = ips_edits({"service host", " network-settings", "  host-name ips-1",
                                "  host-ip 192.0.2.9/24,192.0.2.1", "  access-list 192.0.2.5/32",
                                "  no access-list 10.0.0.0/8", " exit", "exit",
                                "service web-server", "enable-tls true", "no port", "exit"});
  ASSERT_TRUE(edits) << edits.error().message;
  ASSERT_EQ(edits->size(), 2u);
  EXPECT_EQ((*edits)[0].first, 0u);
  EXPECT_EQ((*edits)[0].count, 8u);
  EXPECT_EQ((*edits)[1].first, 8u);
  EXPECT_EQ((*edits)[1].count, 4u);
  const std::string& host = (*edits)[0].request;
  EXPECT_THAT(host, HasSubstr("<component name=\"host\">"));
  EXPECT_THAT(host, HasSubstr("<struct name=\"network-settings\"><var "
                              "name=\"host-name\">ips-1</var>"));
  EXPECT_THAT(host, HasSubstr("<map name=\"access-list\" editOp=\"merge\"><mapEntry><key><var "
                              "name=\"network-address\">192.0.2.5/32</var></key><struct/>"
                              "</mapEntry></map>"));
  EXPECT_THAT(host, HasSubstr("<mapEntry editOp=\"delete\"><key><var "
                              "name=\"network-address\">10.0.0.0/8</var>"));
  const std::string& web = (*edits)[1].request;
  EXPECT_THAT(web, HasSubstr("<component name=\"webServer\">"));
  EXPECT_THAT(web, HasSubstr("<var name=\"port\" editOp=\"delete\"/>"));
}

TEST(IpsConfiguration, AValueIsTextWhateverIsInIt) {
  const auto edits = ips_edits({"service host", "login-banner-text <b> & \"x\"", "exit"});
  EXPECT_THAT(edits->front().request, HasSubstr("&lt;b&gt; &amp; \"x\""));
}

TEST(IpsConfiguration, WhatBelongsToNoServiceIsRefusedWithItsLine) {
  EXPECT_THAT(ips_edits({"hostname x"}).error().message, HasSubstr("line 1: \"hostname\""));
  EXPECT_THAT(ips_edits({"service host", "exit", "username x"}).error().message,
              HasSubstr("line 3"));
  EXPECT_THAT(ips_edits({"service host", "network-settings", "exit"}).error().message,
              HasSubstr("line 3: the service is not left"));
  EXPECT_TRUE(ips_edits({})->empty());
}

std::string envelope(std::string_view body) {
  return "<env:Envelope xmlns:env=\"http://www.w3.org/2003/05/soap-envelope\" "
         "xmlns:sd=\"http://example.org/2003/08/sdee\"><env:Header/><env:Body>" +
         std::string(body) + "</env:Body></env:Envelope>";
}

TEST(IpsEvents, AreLinesWithTimeSeverityAndSignature) {
  EXPECT_EQ(*sdee_subscription(envelope("<sd:subscriptionId>sub-58-270c3ecd</sd:subscriptionId>")),
            "sub-58-270c3ecd");
  const auto text = sdee_events(envelope(
      "<sd:events><sd:evIdsAlert severity=\"high\"><sd:time>1300000000000000000</sd:time>"
      "<sd:signature id=\"2004\" description=\"ICMP Echo\"/><sd:participants><sd:attacker><sd:addr>"
      "192.0.2.7</sd:addr></sd:attacker><sd:target><sd:addr>198.51.100.1</sd:addr></sd:target>"
      "</sd:participants></sd:evIdsAlert></sd:events>"));
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(text->lines,
            "2011-03-13T07:06:40Z  high           evIdsAlert  2004 ICMP Echo  192.0.2.7 -> "
            "198.51.100.1\n");
  EXPECT_EQ(sdee_events(envelope("<sd:events/>"))->lines, "");
  EXPECT_TRUE(text->warnings.empty());
  const auto more = sdee_events(
      "<env:Envelope><env:Header><sd:oobInfo><sd:missedEvents>true</sd:missedEvents>"
      "<sd:remainingEvents>12</sd:remainingEvents></sd:oobInfo></env:Header><env:Body><sd:events/>"
      "</env:Body></env:Envelope>");
  ASSERT_TRUE(more) << more.error().message;
  ASSERT_EQ(more->warnings.size(), 2u);
  EXPECT_THAT(more->warnings.front(), HasSubstr("12 more events are not shown"));
}

TEST(IpsEvents, ARefusalAndAnOddSubscriptionAreSaid) {
  const auto refused =
      sdee_subscription(envelope("<env:Fault><env:Reason><env:Text>all in use</env:Text>"
                                 "</env:Reason></env:Fault>"));
  EXPECT_EQ(refused.error().code, ErrorCode::kCommandRejected);
  EXPECT_THAT(refused.error().message, HasSubstr("all in use"));
  EXPECT_FALSE(sdee_subscription(envelope("<sd:subscriptionId>a&amp;b</sd:subscriptionId>")));
  EXPECT_FALSE(sdee_subscription(envelope("")));
}

}  // namespace
}  // namespace lw::session
