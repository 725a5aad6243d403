#include "platform/recogniser.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "platform/platform.h"

namespace lw::platform {
namespace {

const Registry& registry() {
  static const Registry loaded = *Registry::load();
  return loaded;
}

std::string platform_of(std::string_view text) {
  const auto told = registry().recognise_config(text);
  return told ? told->platform : "nothing";
}

TEST(RecogniseConfig, TellsTheFamilyFromFewLines) {
  const struct {
    std::string_view text, platform, version, hostname;
  } cases[] = {
      {"!\nversion 15.2\n!\nhostname x\n!\ninterface GigabitEthernet0/0\n", "cisco_ios", "15.2",
       "x"},
      {"\r\nversion 12.4\r\nhostname edge-1\r\nline vty 0 4\r\n", "cisco_ios", "12.4", "edge-1"},
      {"version 17.9\nservice timestamps log datetime\nhostname c9k\n", "cisco_xe", "17.9", "c9k"},
      {"version 15.5\nhostname asr\nboot system flash bootflash:packages.conf\n", "cisco_xe",
       "15.5", "asr"},
      {": Saved\n:\nASA Version 9.8(3)21 <context>\n!\nhostname fw\n", "cisco_asa", "9.8(3)21",
       "fw"},
      {"hostname fw\ninterface Vlan1\n nameif inside\n security-level 100\n", "cisco_asa", "",
       "fw"},
      {": Saved\n:\nPIX Version 6.3(5)\ninterface ethernet0 auto\nnameif ethernet0 outside "
       "security0\nhostname pix\n",
       "cisco_pix", "6.3(5)", "pix"},
      {": Saved\n:\nPIX Version 8.0(4)\n!\nhostname pix\ninterface Ethernet0\n nameif outside\n",
       "cisco_pix", "8.0(4)", "pix"},
      {": Saved\n:\nFWSM Version 3.1(1) <context>\n!\nhostname ceige\nnames\n", "cisco_fwsm",
       "3.1(1)", "ceige"},
      {"begin\n!\n# ***** NON-DEFAULT CONFIGURATION *****\n!\n#version 8.4(1)\n!\n#system\n"
       "set system name  core1\n",
       "cisco_catos", "8.4(1)", "core1"},
      {"! Version 7.1(7)\n! Host:\n!     Realm Keys          key1.0\nservice host\n"
       "network-settings\nhost-ip 10.1.9.201/24,10.1.9.1\nhost-name sensor\n",
       "cisco_ips", "7.1(7)", "sensor"},
      {"Building configuration...\n\nCurrent configuration:\n!\nfrr version 8.4.4\nfrr defaults "
       "traditional\nhostname R1\nlog syslog informational\nservice integrated-vtysh-config\n!\n"
       "router bgp 1\nexit\nip route 10.0.0.0/8 Null0\nline vty\n",
       "frr", "8.4.4", "R1"},
      {"hostname Router\npassword zebra\nenable password zebra\n!\ninterface eth0\n!\nline vty\n",
       "frr", "", "Router"},
  };
  for (const auto& c : cases) {
    const auto told = registry().recognise_config(c.text);
    ASSERT_TRUE(told) << c.text;
    EXPECT_EQ(told->platform, c.platform) << c.text;
    EXPECT_EQ(told->version, c.version) << c.text;
    EXPECT_EQ(told->hostname, c.hostname) << c.text;
    EXPECT_GT(told->line, 0U);
    EXPECT_FALSE(told->evidence.empty());
  }
}

TEST(RecogniseConfig, SaysNothingWhenNothingTells) {
  EXPECT_EQ(platform_of(""), "nothing");
  EXPECT_EQ(platform_of("hello\n  indented\n    more\n!\nend\n"), "nothing");
  EXPECT_EQ(platform_of("hostname x\n"), "nothing");
  EXPECT_EQ(platform_of("version: 3\nservices:\n  web:\n    image: x\n"), "nothing");
  EXPECT_EQ(platform_of("# a README\n\nWe use ASA Version 9 and version 15.2 here.\n"), "nothing");
  EXPECT_EQ(platform_of(std::string(2'000'000, 'x')), "nothing");
  EXPECT_EQ(platform_of(std::string(100'000, '\0')), "nothing");
}

TEST(RecogniseConfig, NamesTheLineThatTold) {
  const auto told = registry().recognise_config(": Saved\n:\n! x\nASA Version 9.1\nhostname a\n");
  ASSERT_TRUE(told);
  EXPECT_EQ(told->line, 4U);
  EXPECT_EQ(told->evidence, "ASA Version 9.1");
}

TEST(RecogniseConfig, LooksAtTheHeadOnly) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "! nothing here\n";
  EXPECT_EQ(platform_of(text + "ASA Version 9.1\n"), "nothing");
  EXPECT_EQ(platform_of("ASA Version 9.1\n" + text), "cisco_asa");
}

TEST(RecogniseVersion, ReadsWhatTheDeviceSays) {
  const struct {
    std::string_view text, platform, version, model, hostname;
  } cases[] = {
      {"Cisco Adaptive Security Appliance Software Version 8.4(1) <system>\n\nfw up 3 days 22 "
       "hours\n\nHardware:   ASA5520, 512 MB RAM\n",
       "cisco_asa", "8.4(1)", "ASA5520", "fw"},
      {"Cisco PIX Security Appliance Software Version 7.2(4)\npix up 2 days\nHardware:   PIX-515E, "
       "64 MB RAM\n",
       "cisco_pix", "7.2(4)", "PIX-515E", "pix"},
      {"FWSM Firewall Version 3.1(1) <context>\nDevice Manager Version 5.0(1)F\n\nFWSM up 63 days "
       "22 hours\n\nHardware:   WS-SVC-FWM-1\n",
       "cisco_fwsm", "3.1(1)", "WS-SVC-FWM-1", "FWSM"},
      {"Cisco Internetwork Operating System Software \nIOS (tm) C2600 Software (C2600-IK9O3S3-M), "
       "Version 12.3(26), RELEASE SOFTWARE (fc2)\nr1 uptime is 5 minutes\ncisco 2621XM (MPC860P) "
       "processor (revision 1.0) with 127308K/3764K bytes of memory.\n",
       "cisco_ios", "12.3(26)", "2621XM", "r1"},
      {"Cisco IOS XE Software, Version 17.03.04a\nCisco IOS Software [Amsterdam], Virtual XE "
       "Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 17.3.4a, RELEASE SOFTWARE (fc3)\nc8 "
       "uptime is 1 day\ncisco C8000V (VXE) processor (revision VXE) with 2079083K/3075K bytes of "
       "memory.\n",
       "cisco_xe", "17.3.4a", "C8000V", "c8"},
      {"Application Partition:\n\nCisco Intrusion Prevention System, Version 7.1(7)E4\n\nHost:\n  "
       "Realm Keys          key1.0\nPlatform:               ASA-SSM-10\n",
       "cisco_ips", "7.1(7)E4", "ASA-SSM-10", ""},
      {"WS-C5500 Software, Version McpSW: 6.4(2) NmpSW: 6.4(2)\n", "cisco_catos", "6.4(2)",
       "WS-C5500", ""},
      {"FRRouting 8.4.4 (r1.lab) on Linux(6.1.0).\nCopyright 1996-2005 Kunihiro Ishiguro, et al.\n",
       "frr", "8.4.4", "", "r1.lab"},
  };
  for (const auto& c : cases) {
    const auto told = registry().recognise_version(c.text);
    ASSERT_TRUE(told) << c.text;
    EXPECT_EQ(told->platform, c.platform) << c.text;
    EXPECT_EQ(told->version, c.version) << c.text;
    EXPECT_EQ(told->model, c.model) << c.text;
    EXPECT_EQ(told->hostname, c.hostname) << c.text;
  }
  EXPECT_FALSE(registry().recognise_version("bash: show: command not found\n"));
}

class Corpus : public testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("LINEWARDEN_CORPUS");
    if (folder == nullptr || !std::filesystem::is_directory(folder)) {
      GTEST_SKIP() << "skipped: no corpus";
    }
    root_ = folder;
  }

  static std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  // Every file of the folder with that extension; returns how many there were.
  template <class Check>
  int each(const std::filesystem::path& folder, std::string_view extension, Check check) const {
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(root_ / folder)) {
      if (entry.path().extension() != extension) continue;
      ++files;
      check(entry.path(), contents(entry.path()));
    }
    return files;
  }

  std::filesystem::path root_;
};

TEST_F(Corpus, EveryConfigurationIsRecognised) {
  const struct {
    std::string_view folder, extension, platform;
  } folders[] = {{"batfish/cisco_asa", ".cfg", "cisco_asa"},
                 {"batfish/cisco_ios", ".cfg", "cisco_ios"},
                 {"batfish/example-network", ".cfg", "cisco_ios"},
                 {"hier_config", ".conf", "cisco_ios"}};
  for (const auto& folder : folders) {
    const int files =
        each(folder.folder, folder.extension, [&](const auto& path, const auto& text) {
          const std::string file = path.filename();
          // UTF-16 is converted before it comes here.
          if (file == "ios-unicode-bom.cfg") return;
          std::string_view expected = folder.platform;
          // Holds nothing that ASA writes and IOS does not.
          if (file == "ospf-intervals.cfg") expected = "cisco_ios";
          // Holds a host name and comments only.
          if (file == "iosLoggingOnOmitted.cfg") expected = "nothing";
          // Says version 17.3.
          if (file == "interface-parsing.cfg") expected = "cisco_xe";
          EXPECT_EQ(platform_of(text), expected) << path;
        });
    EXPECT_GT(files, 3) << folder.folder;
  }
  const struct {
    std::string_view file, platform, version, hostname;
  } others[] = {{"ziptie/catos5000_config.txt", "cisco_catos", "6.4(10)", "LON-C5000"},
                {"ziptie/fwsm_running_config.txt", "cisco_fwsm", "3.1(1)", "ceige"},
                {"ziptie/fwsm_startup_config.txt", "cisco_fwsm", "3.1(1)", "ceige"},
                {"ziptie/pix501_running_config.txt", "cisco_pix", "6.1(1)", "pix-501"},
                {"ziptie/pix501_startup_config.txt", "cisco_pix", "6.1(1)", "pix-501"}};
  for (const auto& other : others) {
    const auto told = registry().recognise_config(contents(root_ / other.file));
    ASSERT_TRUE(told) << other.file;
    EXPECT_EQ(told->platform, other.platform);
    EXPECT_EQ(told->version, other.version);
    EXPECT_EQ(told->hostname, other.hostname);
  }
}

// The value of `key: "value"` or of the list under `key:` in the expected fields beside a capture.
std::string expected_field(const std::string& yaml, const std::string& key) {
  const std::size_t at = yaml.find(key + ":");
  if (at == std::string::npos) return {};
  const std::size_t open = yaml.find('"', at);
  const std::size_t close = yaml.find('"', open + 1);
  return close == std::string::npos ? std::string() : yaml.substr(open + 1, close - open - 1);
}

TEST_F(Corpus, EveryShowVersionIsRead) {
  for (const std::string family : {"cisco_asa", "cisco_ios"}) {
    const int files = each("ntc-templates/" + family + "/show_version", ".raw",
                           [&](std::filesystem::path path, const std::string& text) {
                             const bool xe = text.find("IOS-XE") != std::string::npos;
                             const auto told = registry().recognise_version(text);
                             ASSERT_TRUE(told) << path;
                             EXPECT_EQ(told->platform, xe ? "cisco_xe" : family) << path;
                             const std::string fields = contents(path.replace_extension(".yml"));
                             EXPECT_EQ(told->version, expected_field(fields, "version")) << path;
                             EXPECT_EQ(told->hostname, expected_field(fields, "hostname")) << path;
                             const std::string hardware = expected_field(fields, "hardware");
                             EXPECT_TRUE(hardware.starts_with(told->model))
                                 << path << told->model << hardware;
                           });
    EXPECT_GE(files, 4);
  }
  EXPECT_EQ(registry().recognise_version(contents(root_ / "ziptie/catos5000_version.txt"))->model,
            "WS-C5000");
  EXPECT_EQ(registry().recognise_version(contents(root_ / "ziptie/fwsm_version.txt"))->version,
            "3.1(1)");
  EXPECT_EQ(registry().recognise_version(contents(root_ / "ziptie/pix501_version.txt"))->model,
            "PIX-501");
}

}  // namespace
}  // namespace lw::platform
