// End to end: the default fleet on loopback, reached over real Telnet and SSH.
#include "lab/lab.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/file.h"
#include "lab/conversation_testing.h"
#include "lab/lab_description.h"
#include "net/loop.h"
#include "net/tcp.h"

namespace lw::lab {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

class LabTest : public testing::Test {
 protected:
  static Lab started(const LabDescription& description) {
    auto lab = Lab::start(description);
    EXPECT_TRUE(lab) << lab.error().message;
    return std::move(*lab);
  }
  Result<std::string> telnet(std::uint16_t port, Script script) {
    return loop_.run<Result<std::string>>([&] { return talk({"127.0.0.1", port}, script); });
  }
  // The first line that a server says by itself; empty when it closes.
  std::string greeting(std::uint16_t port) {
    return loop_.run<std::string>([port]() -> net::Task<std::string> {
      std::string line;
      auto stream = co_await net::connect_tcp({"127.0.0.1", port}, net::direct_route(), soon());
      while (stream && !line.ends_with('\n')) {
        char byte = 0;
        if (!co_await (*stream)->read_some({&byte, 1}, soon())) break;
        line += byte;
      }
      co_return line;
    });
  }
  net::Loop loop_{1};
};

LabDescription one(std::string_view faults = "") {
  auto lab = parse_lab(
      "devices: [{name: r, transports: {telnet: 0}, faults: [" + std::string(faults) + "]}]",
      "test");
  EXPECT_TRUE(lab) << lab.error().message;
  return *lab;
}

TEST_F(LabTest, StartsTheDefaultFleet) {
  Lab lab = started(default_lab());
  ASSERT_EQ(lab.devices().size(), 4U);
  for (const RunningDevice& device : lab.devices()) {
    EXPECT_EQ(device.address, "127.0.0.1");
    for (const auto& [transport, port] : device.ports) EXPECT_NE(port, 0) << device.name;
  }
}

TEST_F(LabTest, LogsInOverTelnetAndConfigures) {
  Lab lab = started(one());
  const auto port = lab.port("r", Transport::kTelnet).value();
  const auto shown = telnet(port, {{"Password: ", "lab"},
                                   {"Router>", "enable"},
                                   {"Password: ", "lab"},
                                   {"Router#", "configure terminal"},
                                   {"(config)#", "hostname R7"},
                                   {"R7(config)#", "end"},
                                   {"R7#", "exit"}});
  ASSERT_TRUE(shown) << shown.error().message;
  const auto again = telnet(port, {{"Password: ", "lab"}, {"R7>", "exit"}});
  EXPECT_TRUE(again) << "the change outlives the session";
}

TEST_F(LabTest, SendsSlowBytesOneByOneAndStillWorks) {
  Lab lab = started(one("slow-bytes"));
  EXPECT_TRUE(telnet(lab.port("r", Transport::kTelnet).value(),
                     {{"Password: ", "lab"}, {"Router>", "show privilege"}, {"is 1", "exit"}}));
}

TEST_F(LabTest, DropsAfterSoManyBytes) {
  Lab lab = started(one("\"drop-after:30\""));
  const auto shown = telnet(lab.port("r", Transport::kTelnet).value(), {{"Password: ", "lab"}});
  ASSERT_FALSE(shown);
  EXPECT_EQ(shown.error().code, ErrorCode::kConnectionLost);
}

TEST_F(LabTest, ShowsABannerThatLooksLikePrompts) {
  Lab lab = started(one("hostile-banner"));
  const auto shown =
      telnet(lab.port("r", Transport::kTelnet).value(),
             {{"User Access Verification\r\n\r\nPassword: ", "lab"}, {"Router>", "exit"}});
  ASSERT_TRUE(shown);
  EXPECT_THAT(*shown, HasSubstr("\r\nr#\r\nr>\r\nUsername: \r\n"));
}

TEST_F(LabTest, PutsLogLinesIntoAnswersAndBehindPrompts) {
  Lab lab = started(one("log-noise"));
  const auto shown =
      telnet(lab.port("r", Transport::kTelnet).value(), {{"Password: ", "lab"},
                                                         {"Router>", "terminal length 0"},
                                                         {"Router>", "show version"},
                                                         {"Router>*Mar", "exit"}});
  EXPECT_TRUE(shown);
}

TEST_F(LabTest, NeverEndsALongAnswerWhenAskedNotTo) {
  Lab lab = started(one("endless-output"));
  const auto shown = telnet(
      lab.port("r", Transport::kTelnet).value(),
      {{"Password: ", "lab"}, {"Router>", "show version"}, {"00002000 more of the same", "exit"}});
  EXPECT_TRUE(shown);
}

TEST_F(LabTest, KeepsStateInItsFolder) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("linewarden-lab-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  LabDescription description = one();
  description.state_folder = folder;
  {
    Lab lab = started(description);
    const auto port = lab.port("r", Transport::kTelnet).value();
    ASSERT_TRUE(telnet(port, {{"Password: ", "lab"},
                              {"Router>", "enable"},
                              {"Password: ", "lab"},
                              {"Router#", "configure terminal"},
                              {"(config)#", "hostname KEPT"},
                              {"KEPT(config)#", "do write"},
                              {"[OK]", "end"},
                              {"KEPT#", "show clock"},
                              {"UTC", "exit"}}));
    const auto deadline = soon();
    while (!deadline.passed() && !std::filesystem::exists(folder / "r.state")) {
      loop_.run<void>(
          [] { return net::wait_until(Deadline::after(std::chrono::milliseconds(20))); });
    }
  }
  Lab lab = started(description);
  EXPECT_TRUE(telnet(lab.port("r", Transport::kTelnet).value(),
                     {{"Password: ", "lab"}, {"KEPT>", "exit"}}));
  lab.stop();
  std::filesystem::remove_all(folder);
}

// What PuTTY's plink shows of a command over SSH 1, and what it complains of. While it runs it
// holds the lab's ports open, as any child process would: not for moments when one of them closes.
std::string plink(const RunningDevice& device, const std::string& more) {
  const auto home =
      std::filesystem::temp_directory_path() / ("linewarden-plink-" + std::to_string(getpid()));
  std::filesystem::create_directories(home);
  EXPECT_TRUE(write_file(home / "password", "lab", FileAccess::kOwnerOnly));
  const std::string command = fmt::format(
      "cd {} && exec timeout 60 env -i HOME=. plink -1 -batch -ssh -P {} {} "
      "-pwfile password admin@127.0.0.1 'show ip ssh' </dev/null >shown 2>&1",
      home.string(), device.ports.at(Transport::kSsh), more);
  (void)std::system(command.c_str());
  std::string shown = read_file(home / "shown", 65536).value_or("");
  std::filesystem::remove_all(home);
  return shown;
}

TEST_F(LabTest, SpeaksSsh1WithShortKeysUntilItHasLongerOnes) {
  if (!std::filesystem::exists("/usr/bin/plink")) GTEST_SKIP() << "skipped: no plink";
  auto description = parse_lab(R"(devices: [{name: r, transports: {telnet: 0, ssh: 0},
    rsa_modulus: 512, config: "hostname R1\nip domain name x.org\nenable secret lab\n
    username admin privilege 15 secret lab\nline vty 0 4\n login local\n transport input all\n"}])",
                               "test");
  ASSERT_TRUE(description) << description.error().message;
  Lab lab = started(*description);
  const RunningDevice& device = lab.devices().front();
  // plink shows the fingerprint of a key that it does not know, on a line of its own.
  const std::string unknown = plink(device, "");
  const auto at = unknown.find("  512 ");
  ASSERT_NE(at, std::string::npos) << unknown;
  const std::string known = "-hostkey " + unknown.substr(at + 6, 47);
  EXPECT_THAT(plink(device, known), HasSubstr("SSH Enabled - version 1.5"));
  EXPECT_TRUE(telnet(device.ports.at(Transport::kTelnet),
                     {{"Username: ", "admin"},
                      {"Password: ", "lab"},
                      {"R1#", "configure terminal"},
                      {"(config)#", "crypto key generate rsa modulus 1024"},
                      {"(config)#", "end"},
                      {"R1#", "exit"}}));
  // The key is made in the background.
  const auto limit = soon();
  std::string first_line;
  while (!limit.passed() && !first_line.starts_with("SSH-2.0-")) {
    first_line = greeting(device.ports.at(Transport::kSsh));
  }
  EXPECT_EQ(first_line, "SSH-2.0-Cisco-1.25\r\n");
}

TEST_F(LabTest, ListensOnLoopbackOnly) {
  LabDescription description = one();
  description.address = "0.0.0.0";
  EXPECT_FALSE(Lab::start(description));
  EXPECT_TRUE(is_loopback("127.3.2.1"));
  for (const auto* address : {"10.0.0.1", "localhost", "127.example.net", "", "::"}) {
    EXPECT_FALSE(is_loopback(address)) << address;
  }
}

}  // namespace
}  // namespace lw::lab
