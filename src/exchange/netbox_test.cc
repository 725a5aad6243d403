#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exchange/reading.h"
#include "exchange/reading_testing.h"

namespace lw::exchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(NetboxCsv, TheTableOfDevicesIsReadByItsTitles) {
  const auto reading = read_netbox_csv(
      "Name,Status,Tenant,Site,Rack,Role,Manufacturer,Type,IP Address,Platform,Serial number,"
      "Comments,Tags,Owner\n"
      "core 1,Active,,Berlin DC,R1,Core,Cisco,ISR4331,10.0.0.1/24,Cisco IOS,FDO1,\"by the\ndoor\","
      "\"east wing,spare\",me\n"
      "fw1,Active,,,,,,,,,,,,\n",
      {});
  EXPECT_THAT(lines_of(reading),
              ElementsAre("2 core 1 site=Berlin_DC address=10.0.0.1 platform=Cisco IOS "
                          "tags=east_wing, spare notes=Serial number: FDO1\nby the\ndoor",
                          "4 fw1"));
  ASSERT_TRUE(reading);
  EXPECT_THAT(reading->remarks, ElementsAre(HasSubstr("no such property: Owner")));
}

TEST(NetboxJson, TheAnswerOfTheInterfaceIsRead) {
  const auto reading = read_netbox_json(R"({"count": 2, "next": "http://nb/?offset=50", "results": [
    {"id": 5, "name": "r1", "platform": {"id": 1, "name": "Branch routers", "slug": "cisco-ios"},
     "site": {"name": "Berlin DC", "slug": "berlin-dc"}, "primary_ip": {"address": "10.0.0.1/24"},
     "primary_ip4": {"address": "10.0.0.1/24"}, "primary_ip6": null, "serial": "FDO1",
     "comments": "", "tags": [{"name": "east wing", "slug": "east-wing"}, "spare"]},
    {"name": null, "primary_ip6": {"address": "2001:db8::1/64"}, "platform": "ios"},
    7]})");
  EXPECT_THAT(
      lines_of(reading),
      ElementsAre("1 r1 address=10.0.0.1 platform=cisco-ios site=Berlin_DC "
                  "tags=east_wing, spare notes=serial: FDO1",
                  "2 - address=2001:db8::1 platform=ios", "3 refused: expected a device's fields"));
  ASSERT_TRUE(reading);
  EXPECT_THAT(reading->remarks, ElementsAre(HasSubstr("more devices than these 3")));
  EXPECT_THAT(lines_of(read_netbox_json("{\"detail\": \"Invalid token\"}")),
              ElementsAre("the file: there is no list of results in the file"));
}

}  // namespace
}  // namespace lw::exchange
