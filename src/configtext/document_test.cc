#include "configtext/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace lw::configtext {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> texts(const Document& document, LineKind kind) {
  std::vector<std::string> found;
  for (const Line& line : document.lines()) {
    if (line.kind == kind) found.emplace_back(line.text);
  }
  return found;
}

// "parent > child" for every command that is inside a section.
std::vector<std::string> nesting(const Document& document) {
  std::vector<std::string> found;
  for (const Line& line : document.lines()) {
    if (line.kind == LineKind::kCommand && line.parent != kNoParent) {
      found.push_back(std::string(document.lines()[line.parent].text) + " > " +
                      std::string(line.text));
    }
  }
  return found;
}

TEST(Document, UnevenIndentationStaysInItsSection) {
  const auto document = Document::read(
      "line vty 0 4\n   login local\n transport input ssh\nrouter bgp 1\n address-family ipv4\n"
      "  neighbor 192.0.2.1 activate\n exit-address-family\n!\nend\n",
      Dialect::kIos);
  EXPECT_THAT(nesting(document),
              ElementsAre("line vty 0 4 > login local", "line vty 0 4 > transport input ssh",
                          "router bgp 1 > address-family ipv4",
                          "address-family ipv4 > neighbor 192.0.2.1 activate",
                          "router bgp 1 > exit-address-family"));
}

TEST(Document, SectionsTellTheirEndAndTheirCommands) {
  const auto document = Document::read(
      "interface Gi0/0\n ip address 192.0.2.1 255.255.255.0\n !\n no shutdown\nhostname r1\n",
      Dialect::kIos);
  EXPECT_EQ(document.lines()[0].section_end, 4U);
  EXPECT_THAT(document.children(0), ElementsAre(1U, 3U));
  EXPECT_EQ(document.hostname(), "r1");
}

TEST(Document, TheIndexFindsTopLevelCommandsAndTheirNoForms) {
  const auto document = Document::read(
      "http server enable\nno http server enable\ninterface x\n http inside\nhttp 0 0 inside\n",
      Dialect::kAsa);
  EXPECT_THAT(document.top_level("http"), ElementsAre(0U, 1U, 4U));
  EXPECT_THAT(document.top_level("htt"), IsEmpty());
}

struct BannerCase {
  const char* name;
  const char* text;
  std::vector<std::string> body;
  std::vector<std::string> commands;
};

class Banner : public testing::TestWithParam<BannerCase> {};

TEST_P(Banner, BodyIsNotReadAsCommands) {
  const auto document = Document::read(GetParam().text, Dialect::kIos);
  EXPECT_EQ(texts(document, LineKind::kBody), GetParam().body);
  EXPECT_EQ(texts(document, LineKind::kCommand), GetParam().commands);
}

INSTANTIATE_TEST_SUITE_P(
    Delimiters, Banner,
    testing::Values(
        BannerCase{"TwoCharacters",
                   "banner motd ^C\nno ip http server\nR1#\n^C\nhostname a\n",
                   {"no ip http server", "R1#", "^C"},
                   {"banner motd ^C", "hostname a"}},
        BannerCase{"RealControlC",
                   "banner login \x03hello\nhostname b\x03\nhostname a\n",
                   {"hostname b\x03"},
                   {"banner login \x03hello", "hostname a"}},
        BannerCase{"AnyCharacter",
                   "banner exec #one\ntwo#\nhostname a\n",
                   {"two#"},
                   {"banner exec #one", "hostname a"}},
        BannerCase{"Caret",
                   "banner motd ^Cisco only\nkeep out^\nhostname a\n",
                   {"keep out^"},
                   {"banner motd ^Cisco only", "hostname a"}},
        BannerCase{"OneLine",
                   "banner motd ^Chello^C\nhostname a\n",
                   {},
                   {"banner motd ^Chello^C", "hostname a"}},
        BannerCase{
            "Unfinished", "banner motd ^C\nhostname a\n", {}, {"banner motd ^C", "hostname a"}},
        BannerCase{"NoKind",
                   "banner $\nhostname b\n$\nhostname a\n",
                   {"hostname b", "$"},
                   {"banner $", "hostname a"}},
        BannerCase{"FailMessage",
                   "aaa authentication fail-message ^C\nno aaa new-model\n^C\nhostname a\n",
                   {"no aaa new-model", "^C"},
                   {"aaa authentication fail-message ^C", "hostname a"}},
        BannerCase{"Macro",
                   "macro name m\nno ip http server\n@\nhostname a\n",
                   {"no ip http server", "@"},
                   {"macro name m", "hostname a"}}),
    [](const auto& info) { return info.param.name; });

TEST(Document, AnUnfinishedBannerIsNoted) {
  const auto document = Document::read("!\nbanner motd #\nhostname a\n", Dialect::kIos);
  ASSERT_EQ(document.notes().size(), 1U);
  EXPECT_EQ(document.notes()[0].line, 2U);
}

TEST(Document, AsaBannersHaveNoDelimiter) {
  const auto document =
      Document::read("banner motd ^C\nbanner motd keep out #\nhostname a\n", Dialect::kAsa);
  EXPECT_THAT(texts(document, LineKind::kBody), IsEmpty());
  EXPECT_EQ(document.hostname(), "a");
}

TEST(Document, CertificatesAreTextUntilQuit) {
  const auto document = Document::read(
      "crypto pki certificate chain TP\n certificate self-signed 01\n  3082022B 30820194\n"
      "  A0030201\n  \tquit\nhostname a\n",
      Dialect::kIos);
  EXPECT_THAT(texts(document, LineKind::kBody),
              ElementsAre("3082022B 30820194", "A0030201", "quit"));
  EXPECT_EQ(document.lines()[1].section_end, 5U);
  EXPECT_EQ(document.hostname(), "a");
}

TEST(Document, ACertificateCutShortDoesNotSwallowTheRest) {
  const auto document = Document::read(
      "crypto pki certificate chain TP\n certificate ca 01\n  3082022B\nip ssh version 2\n"
      "crypto pki certificate chain B\n certificate ca 02 nvram:x.cer\nhostname a\n",
      Dialect::kIos);
  EXPECT_THAT(document.top_level("ip").size(), 1U);
  EXPECT_EQ(document.hostname(), "a");
}

TEST(Document, WhatACaptureAddsIsNoise) {
  const auto document = Document::read(
      "R1#show running-config\nBuilding configuration...\n\nCurrent configuration : 12 bytes\n"
      "hostname r1\n --More-- \b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\b line vty 0 "
      "4\nend\n\nR1#",
      Dialect::kIos);
  EXPECT_THAT(texts(document, LineKind::kCommand),
              ElementsAre("hostname r1", "line vty 0 4", "end"));
  EXPECT_THAT(texts(document, LineKind::kNoise),
              ElementsAre("R1#show running-config", "Building configuration...",
                          "Current configuration : 12 bytes", "R1#"));
}

TEST(Document, PagerRemnantsKeepTheIndentationOfTheRealText) {
  const auto document = Document::read(
      "interface a\n<--- More --->\r              \r nameif inside\n--More--\x1b[K\n",
      Dialect::kAsa);
  EXPECT_THAT(nesting(document), ElementsAre("interface a > nameif inside"));
  EXPECT_EQ(document.lines()[2].kind, LineKind::kNoise);
}

TEST(Document, EveryLineEndingIsUnderstood) {
  for (const std::string end : {"\n", "\r\n", "\r\r\n", "\r", "\n\r"}) {
    const auto document =
        Document::read("interface a" + end + " shutdown" + end + "hostname x" + end, Dialect::kIos);
    EXPECT_EQ(document.hostname(), "x");
    EXPECT_THAT(nesting(document), ElementsAre("interface a > shutdown"));
  }
}

TEST(Document, CatosCommentsPromptsAndBannersAreToldFromCommands) {
  const auto document = Document::read(
      "show config all\n.....\n\nbegin\n!\n#version 6.4(10)\nset banner motd ^C\nset x\n^C\n"
      "set system name  LON-C5000\nConsole> (enable) \n",
      Dialect::kCatos);
  EXPECT_THAT(texts(document, LineKind::kCommand),
              ElementsAre("set banner motd ^C", "set system name  LON-C5000"));
  EXPECT_EQ(document.hostname(), "LON-C5000");
}

TEST(Document, SensorSectionsAreNestedByExit) {
  const auto document = Document::read(
      "service host\nnetwork-settings\nhost-ip 192.0.2.9/24,192.0.2.1\nhost-name sensor\nexit\n"
      "exit\nservice web-server\nport 443\nexit\n",
      Dialect::kIps);
  EXPECT_THAT(nesting(document),
              ElementsAre("service host > network-settings",
                          "network-settings > host-ip 192.0.2.9/24,192.0.2.1",
                          "network-settings > host-name sensor", "network-settings > exit",
                          "service host > exit", "service web-server > port 443",
                          "service web-server > exit"));
  EXPECT_EQ(document.hostname(), "sensor");
}

TEST(Document, ForeignBytesAndZerosStay) {
  const std::string bytes("hostname x\n\xA0 ip address 1\n\0\xFF\n\x0c!\n", 32);
  const auto document = Document::read(bytes, Dialect::kIos);
  EXPECT_EQ(document.to_bytes(), bytes);
  EXPECT_THAT(nesting(document), ElementsAre("hostname x > ip address 1"));
}

TEST(Document, Utf16IsUnderstoodAndItsBytesAreKept) {
  std::string bytes = "\xFF\xFE";
  for (const char c : std::string("hostname wide\r\n")) bytes += {c, '\0'};
  const auto document = Document::read(bytes, Dialect::kIos);
  EXPECT_EQ(document.hostname(), "wide");
  EXPECT_EQ(document.to_bytes(), bytes);
}

TEST(Document, TextsFullOfUnfinishedBannersAreReadInLinearTime) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "banner motd ^C\n";
  text.resize(text.size() - 3);
  EXPECT_GT(Document::read(text, Dialect::kIos).lines().size(), 100'000U);
}

TEST(Document, DeepNestingIsKept) {
  std::string text;
  for (std::size_t i = 0; i < 3000; ++i) text += std::string(i, ' ') + "x\n";
  const auto document = Document::read(text, Dialect::kIos);
  EXPECT_EQ(document.lines().back().parent, 2998U);
}

}  // namespace
}  // namespace lw::configtext
