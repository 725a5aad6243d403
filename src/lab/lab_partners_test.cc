// Devices that depend on each other in a running lab: a module in its chassis, the units of a
// failover pair, over real connections.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"
#include "base/temporary_folder.h"
#include "lab/conversation_testing.h"
#include "lab/lab.h"
#include "net/loop.h"

namespace lw::lab {
namespace {

using testing::HasSubstr;

constexpr std::string_view kFile =
    "devices:\n"
    "  - {name: fwsm-1, platform: cisco_fwsm, transports: {telnet: 0}}\n"
    "  - {name: cat-1, platform: cisco_ios, transports: {telnet: 0},\n"
    "     modules: [{slot: 6, device: fwsm-1}]}\n"
    "  - {name: cat-2, platform: cisco_catos, transports: {telnet: 0, console: 0}}\n"
    "  - {name: fw-1a, platform: cisco_asa, transports: {telnet: 0},\n"
    "     failover: {pair: fw-1, unit: primary}}\n"
    "  - {name: fw-1b, platform: cisco_asa, transports: {telnet: 0},\n"
    "     failover: {pair: fw-1, unit: secondary}}\n";

class LabPartners : public testing::Test {
 protected:
  LabPartners() {
    auto description = parse_lab(kFile, "test");
    EXPECT_TRUE(description) << description.error().message;
    description->state_folder = folder_.path();
    auto lab = Lab::start(*description);
    EXPECT_TRUE(lab) << lab.error().message;
    lab_.emplace(std::move(*lab));
  }
  ~LabPartners() override { lab_.reset(); }
  std::string telnet(const std::string& device, Script script) {
    const auto port = lab_->port(device, Transport::kTelnet).value();
    auto shown = loop_.run<Result<std::string>>([&] { return talk({"127.0.0.1", port}, script); });
    EXPECT_TRUE(shown) << shown.error().message;
    return shown.value_or("");
  }
  std::string state(const std::string& device) {
    return read_file(folder_.path() / (device + ".state"), 1 << 20).value_or("");
  }

  TemporaryFolder folder_;
  std::optional<Lab> lab_;
  net::Loop loop_{1};
};

TEST_F(LabPartners, LeadThroughTheChassisToItsModuleWhoseStateIsKept) {
  telnet("cat-1", {{"Password: ", "lab"},
                   {"Router>", "session slot 6 processor 1"},
                   {"Password: ", "lab"},
                   {"FWSM> ", "enable"},
                   {"Password: ", "\r"},  // an empty one
                   {"FWSM# ", "configure terminal"},
                   {"(config)# ", "hostname inner"},
                   {"(config)# ", "write memory"},
                   {"[OK]", "end"},
                   {"inner# ", "exit"},
                   {"closed by foreign host]", "exit"}});
  EXPECT_THAT(state("fwsm-1"), HasSubstr("hostname inner\n"));
  EXPECT_THAT(telnet("fwsm-1", {{"Password: ", "lab"}, {"inner/admin> ", "exit"}}),
              HasSubstr("inner/admin> "));
}

TEST_F(LabPartners, BringReplicationToTheActiveUnitAndTheConfigurationToBoth) {
  const std::string shown = telnet("fw-1a", {{"Password: ", "lab"},
                                             {"fw-1> ", "enable"},
                                             {"Password: ", "lab"},
                                             {"fw-1# ", "configure terminal"},
                                             {"[A]sk later: ", "N"},
                                             {"(config)# ", "domain-name pair.example"},
                                             {"End Configuration Replication to mate", "end"},
                                             {"fw-1# ", "write memory"},
                                             {"[OK]", "exit"}});
  EXPECT_THAT(shown, HasSubstr("(config)# Beginning configuration replication: Sending to mate."));
  EXPECT_THAT(state("fw-1b"), HasSubstr("domain-name pair.example\n"));
  EXPECT_THAT(telnet("fw-1b", {{"Password: ", "lab"},
                               {"fw-1> ", "enable"},
                               {"Password: ", "lab"},
                               {"fw-1# ", "configure terminal"},
                               {"(config)# ", "exit"},
                               {"fw-1# ", "exit"}}),
              HasSubstr("Configuration Replication is NOT performed"));
}

TEST_F(LabPartners, LetInToASwitchUnderCatOs) {
  EXPECT_THAT(telnet("cat-2", {{"Enter password: ", "lab"},
                               {"cat-1> ", "enable"},
                               {"Enter password: ", "lab"},
                               {"cat-1> (enable) ", "set system contact noc"},
                               {"(enable) ", "exit"}}),
              HasSubstr("System contact set."));
  EXPECT_THAT(state("cat-2"), HasSubstr("set system contact noc\n"));
}

}  // namespace
}  // namespace lw::lab
