// End to end: sensors on loopback, reached over real connections.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "lab/conversation_testing.h"
#include "lab/lab.h"
#include "net/loop.h"
#include "net/tcp.h"

namespace lw::lab {
namespace {

using testing::HasSubstr;

constexpr std::size_t kMostClients = 10;

LabDescription sensor(std::string_view faults = "") {
  auto lab = parse_lab(
      "devices:\n"
      "  - name: ips\n"
      "    platform: cisco_ips\n"
      "    transports: {telnet: 0, http: 0}\n"
      "    faults: [" +
          std::string(faults) +
          "]\n"
          "    config: |\n"
          "      username admin privilege administrator password lab-lab\n"
          "      service host\n"
          "      network-settings\n"
          "      telnet-option enabled\n"
          "      access-list 127.0.0.0/8\n"
          "      exit\n"
          "      exit\n"
          "      service web-server\n"
          "      enable-tls false\n"
          "      exit\n",
      "test");
  EXPECT_TRUE(lab) << lab.error().message;
  return *lab;
}

class IpsLab : public testing::Test {
 protected:
  Lab started(const LabDescription& description) {
    auto lab = Lab::start(description);
    EXPECT_TRUE(lab) << lab.error().message;
    return std::move(*lab);
  }
  Result<std::string> telnet(const Lab& lab, Script script) {
    return loop_.run<Result<std::string>>(
        [&] { return talk({"127.0.0.1", *lab.port("ips", Transport::kTelnet)}, script); });
  }

  net::Loop loop_{1};
};

// Whether the web server answers on this connection, and not by closing it.
net::Task<bool> answers(net::Stream& stream) {
  if (!co_await stream.write("GET / HTTP/1.1\r\nHost: ips\r\n\r\n", soon())) co_return false;
  char bytes[4096];
  const auto count = co_await stream.read_some(bytes, soon());
  co_return count&& std::string_view(bytes, *count).starts_with("HTTP/1.1 401");
}

TEST_F(IpsLab, ServesTenWebClientsAtOnce) {
  const Lab lab = started(sensor());
  const net::Endpoint web{"127.0.0.1", *lab.port("ips", Transport::kHttp)};
  const auto served =
      loop_.run<std::pair<std::size_t, bool>>([web]() -> net::Task<std::pair<std::size_t, bool>> {
        std::vector<std::unique_ptr<net::Stream>> clients;
        std::size_t count = 0;
        for (std::size_t i = 0; i <= kMostClients; ++i) {
          auto stream = co_await net::connect_tcp(web, net::direct_route(), soon());
          if (!stream) break;
          if (co_await answers(**stream)) ++count;
          clients.push_back(*std::move(stream));
        }
        const bool first_still = co_await answers(*clients.front());
        co_return std::pair(count, first_still);
      });
  EXPECT_EQ(served.first, kMostClients);
  EXPECT_TRUE(served.second);
}

TEST_F(IpsLab, RemembersWhatWasAppliedBetweenRuns) {
  char folder[] = "/tmp/lw_ips_lab_XXXXXX";
  ASSERT_NE(mkdtemp(folder), nullptr);
  LabDescription description = sensor("slow-bytes");
  description.state_folder = folder;
  {
    const Lab lab = started(description);
    const auto shown = telnet(lab, {{"login: ", "admin"},
                                    {"Password: ", "lab-lab"},
                                    {"sensor# ", "configure terminal"},
                                    {"(config)# ", "service host"},
                                    {"(config-hos)# ", "network-settings"},
                                    {"(config-hos-net)# ", "host-name kept"},
                                    {"(config-hos-net)# ", "exit"},
                                    {"(config-hos)# ", "exit"},
                                    {"Apply Changes:?[yes]: ", "yes"},
                                    {"kept(config)# ", ""}});
    EXPECT_TRUE(shown) << shown.error().message;
  }
  const Lab lab = started(description);
  EXPECT_TRUE(telnet(lab, {{"login: ", "admin"}, {"Password: ", "lab-lab"}, {"kept# ", ""}}));
  std::filesystem::remove_all(folder);
}

TEST_F(IpsLab, ShowsTheLabsBannerBeforeTheLogin) {
  const Lab lab = started(sensor("hostile-banner"));
  const auto shown = telnet(lab, {{"login: ", "admin"}, {"Password: ", "lab-lab"}, {"# ", ""}});
  ASSERT_TRUE(shown) << shown.error().message;
  EXPECT_THAT(*shown, HasSubstr("see ips(config)# for rules"));
}

}  // namespace
}  // namespace lw::lab
