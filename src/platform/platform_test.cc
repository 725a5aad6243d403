#include "platform/platform.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <string>
#include <vector>

namespace lw::platform {
namespace {

std::shared_ptr<const Platform> family(std::string_view name) {
  static const Registry registry = *Registry::load();
  return *registry.find(name);
}

// The modes whose prompt the line is: "user:R1", with the host name.
std::vector<std::string> read_prompt(std::string_view platform, const std::string& line) {
  std::vector<std::string> modes;
  for (const ModePrompt& prompt : family(platform)->prompts) {
    std::string host;
    if (re2::RE2::PartialMatch(line, *prompt.pattern, &host)) {
      modes.push_back(std::string(name(prompt.mode)) + ":" + host);
    }
  }
  return modes;
}

TEST(Prompts, AreReadInEachMode) {
  const struct {
    std::string_view platform;
    std::string line, expected;
  } cases[] = {
      {"cisco_ios", "Router>", "user:Router"},
      {"cisco_ios", "Router# ", "privileged:Router"},
      {"cisco_ios", "r1.lab-2/a_b#", "privileged:r1.lab-2/a_b"},
      {"cisco_ios", "Router(config)#", "configure:Router"},
      {"cisco_ios", "R1(config-if)#", "configure:R1"},
      {"cisco_ios", "R1(config-router-af)#", "configure:R1"},
      {"cisco_ios", "R1(ca-trustpoint)#", "configure:R1"},
      {"cisco_ios", "R1(cfg-crypto-trans)#", "configure:R1"},
      {"cisco_ios", "R1(dhcp-config)#", "configure:R1"},
      {"cisco_ios", "R1(config-kron-occurrence)#", "configure:R1"},
      {"cisco_ios", "R1(conf-ssh-pubkey)#", "configure:R1"},
      {"cisco_ios", "R1(vlan)#", "configure:R1"},
      {"cisco_ios", "a-very-long-host-na(config-line)#", "configure:a-very-long-host-na"},
      {"cisco_xe", "c9300-1#", "privileged:c9300-1"},
      {"cisco_asa", "ciscoasa> ", "user:ciscoasa"},
      {"cisco_asa", "ciscoasa/ctx1# ", "privileged:ciscoasa/ctx1"},
      {"cisco_asa", "asa/pri/act# ", "privileged:asa/pri/act"},
      {"cisco_asa", "asa/ctx1(config-if)# ", "configure:asa/ctx1"},
      {"cisco_asa", "asa(config-ca-trustpoint)# ", "configure:asa"},
      {"cisco_fwsm", "FWSM/ceige#", "privileged:FWSM/ceige"},
      {"cisco_pix", "pix-501#  ", "privileged:pix-501"},
      {"cisco_catos", "Console> ", "user:Console"},
      {"cisco_catos", "LON-C5000> (enable) ", "privileged:LON-C5000"},
      {"cisco_ips", "sensor# ", "privileged:sensor"},
      {"cisco_ips", "sensor(config)# ", "configure:sensor"},
      {"cisco_ips", "sensor(config-hos-net)# ", "configure:sensor"},
      {"frr", "R1> ", "user:R1"},
      {"frr", "R1# ", "privileged:R1"},
      {"frr", "r1.lab.example(config-router)# ", "configure:r1.lab.example"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(read_prompt(c.platform, c.line), std::vector<std::string>{c.expected}) << c.line;
  }
}

TEST(Prompts, AreNotTakenFromOtherText) {
  for (const std::string_view platform :
       {"cisco_ios", "cisco_xe", "cisco_asa", "cisco_pix", "cisco_fwsm", "cisco_ips", "frr"}) {
    for (const std::string line :
         {"Welcome to R1 #", "#", ">", "  ", "", "*** AUTHORISED USERS ONLY ***#", "rommon 1 >",
          "R1# show version", "R1(tcl)#", "<b>", "Password:", "R1(config)", "a b(config)#",
          "10 packets > 5", "R1(boot)#", "(config)#"}) {
      EXPECT_TRUE(read_prompt(platform, line).empty()) << platform << ": " << line;
    }
  }
  EXPECT_TRUE(read_prompt("cisco_catos", "Console#").empty());
  EXPECT_TRUE(read_prompt("cisco_catos", "Console> show").empty());
  EXPECT_TRUE(read_prompt("cisco_ips", "sensor>").empty());
}

TEST(Prompts, BoundTheHostName) {
  EXPECT_TRUE(read_prompt("cisco_ios", std::string(5000, 'a') + "#").empty());
}

TEST(Login, AsksInTheWordsOfEachFamily) {
  const auto asks = [](const Pattern& pattern, const std::string& line) {
    return re2::RE2::PartialMatch(line, *pattern);
  };
  EXPECT_TRUE(asks(family("cisco_ios")->login.username, "Username: "));
  EXPECT_TRUE(asks(family("cisco_ios")->login.password, "Password: "));
  EXPECT_TRUE(asks(family("frr")->login.password, "Password: "));
  EXPECT_TRUE(asks(family("frr")->login.password, "admin@10.0.0.1's password: "));
  EXPECT_TRUE(asks(family("frr")->login.username, "debian login: "));
  EXPECT_TRUE(asks(family("cisco_catos")->login.password, "Enter password: "));
  EXPECT_TRUE(asks(family("cisco_ips")->login.username, "sensor login: "));
  EXPECT_FALSE(asks(family("cisco_ios")->login.password, "Ask for your password: call 1234"));
  // Two blanks: a new enable password is asked for, and the login's must not be given away.
  EXPECT_FALSE(asks(family("cisco_asa")->login.password, "Enter  Password: "));
  EXPECT_TRUE(asks(family("cisco_ios")->login.refused, "% Login invalid"));
  EXPECT_TRUE(asks(family("cisco_ios")->login.refused, "% Authentication failed"));
  EXPECT_TRUE(asks(family("cisco_ios")->login.enable_refused, "% Bad secrets"));
  EXPECT_TRUE(asks(family("cisco_asa")->login.refused, "Permission denied, please try again."));
  EXPECT_TRUE(asks(family("cisco_catos")->login.enable_refused, "Sorry, incorrect password"));
  EXPECT_TRUE(asks(family("frr")->login.refused, "% Bad passwords, too many failures!"));
  EXPECT_TRUE(
      asks(family("frr")->login.enable_refused, "% Bad enable passwords, too many failures!"));
  EXPECT_TRUE(asks(family("cisco_ios")->paging.more, " --More-- "));
  EXPECT_TRUE(asks(family("cisco_asa")->paging.more, "<--- More --->"));
}

// The id of the dialog that answers, and what it says: "key-modulus=2048"; "?" when the caller
// must.
std::string answer(std::string_view platform, const std::string& received,
                   const std::string& command, const Dialog::Answers& given = {}) {
  for (const Dialog& dialog : family(platform)->dialogs) {
    if (!re2::RE2::PartialMatch(received, *dialog.question)) continue;
    if (dialog.command && !re2::RE2::PartialMatch(command, *dialog.command)) continue;
    return dialog.id + "=" + dialog.reply(given).value_or("?");
  }
  return "unknown";
}

TEST(Dialogs, AnswerWhatIsSafe) {
  const std::string modulus =
      "The name for the keys will be: R1.lab.local\r\nChoose the size of the key modulus in the "
      "range of 360 to 4096 for your\r\n  a few minutes.\r\n\r\nHow many bits in the modulus "
      "[1024]: ";
  EXPECT_EQ(answer("cisco_ios", modulus, "crypto key generate rsa"), "key-modulus=2048");
  EXPECT_EQ(answer("cisco_ios", modulus, "crypto key generate rsa", {{"key-modulus", "4096"}}),
            "key-modulus=4096");
  EXPECT_EQ(answer("cisco_xe", modulus, "crypto key generate rsa"), "key-modulus=2048");
  EXPECT_EQ(answer("cisco_ios", modulus, "show version"), "unknown");
  EXPECT_EQ(answer("cisco_ios", "Destination filename [startup-config]? ",
                   "copy running-config startup-config"),
            "destination-filename=");
  EXPECT_EQ(
      answer("cisco_ios", "Overwrite the previous NVRAM configuration?[confirm]", "write memory"),
      "overwrite-nvram=y");
  EXPECT_EQ(answer("cisco_asa",
                   "Would you like to enable anonymous error reporting to help improve\r\nthe "
                   "product? [Y]es, [N]o, [A]sk later: ",
                   "configure terminal"),
            "anonymous-reporting=A");
  EXPECT_EQ(answer("cisco_ips", "Apply Changes:?[yes]: ", "exit"), "apply-changes=yes");
  EXPECT_EQ(answer("cisco_ios",
                   "This operation will remove all username related configurations with same "
                   "name.Do you want to continue? [confirm]",
                   "no username bob"),
            "remove-username=y");
}

TEST(Dialogs, LeaveToTheCallerWhatIsNotOursToAnswer) {
  EXPECT_EQ(answer("cisco_ios", "ACCEPT? [yes/no]: ", "license boot module c1900"),
            "accept-eula=?");
  EXPECT_EQ(answer("cisco_xe", "ACCEPT? (yes/[no]): ", "license boot", {{"accept-eula", "yes"}}),
            "accept-eula=yes");
  EXPECT_EQ(answer("cisco_ios", "Proceed with reload? [confirm]", "reload"), "reload=?");
  EXPECT_EQ(answer("cisco_asa", "Proceed with reload? [confirm]", "reload"), "reload=?");
  EXPECT_EQ(answer("cisco_ios", "System configuration has been modified. Save? [yes/no]: ", ""),
            "reload-save=?");
  EXPECT_EQ(answer("cisco_ios", "% Do you really want to replace them? [yes/no]: ", ""),
            "replace-keys=?");
  EXPECT_EQ(answer("cisco_asa", "Erase configuration in flash memory? [confirm]", "write erase"),
            "erase=?");
  EXPECT_EQ(answer("cisco_ios", "Delete flash:/x? [confirm]", "delete flash:x"), "confirm=?");
  EXPECT_EQ(answer("cisco_ios", "Are you sure you want to continue connecting (yes/no)? ",
                   "copy scp: flash:"),
            "host-key=?");
  EXPECT_EQ(answer("cisco_ios", "What is your favourite colour? ", "show clock"), "unknown");
  EXPECT_EQ(answer("frr", "Proceed? [confirm]", "write memory"), "unknown");
}

TEST(Dialogs, FillNamesFromTheAnswers) {
  Dialog dialog;
  dialog.id = "x";
  dialog.answer = "a{b}c{d}";
  EXPECT_EQ(dialog.reply({{"b", "1"}, {"d", "2"}}), "a1c2");
  EXPECT_EQ(dialog.reply({{"b", "1"}}), std::nullopt);
  EXPECT_EQ(dialog.reply({{"x", "own"}}), "own");
  dialog.answer = "{open";
  EXPECT_EQ(dialog.reply({}), "{open");
  dialog.answer.clear();
  EXPECT_EQ(dialog.reply({}), "");
}

TEST(Judge, FindsWhatRefuses) {
  const struct {
    std::string_view platform;
    std::vector<std::string_view> lines;
  } cases[] = {
      {"cisco_ios",
       {"% Invalid input detected at '^' marker.", "% Incomplete command.",
        "% Ambiguous command:  \"ex\"", "% Unrecognized host or address.",
        "% Unknown command or computer name, or unable to find computer address",
        "% Bad IP address or host name", "% Bad mask /33 for address 10.0.0.1",
        "% 10.0.0.0 overlaps with GigabitEthernet0/1", "% VRF X not configured",
        "Command authorization failed.", "Configuration mode locked exclusively by user 'x'",
        "% Please define a domain-name first.", "% Please define a hostname other than Router.",
        "%Turn config archive on before using Rollback Confirmed Change"}},
      {"cisco_xe", {"% Invalid input detected at '^' marker."}},
      {"cisco_asa",
       {"ERROR: % Invalid input detected at '^' marker.", "ERROR: CA trustpoint 'x3' is not known.",
        "Removing object-group (X) failed; it does not exist", "Usage: http <ip> <mask> <if>",
        "Command authorization failed", "% Incomplete command",
        "ERROR: Command requires failover license",
        "Configuration Replication is NOT performed from Standby unit to Active unit."}},
      {"cisco_pix", {"Type help or '?' for a list of available commands.", "usage: nat ..."}},
      {"cisco_catos",
       {"Unknown command \"xxx\".  Use 'help' for more info.", "Usage: set port", "Failed to set",
        "Invalid module"}},
      {"cisco_ips", {"Error: Cannot communicate", "% Invalid input detected at '^' marker."}},
      {"frr",
       {"% [ZEBRA] Unknown command: shw", "% Unknown command: shw", "% Unknown command.",
        "% Command incomplete.", "% There is no matched command.", "% Ambiguous command.",
        "% Configuration failed.", "Can't open configuration file /etc/frr/zebra.conf."}},
  };
  for (const auto& c : cases) {
    for (const std::string_view line : c.lines) {
      EXPECT_EQ(family(c.platform)->judge(line), Verdict::kError) << c.platform << ": " << line;
    }
  }
}

TEST(Judge, TakesNoNoteForARefusal) {
  const auto ios = family("cisco_ios");
  EXPECT_EQ(ios->judge("% Generating 2048 bit RSA keys, keys will be non-exportable...[OK]"),
            Verdict::kNote);
  EXPECT_EQ(ios->judge("% You already have RSA keys defined named R1.lab.local."), Verdict::kNote);
  EXPECT_EQ(ios->judge("% use 'write' command to make license boot config take effect on next "
                       "boot"),
            Verdict::kNote);
  EXPECT_EQ(ios->judge("% All RSA keys will be removed."), Verdict::kNote);
  EXPECT_EQ(ios->judge("% NOTE: something changed"), Verdict::kWarning);
  EXPECT_EQ(ios->judge("% Warning: use with care"), Verdict::kWarning);
  EXPECT_EQ(ios->judge("%Warning:There is a file already existing with this name"),
            Verdict::kWarning);
  EXPECT_EQ(ios->judge("[OK]"), Verdict::kPlain);
  EXPECT_EQ(ios->judge("CPU utilization for five seconds: 5%/0%"), Verdict::kPlain);
  EXPECT_EQ(ios->judge("%SSH-5-ENABLED: SSH 1.99 has been enabled"), Verdict::kPlain);
  const auto asa = family("cisco_asa");
  EXPECT_EQ(asa->judge("WARNING: the certificate is weak"), Verdict::kWarning);
  EXPECT_EQ(asa->judge("INFO: Security level for \"inside\" set to 100 by default."),
            Verdict::kNote);
  EXPECT_EQ(asa->judge("Type help or '?' for a list of available commands."), Verdict::kPlain);
  EXPECT_EQ(asa->judge("  errors: 0"), Verdict::kPlain);
  EXPECT_EQ(family("frr")->judge("% Can't open configuration file /etc/frr/vtysh.conf due to 'No "
                                 "such file or directory'."),
            Verdict::kNote);
}

TEST(Asynchronous, LogLinesAreKnown) {
  for (const std::string_view line :
       {"%SYS-5-CONFIG_I: Configured from console by cisco on console",
        "*Mar  1 00:01:02.003: %SYS-5-CONFIG_I: Configured from console",
        "Mar  1 2026 00:01:02.003 UTC: %LINEPROTO-5-UPDOWN: Line protocol on Interface",
        "000123: *Mar  1 00:01:02.003: %SSH-5-ENABLED: SSH 2.0 has been enabled",
        "00:01:02: %LINK-3-UPDOWN: Interface GigabitEthernet0/1, changed state to up",
        "1w2d: %SYS-5-RESTART: System restarted --",
        ".Nov 23 10:00:00: %IOS_LICENSE_IMAGE_APPLICATION-6-LICENSE_LEVEL: Module name = c2951"}) {
    EXPECT_TRUE(family("cisco_ios")->is_asynchronous(line)) << line;
  }
  for (const std::string_view line :
       {"%ASA-5-111008: User 'x' executed the 'write memory' command.",
        "<165>Nov 23 2026 10:00:00: %ASA-5-111008: User 'x' executed",
        "Nov 23 2026 10:00:00 fw : %ASA-config-5-111008: User 'x' executed",
        "Beginning configuration replication: Sending to mate.",
        "End Configuration Replication to mate"}) {
    EXPECT_TRUE(family("cisco_asa")->is_asynchronous(line)) << line;
  }
  EXPECT_FALSE(family("cisco_ios")->is_asynchronous("% Invalid input detected at '^' marker."));
  EXPECT_FALSE(family("cisco_ios")->is_asynchronous("say %SYS-5-CONFIG_I: in a banner"));
  EXPECT_TRUE(family("frr")->is_asynchronous("2026/11/23 13:00:00 ZEBRA: [X-Y] client up"));
}

TEST(Redact, HidesEverySecret) {
  const struct {
    std::string_view platform;
    std::vector<std::string> lines;
  } cases[] = {
      {"cisco_ios",
       {"enable secret 5 SEKRIT",
        "enable secret SEKRIT",
        "enable password level 7 7 SEKRIT",
        "username bob privilege 15 password 0 SEKRIT",
        "username bob secret 9 SEKRIT",
        " password 7 SEKRIT",
        "line vty 0 4\n password SEKRIT\n login",
        "   key-string SEKRIT",
        "snmp-server community SEKRIT RO 10",
        "tacacs-server key 7 SEKRIT",
        "radius-server host 10.0.0.1 auth-port 1812 key SEKRIT",
        " key 7 SEKRIT",
        "crypto isakmp key SEKRIT address 0.0.0.0",
        " pre-shared-key address 1.2.3.4 255.255.255.255 key SEKRIT",
        "cns password SEKRIT",
        "snmp-server user u g v3 auth sha SEKRIT priv aes 128 SEKRIT",
        "snmp-server host 10.0.0.9 version 2c SEKRIT",
        " ip ospf message-digest-key 1 md5 7 SEKRIT",
        " neighbor 10.0.0.2 password 7 SEKRIT",
        "ntp authentication-key 1 md5 SEKRIT 7",
        " ppp chap password 0 SEKRIT",
        "  wpa-psk ascii 0 SEKRIT",
        "copy ftp://bob:SEKRIT@10.0.0.1/x flash:"}},
      {"cisco_asa",
       {"enable password SEKRIT encrypted", "passwd SEKRIT encrypted",
        "username bob password SEKRIT encrypted privilege 15",
        "auto-update server https://bob:SEKRIT@10.0.0.1:443/autoupdate/AutoUpdateServlet",
        " ikev1 pre-shared-key SEKRIT", " ikev2 local-authentication pre-shared-key SEKRIT",
        "snmp-server community SEKRIT", "snmp-server host inside 10.0.0.1 community SEKRIT",
        " key SEKRIT", "failover key SEKRIT", " ldap-login-password SEKRIT"}},
      {"cisco_pix", {"isakmp key SEKRIT address 10.0.0.1 netmask 255.255.255.255"}},
      {"cisco_catos",
       {"set password SEKRIT", "set enablepass SEKRIT", "set snmp community read-only      SEKRIT",
        "set localuser user bob password SEKRIT privilege 15"}},
      {"cisco_ips", {"password SEKRIT", "username bob password SEKRIT privilege administrator"}},
      {"frr",
       {"password SEKRIT", "enable password 8 SEKRIT", " neighbor 10.0.0.1 password SEKRIT"}},
  };
  for (const auto& c : cases) {
    for (const std::string& line : c.lines) {
      const std::string shown = family(c.platform)->redact(line);
      EXPECT_EQ(shown.find("SEKRIT"), std::string::npos) << c.platform << ": " << shown;
      EXPECT_NE(shown.find("<secret>"), std::string::npos) << shown;
    }
  }
}

TEST(Noise, IsWhatChangesByItself) {
  const struct {
    std::string_view platform;
    std::vector<std::string> noise, others;
  } cases[] = {
      {"cisco_ios",
       {"! Last configuration change at 13:48:46 PST Sat Jan 7 2023 by user",
        "! NVRAM config last updated at 13:48:49 PST Sat Jan 7 2023 by user",
        "ntp clock-period 36028797\r", "Current configuration : 1234 bytes"},
       {"!", "", "ntp server 10.0.0.1", "hostname r1",
        "banner motd ^C Last configuration change at 1"}},
      {"cisco_xe", {"! Last configuration change at 10:00:00 UTC Mon Mar 1 2021"}, {"end"}},
      {"cisco_asa",
       {": Saved", ": Written by enable_15 at 15:01:12.456 UTC Tue Jun 6 2017",
        "Cryptochecksum:5c5f8e547203401c38a17becc74e13c6"},
       {":", "ASA Version 9.8(3)", ": Serial Number: JMX1", ": end"}},
      {"cisco_fwsm", {": Saved"}, {"FWSM Version 3.1(1) <context>"}},
      {"cisco_catos", {"#time: Fri Jul 7 2006, 10:00:00 "}, {"#version 6.4(2)", "begin"}},
      {"cisco_ips",
       {"! Current configuration last modified Thu Jan 01 00:00:00 2015"},
       {"! Version 7.1(7)"}},
      {"frr", {"!   2026/11/23 13:00:00"}, {"!", "frr version 8.4.4"}},
  };
  for (const auto& c : cases) {
    for (const auto& line : c.noise) EXPECT_TRUE(family(c.platform)->is_noise(line)) << line;
    for (const auto& line : c.others) EXPECT_FALSE(family(c.platform)->is_noise(line)) << line;
  }
}

TEST(Redact, LeavesTheRestAsItIs) {
  const auto ios = family("cisco_ios");
  for (const std::string text :
       {"", "\n", "hostname r1\r\n!\r\n", "service password-encryption", "key chain OSPF\n key 1\n",
        "ip ssh version 2", "no enable password"}) {
    EXPECT_EQ(ios->redact(text), text);
  }
}

TEST(Platform, ReadsThePrivilegeThatADeviceTells) {
  const auto level = [](std::string_view platform, std::string_view answer) {
    return family(platform)->privilege_level(answer);
  };
  EXPECT_EQ(level("cisco_ios", "Current privilege level is 15\n"), 15);
  EXPECT_EQ(level("cisco_xe", "\nCurrent privilege level is 1"), 1);
  EXPECT_EQ(level("cisco_asa", "Username : watch\nCurrent privilege level : 5\n"), 5);
  EXPECT_EQ(level("cisco_ios", "Current privilege level is 99999999999"), std::nullopt);
  EXPECT_EQ(level("cisco_ios", "% Invalid input"), std::nullopt);
  EXPECT_EQ(level("frr", "Current privilege level is 15"), std::nullopt);
}

}  // namespace
}  // namespace lw::platform
