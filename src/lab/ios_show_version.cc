// What the router says of its software and hardware, each release in its own form.
#include <fmt/format.h>

#include "lab/ios_licence_text.h"
#include "lab/ios_session.h"

namespace lw::lab {
namespace {

constexpr std::string_view kSerial = kIosSerial;
constexpr std::string_view kSimulated =
    "Simulated by Linewarden: no image of the vendor is running here.\n";

// What fills the forms below.
struct Facts {
  std::string version;
  std::string file;  // the version as image files have it: "152-4.M6"
  std::string host;
  std::string up;
  std::string licences = {};  // the table of technology packages
};

std::string in_file_names(std::string_view version) {
  std::string text;
  for (const char c : version) {
    if (c == '.' && !text.contains('-')) continue;
    text += c == '(' ? '-' : c == ')' ? '.' : c;
  }
  return text;
}

// The forms of 12.2 and 12.3 are inferred: their first lines are those that recognisers of "show
// version" have looked for ever since.
std::string version_of_early_twelve(const Facts& facts, std::string_view image) {
  return fmt::format(
      "Cisco Internetwork Operating System Software \n"
      "IOS (tm) C2600 Software ({}), Version {}, RELEASE SOFTWARE (fc1)\n"
      "{}"
      "Compiled Tue 15-May-07 12:00 by lab\n\n"
      "ROM: System Bootstrap, Version 12.2(8r) [cmong 8r], RELEASE SOFTWARE (fc1)\n\n"
      "{} uptime is {}\n"
      "System returned to ROM by power-on\n"
      "System image file is \"flash:c2600-mz.{}.bin\"\n\n"
      "cisco 2621XM (MPC860P) processor (revision 1.0) with 127627K/3445K bytes of memory.\n"
      "Processor board ID {}\n"
      "2 FastEthernet/IEEE 802.3 interface(s)\n"
      "32K bytes of non-volatile configuration memory.\n"
      "49152K bytes of processor board System flash (Read/Write)\n\n"
      "Configuration register is 0x2102\n\n",
      image, facts.version, kSimulated, facts.host, facts.up, facts.file, kSerial);
}

// Of a Catalyst 6500's supervisor, inferred.
std::string version_of_chassis(const Facts& facts) {
  return fmt::format(
      "Cisco IOS Software, s72033_rp Software (s72033_rp-ADVIPSERVICESK9_WAN-M), Version {}, "
      "RELEASE SOFTWARE (fc2)\n"
      "{}"
      "Compiled Tue 07-Apr-09 12:00 by lab\n\n"
      "ROM: System Bootstrap, Version 12.2(17r)SX5, RELEASE SOFTWARE (fc1)\n\n"
      "{} uptime is {}\n"
      "System returned to ROM by power-on\n"
      "System image file is \"sup-bootdisk:s72033-advipservicesk9_wan-mz.{}.bin\"\n\n"
      "cisco WS-C6509-E (R7000) processor (revision 1.5) with 458720K/65536K bytes of memory.\n"
      "Processor board ID {}\n"
      "SR71000 CPU at 600MHz, Implementation 0x504, Rev 1.2, 512KB L2 Cache\n"
      "Last reset from power-on\n"
      "2 Gigabit Ethernet interfaces\n"
      "1917K bytes of non-volatile configuration memory.\n\n"
      "Configuration register is 0x2102\n\n",
      facts.version, kSimulated, facts.host, facts.up, facts.file, kSerial);
}

// After a captured 12.4(6)T2 of an 1801.
std::string version_of_late_twelve(const Facts& facts) {
  return fmt::format(
      "Cisco IOS Software, C180X Software (C180X-ADVIPSERVICESK9-M), Version {}, RELEASE SOFTWARE "
      "(fc2)\n"
      "{}"
      "Compiled Tue 16-May-06 12:12 by lab\n\n"
      "ROM: System Bootstrap, Version 12.3(8r)YH6, RELEASE SOFTWARE (fc1)\n\n"
      "{} uptime is {}\n"
      "System returned to ROM by power-on\n"
      "System image file is \"flash:/c180x-advipservicesk9-mz.{}.bin\"\n\n"
      "Cisco 1801 (MPC8500) processor (revision 0x400) with 118784K/12288K bytes of memory.\n"
      "Processor board ID {}, with hardware revision 0000\n\n"
      "9 FastEthernet interfaces\n"
      "62720K bytes of ATA CompactFlash (Read/Write)\n\n"
      "Configuration register is 0x2102\n\n",
      facts.version, kSimulated, facts.host, facts.up, facts.file, kSerial);
}

std::string version_of_fifteen(const Facts& facts) {
  return fmt::format(
      "Cisco IOS Software, C1900 Software (C1900-UNIVERSALK9-M), Version {}, RELEASE SOFTWARE "
      "(fc2)\n"
      "{}"
      "Compiled Wed 19-Mar-14 20:00 by lab\n\n"
      "ROM: System Bootstrap, Version 15.0(1r)M16, RELEASE SOFTWARE (fc1)\n\n"
      "{} uptime is {}\n"
      "System returned to ROM by power-on\n"
      "System image file is \"flash0:c1900-universalk9-mz.SPA.{}.bin\"\n"
      "Last reload type: Normal Reload\n\n"
      "Cisco CISCO1941/K9 (revision 1.0) with 487424K/36864K bytes of memory.\n"
      "Processor board ID {}\n"
      "2 Gigabit Ethernet interfaces\n1 terminal line\n"
      "DRAM configuration is 64 bits wide with parity disabled.\n"
      "255K bytes of non-volatile configuration memory.\n"
      "250880K bytes of ATA System CompactFlash 0 (Read/Write)\n\n\n"
      "License Info:\n\nLicense UDI:\n\n"
      "-------------------------------------------------\n"
      "Device#\t  PID\t\t\tSN\n"
      "-------------------------------------------------\n"
      "*0\t  CISCO1941/K9          {}\n\n\n"
      "{}\n"
      "Configuration register is 0x2102\n\n",
      facts.version, kSimulated, facts.host, facts.up, facts.file, kSerial, kSerial,
      facts.licences);
}

// After a captured 16.9.5 of a C9500, and the licence table of a router.
std::string version_of_xe(const Facts& facts) {
  return fmt::format(
      "Cisco IOS XE Software, Version {0}\n"
      "Cisco IOS Software [{5}], ISR Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version {0}, "
      "RELEASE SOFTWARE (fc1)\n"
      "{1}"
      "Compiled Thu 12-Dec-19 16:00 by lab\n\n\n"
      "ROM: IOS-XE ROMMON\n\n"
      "{2} uptime is {3}\n"
      "Uptime for this control processor is {3}\n"
      "System returned to ROM by Reload Command\n"
      "System image file is \"bootflash:packages.conf\"\n"
      "Last reload reason: Reload Command\n\n\n\n"
      "Technology Package License Information: \n\n"
      "------------------------------------------------------------------------------\n"
      "Technology-package                                     Technology-package\n"
      "Current                        Type                       Next reboot  \n"
      "------------------------------------------------------------------------------\n"
      "securityk9              Smart License                    securityk9          \n\n\n"
      "Smart Licensing Status: UNREGISTERED/EVAL MODE\n\n"
      "cisco ISR4331/K9 (1RU) processor with 1795979K/6147K bytes of memory.\n"
      "Processor board ID {4}\n"
      "2 Gigabit Ethernet interfaces\n"
      "32768K bytes of non-volatile configuration memory.\n"
      "4194304K bytes of physical memory.\n"
      "3207167K bytes of flash memory at bootflash:.\n"
      "0K bytes of WebUI ODM Files at webui:.\n\n"
      "Configuration register is 0x2102\n\n",
      facts.version, kSimulated, facts.host, facts.up, kSerial,
      facts.version.starts_with("16.") ? "Fuji" : "Cupertino");
}

// Name and number of the model that the forms above speak of.
std::string_view model(const IosRelease& release) {
  if (release.platform == "cisco_xe") return "ISR4331/K9";
  if (release.has(IosFeature::kChassis)) return "WS-C6509-E";
  if (release.train == "12.4") return "CISCO1801";
  return release.train == "15." ? "CISCO1941/K9" : "CISCO2621XM";
}

}  // namespace

void IosSession::show_version(const Match&) {
  const IosRelease& release = device_.release();
  const auto up =
      std::chrono::duration_cast<std::chrono::seconds>(device_.now() - device_.booted());
  const Facts facts{release.version, in_file_names(release.version), device_.config().hostname(),
                    ios_duration(up),
                    ios_licence_technologies(device_.licences(), device_.config())};
  if (release.platform == "cisco_xe") {
    print(version_of_xe(facts));
  } else if (release.has(IosFeature::kChassis)) {
    print(version_of_chassis(facts));
  } else if (release.train == "12.2") {
    print(version_of_early_twelve(facts, "C2600-I-M"));
  } else if (release.train == "12.3") {
    print(version_of_early_twelve(facts, "C2600-ADVSECURITYK9-M"));
  } else if (release.train == "12.4") {
    print(version_of_late_twelve(facts));
  } else {
    print(version_of_fifteen(facts));
  }
}

void IosSession::show_inventory(const Match&) {
  print(
      fmt::format("NAME: \"{0} chassis\", DESCR: \"{0} chassis\"\n"
                  "PID: {0:<18}, VID: V05 , SN: {1}\n\n\n",
                  model(device_.release()), kSerial));
}

}  // namespace lw::lab
