// What the firewall says of its software, hardware and licence, each generation in its own form
// (facts 1.4).
#include <fmt/format.h>

#include "lab/asa_session.h"
#include "lab/fwsm.h"

namespace lw::lab {
namespace {

// After captured output of 6.1 and a table of 6.3.
std::string version_of_pix6(std::string_view version, std::string_view host, std::string_view up,
                            const AsaActivation& activation) {
  return fmt::format(
      "\nCisco PIX Firewall Version {}\n"
      "Cisco PIX Device Manager Version 3.0(4)\n\n"
      "Compiled on Thu 04-Aug-05 21:40 by lab\n\n"
      "{} up {}\n\n"
      "Hardware:   PIX-515E, 64 MB RAM, CPU Pentium II 433 MHz\n"
      "Flash E28F128J3 @ 0x300, 16MB\n"
      "BIOS Flash AM29F400B @ 0xfffd8000, 32KB\n\n"
      "0: ethernet0: address is 0200.5e00.5320, irq 10\n"
      "1: ethernet1: address is 0200.5e00.5321, irq 11\n"
      "{}\n"
      "Serial Number: {}\n"
      "Running Activation Key: {} \n",
      version, host, up, pix6_licence_table(activation.licence), kPix6Serial, activation.key);
}

}  // namespace

void AsaSession::show_version(const Match&) {
  const AsaRelease& release = device_.release();
  const auto up = std::chrono::duration_cast<std::chrono::hours>(device_.now() - device_.booted());
  const std::string days = fmt::format("{} days {} hours", up.count() / 24, up.count() % 24);
  const std::string changed =
      device_.modified()
          ? "Configuration last modified by enable_15 at " + asa_time(device_.clock())
          : std::string("Configuration has not been modified since last system restart.");
  if (!release.has(AsaFeature::kModes)) {
    print(version_of_pix6(release.version, config().hostname(), days, device_.running_key()));
    print(changed + "\n");
    return;
  }
  if (release.is_fwsm()) {
    print(fwsm_version(
        {.version = release.version,
         .mark = config().mark(),
         .host = device_.base().config.hostname(),
         .up = days,
         .scope = config().space() == AsaSpace::kContext ? "user context" : "platform"},
        device_.licence()));
    print(changed + "\n");
    return;
  }
  // The hardware is the same in every age of the simulated ASA; what runs on it follows the
  // release.
  const bool timed = release.has(AsaFeature::kTimedLicences);
  const std::string_view model = asa_model(release);
  print(fmt::format(
      "\nCisco {} Software Version {}{} \n"
      "{}"
      "Compiled on Sun 27-Aug-17 13:06 PDT by lab\n"
      "System image file is \"{}\"\n"
      "Config file at boot was \"startup-config\"\n\n"
      "{} up {}\n\n"
      "Hardware:   {}, 8192 MB RAM, CPU Clarkdale 3058 MHz, 1 CPU (4 cores)\n"
      "Internal ATA Compact Flash, 8192MB\n\n",
      release.is_pix() ? "PIX Security Appliance" : "Adaptive Security Appliance", release.version,
      config().mark(),
      release.has(AsaFeature::kPbkdf2)
          ? "Firepower Extensible Operating System Version 2.2(2.52)\nDevice Manager Version "
            "7.8(2)\n\n"
          : "\n",
      release.is_pix() ? "flash:/pix.bin" : "disk0:/asa982-smp-k8.bin", config().hostname(), days,
      model));
  print(release.is_pix() ? " 0: Ext: Ethernet0           : address is 0200.5e00.5311, irq 10\n"
                           " 1: Ext: Ethernet1           : address is 0200.5e00.5312, irq 11\n"
                         : " 0: Int: Internal-Data0/0     : address is 0200.5e00.5310, irq 11\n"
                           " 1: Ext: GigabitEthernet0/0   : address is 0200.5e00.5311, irq 10\n"
                           " 2: Ext: Management0/0        : address is 0200.5e00.5312, irq 0\n");
  print(fmt::format(
      "\n{}\nSerial Number: {}\nRunning {}Activation Key: {} \n"
      "Configuration register is 0x1\n{}\n",
      asa_licence_table(device_.licence(), release,
                        config().space() == AsaSpace::kContext ? "user context" : "platform"),
      device_.serial(), timed ? "Permanent " : "", device_.running_key().key, changed));
}

}  // namespace lw::lab
