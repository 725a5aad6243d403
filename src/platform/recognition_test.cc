#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/file.h"
#include "platform/platform.h"

namespace lw::platform {
namespace {

class RecognitionTest : public testing::Test {
 protected:
  Registry registry_ = Registry::load().value();

  std::string config(std::string_view text) {
    const auto found = registry_.recognise_config(text);
    return found ? found->platform + " " + found->version : "none";
  }
  std::string version(std::string_view text) {
    const auto found = registry_.recognise_version(text);
    return found ? found->platform + " " + found->version + " " + found->model : "none";
  }
};

TEST_F(RecognitionTest, EachFamilyIsToldFromItsConfiguration) {
  EXPECT_EQ(config("version 12.4\r\nhostname r1\r\ninterface FastEthernet0/0\r\n"),
            "cisco_ios 12.4");
  EXPECT_EQ(config("version 17.3\nservice timestamps log datetime\nboot-start-marker\nhostname r1\n"
                   "aaa new-model\nline con 0\n"),
            "cisco_xe 17.3");
  EXPECT_EQ(config(": Saved\n:\nASA Version 9.8(4)\nhostname fw\n"), "cisco_asa 9.8(4)");
  EXPECT_EQ(config(": Saved\n:\nPIX Version 6.3(5)\nnameif ethernet0 outside security0\n"),
            "cisco_pix 6.3(5)");
  EXPECT_EQ(config("FWSM Version 3.1(1) <context>\nhostname m\n"), "cisco_fwsm 3.1(1)");
  EXPECT_EQ(config("begin\n#version 6.4(10)\nset system name  sw\n"), "cisco_catos 6.4(10)");
  EXPECT_EQ(config("! Version 7.1(7)\nservice host\nnetwork-settings\nhost-name s\n"),
            "cisco_ips 7.1(7)");
  EXPECT_EQ(config("frr version 8.4.4\nfrr defaults traditional\nhostname r\nline vty\n"),
            "frr 8.4.4");
}

TEST_F(RecognitionTest, WithoutAVersionLineManySmallSignsTell) {
  EXPECT_EQ(
      config("hostname r1\ninterface GigabitEthernet0/0\n ip address 192.0.2.1 255.255.255.0\n"),
      "cisco_ios ");
  EXPECT_EQ(config("interface Vlan1\n nameif inside\n security-level 100\n"), "cisco_asa ");
}

TEST_F(RecognitionTest, TextThatTellsNothingIsNotGuessed) {
  EXPECT_EQ(config(""), "none");
  EXPECT_EQ(config("hostname x\n"), "none");
  EXPECT_EQ(config("# Notes\n\nThe routers are in the cellar.\n"), "none");
  EXPECT_EQ(config("[section]\nkey = value\n  indented = yes\n"), "none");
}

TEST_F(RecognitionTest, WhatWasFoundSaysWhere) {
  const auto found = registry_.recognise_config("!\n!\nASA Version 9.9\nhostname fw-1\n").value();
  EXPECT_EQ(found.line, 3U);
  EXPECT_EQ(found.evidence, "ASA Version 9.9");
  EXPECT_EQ(found.hostname, "fw-1");
}

TEST_F(RecognitionTest, EachFamilyIsToldFromShowVersion) {
  EXPECT_EQ(
      version(
          "Cisco IOS Software, C2900 Software (C2900-UNIVERSALK9-M), Version 15.2(4)M6, RELEASE "
          "SOFTWARE (fc2)\nr1 uptime is 1 week\nCisco CISCO2911/K9 (revision 1.0) with 483328K "
          "bytes of memory.\n"),
      "cisco_ios 15.2(4)M6 ");
  EXPECT_EQ(
      version(
          "Cisco IOS XE Software, Version 16.09.03\nCisco IOS Software [Fuji], Catalyst L3 Switch "
          "Software (CAT9K_IOSXE), Version 16.9.3, RELEASE SOFTWARE (fc2)\n"
          "cisco C9300-24T (X86) processor with 1392780K\n"),
      "cisco_xe 16.09.03 C9300-24T");
  EXPECT_EQ(
      version(
          "\nCisco Adaptive Security Appliance Software Version 9.8(3)21 <context>\n\nHardware:   "
          "ASA5520, 512 MB RAM\n"),
      "cisco_asa 9.8(3)21 ASA5520");
  EXPECT_EQ(version("Cisco PIX Firewall Version 6.1(1)\nHardware:   PIX-501, 16 MB RAM\n"),
            "cisco_pix 6.1(1) PIX-501");
  EXPECT_EQ(version("FRRouting 8.4.4 (r1) on Linux\n"), "frr 8.4.4 ");
}

TEST_F(RecognitionTest, RealConfigurationsAreRecognised) {
  const char* corpus = std::getenv("LINEWARDEN_CORPUS");
  if (corpus == nullptr || !std::filesystem::exists(corpus)) GTEST_SKIP() << "skipped: no corpus";
  const std::filesystem::path root(corpus);
  const auto check = [&](const std::filesystem::path& path,
                         const std::vector<std::string>& expected) {
    const std::string text = read_file(path, 1 << 22).value();
    if (text.starts_with("\xFF\xFE")) return;  // UTF-16: the caller converts first
    // Nothing in these two tells more than a host name and what several families share.
    const std::string name = path.filename();
    if (name == "ospf-intervals.cfg" || name == "iosLoggingOnOmitted.cfg") return;
    const auto found = registry_.recognise_config(text);
    const std::string platform = found ? found->platform : "none";
    EXPECT_NE(std::find(expected.begin(), expected.end(), platform), expected.end())
        << path.filename() << " was taken for " << platform;
  };
  for (const auto& entry : std::filesystem::directory_iterator(root / "batfish/cisco_asa")) {
    check(entry.path(), {"cisco_asa"});
  }
  for (const auto& entry : std::filesystem::directory_iterator(root / "batfish/cisco_ios")) {
    check(entry.path(), {"cisco_ios", "cisco_xe"});
  }
  for (const auto& entry : std::filesystem::directory_iterator(root / "batfish/example-network")) {
    check(entry.path(), {"cisco_ios"});
  }
  check(root / "ziptie/pix501_running_config.txt", {"cisco_pix"});
  check(root / "ziptie/fwsm_running_config.txt", {"cisco_fwsm"});
  check(root / "ziptie/catos5000_config.txt", {"cisco_catos"});
  check(root / "hier_config/ios_running.conf", {"cisco_ios"});
}

TEST_F(RecognitionTest, RealVersionOutputsAreRecognised) {
  const char* corpus = std::getenv("LINEWARDEN_CORPUS");
  if (corpus == nullptr || !std::filesystem::exists(corpus)) GTEST_SKIP() << "skipped: no corpus";
  const std::filesystem::path root(corpus);
  for (const char* folder : {"cisco_asa", "cisco_ios"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(root / "ntc-templates" / folder / "show_version")) {
      if (entry.path().extension() != ".raw") continue;
      const auto found = registry_.recognise_version(read_file(entry.path(), 1 << 22).value());
      ASSERT_TRUE(found) << entry.path();
      EXPECT_FALSE(found->version.empty()) << entry.path();
      if (std::string_view(folder) == "cisco_asa") {
        EXPECT_EQ(found->platform, "cisco_asa") << entry.path();
      } else {
        EXPECT_TRUE(found->platform == "cisco_ios" || found->platform == "cisco_xe")
            << entry.path();
      }
    }
  }
}

}  // namespace
}  // namespace lw::platform
