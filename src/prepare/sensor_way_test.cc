#include "prepare/sensor_way.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::prepare {
namespace {

using device::Transport;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr std::string_view kRunning =
    "service host\nnetwork-settings\nhost-ip 192.0.2.9/24,192.0.2.1\nhost-name ips-1\nexit\nexit\n"
    "service web-server\nport 8443\nexit\nservice logger\nport 514\nexit\n";

Way known(const std::string& address, Transport transport = Transport::kHttps) {
  Way way;
  way.device.name = "ips-1";
  way.device.address = address;
  way.transport = transport;
  return way;
}

std::vector<std::string> addresses(const std::vector<Way>& ways) {
  std::vector<std::string> all;
  for (const Way& way : ways) all.push_back(way.device.address);
  return all;
}

TEST(SensorWay, IsReadFromAConfigurationAndFollowedThroughWhatIsEntered) {
  const SensorWay way = way_behind({}, kRunning);
  EXPECT_EQ(way.address(), "192.0.2.9");
  EXPECT_EQ(way.port, 8443) << "the port of another service is none of its web server";
  EXPECT_TRUE(way.tls);
  std::vector<procedure::Step> steps(3);
  steps[0].command = "service web-server";
  steps[1].command = "enable-tls false";
  steps[2].command = "port 80";
  const SensorWay behind = way_behind(way, steps);
  EXPECT_EQ(behind.port, 80);
  EXPECT_EQ(behind.web(), Transport::kHttp);
  EXPECT_EQ(behind.address(), "192.0.2.9");
  const std::vector<procedure::SetupStep> answers = {
      {"setup", "sensor-interface", "192.0.2.77/24,192.0.2.1", "", false},
      {"setup", "web-port", "444", "", false}};
  EXPECT_EQ(way_behind(way, answers).address(), "192.0.2.77");
  EXPECT_EQ(way_behind(way, answers).port, 444);
}

TEST(SensorWay, ItsOwnAddressIsFollowedAndATranslatedOneKept) {
  const SensorWay before = way_behind({}, kRunning);
  SensorWay after = before;
  after.host_ip = "192.0.2.77/24,192.0.2.1";
  EXPECT_THAT(addresses(ways_after(known("192.0.2.9"), before, after)), ElementsAre("192.0.2.77"));
  EXPECT_THAT(addresses(ways_after(known("203.0.113.4"), before, after)),
              ElementsAre("203.0.113.4"));
  EXPECT_THAT(addresses(ways_after(known("192.0.2.77"), before, after)), ElementsAre("192.0.2.77"));
  EXPECT_THAT(addresses(ways_after(known("192.0.2.9"), SensorWay{}, after)),
              ElementsAre("192.0.2.9", "192.0.2.77"))
      << "nobody knows whether it was its own";
}

TEST(SensorWay, ItsOwnPortIsFollowedAndATranslatedOneKept) {
  SensorWay before = way_behind({}, kRunning);
  SensorWay after = before;
  after.port = 9443;
  Way direct = known("192.0.2.9");
  direct.device.ports["https"] = 8443;
  EXPECT_THAT(ways_after(direct, before, after).front().device.ports,
              ElementsAre(Pair("https", 9443)));
  Way translated = known("192.0.2.9");
  translated.device.ports["https"] = 40001;
  EXPECT_THAT(ways_after(translated, before, after).front().device.ports,
              ElementsAre(Pair("https", 40001)));
  after.port = 443;
  EXPECT_THAT(ways_after(direct, before, after).front().device.ports, IsEmpty())
      << "the standard port needs no words";
}

TEST(SensorWay, APortThatTheInventoryDoesNotHaveIsTheSensorsOwn) {
  const SensorWay open = way_behind({}, "service web-server\nenable-tls false\nexit\n");
  Way way = known("192.0.2.9", Transport::kSsh);
  fill_in_web_port(way.device, open);
  EXPECT_THAT(way.device.ports, ElementsAre(Pair("http", 443)));
  fill_in_web_port(way.device, {});
  EXPECT_THAT(way.device.ports, ElementsAre(Pair("http", 443))) << "443 needs no words for https";
  way.device.ports["http"] = 40002;
  fill_in_web_port(way.device, open);
  EXPECT_EQ(way.device.ports["http"], 40002);
}

TEST(SensorWay, TlsSwitchedOffLeadsToHttpAtTheSamePort) {
  const SensorWay before;
  SensorWay after;
  after.tls = false;
  const Way way = ways_after(known("192.0.2.9"), before, after).front();
  EXPECT_EQ(way.transport, Transport::kHttp);
  EXPECT_THAT(way.device.ports, ElementsAre(Pair("http", 443)));
  const Way over_ssh = ways_after(known("192.0.2.9", Transport::kSsh), before, after).front();
  EXPECT_EQ(over_ssh.transport, Transport::kSsh);
  EXPECT_THAT(over_ssh.device.ports, ElementsAre(Pair("http", 443)));
  Way translated = known("192.0.2.9");
  translated.device.ports = {{"https", 40001}, {"http", 40002}};
  EXPECT_THAT(ways_after(translated, before, after).front().device.ports,
              ElementsAre(Pair("http", 40002), Pair("https", 40001)));
}

}  // namespace
}  // namespace lw::prepare
