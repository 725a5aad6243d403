#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exchange/reading.h"
#include "exchange/reading_testing.h"

namespace lw::exchange {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

// The form of the sample in the user guide of Resource Manager Essentials 2.0, with other names.
constexpr std::string_view kVersion1 =
    "; The following header line is mandatory\n"
    "cisco Systems NM data import, source = Hand edit; Version = 1.0; Type = Csv\n"
    ";\n"
    ";Col# = 1; Name = Device name (include domain unless your site has \n"
    ";                 unqualified device names)\n"
    ";Col# = 2: Name = RO community string\n"
    ";Col# = 3: Name = RW community string \n"
    ";Col# = 4: Name = Serial Number \n"
    ";Col# = 9; Name = Telnet password\n"
    ";Col# = 10; Name = Enable password\n"
    ";Col# = 11; Name = Enable secret\n"
    ";Col# = 12; Name = Tacacs user\n"
    ";Col# = 13; Name = Tacacs password\n"
    ";\n"
    "r1.example.com,public,private,,\n"
    "10.0.0.2,\"Not so, \"\"public\",private,sn2501,,,,,vty,en,sec\n"
    "r3.example.com,,,,,,,,vty,,,tac,tacpw\n";

TEST(Dcr, VersionOneIsReadByTheColumnsItNames) {
  EXPECT_THAT(lines_of(read_dcr(kVersion1, {})),
              ElementsAre("15 - address=r1.example.com",
                          "16 - address=10.0.0.2 notes=Serial Number: sn2501 /vty+sec",
                          "17 - address=r3.example.com tac/tacpw"));
}

TEST(Dcr, VersionOneWithoutItsCommentsHasItsOwnOrder) {
  EXPECT_THAT(
      lines_of(read_dcr("cisco Systems NM data import, source = x; Version = 1.0; Type = Csv\n"
                        "r1,ro,rw,sn,,,,,,,,,,,,local,localpw\n",
                        {})),
      ElementsAre("2 - address=r1 notes=Serial Number: sn local/localpw"));
}

constexpr std::string_view kFirstLine =
    "Cisco Systems NM data import, source = Hand edit; Version = 3.0; Type = Csv\n";

TEST(Dcr, VersionThreeIsReadByItsHeaderComment) {
  EXPECT_THAT(
      lines_of(read_dcr(std::string(kFirstLine) +
                            ";\n;Start of section 0 - Basic Credentials\n;\n"
                            ";HEADER: management_ip_address,host_name,domain_name,sysObjectID,"
                            "primary_username,primary_password,primary_enable_password\n;\n"
                            "10.0.0.1,fw,example.com,1.3.6.1.4.1.9.1.745,admin,pw,en\n"
                            ",r2,example.com,,,,\n"
                            ";End of CSV file\n",
                        {})),
      ElementsAre("7 - address=10.0.0.1 host_name=fw domain_name=example.com platform=cisco_asa "
                  "admin/pw+en",
                  "8 - host_name=r2 domain_name=example.com address=r2.example.com"));
}

TEST(Dcr, WithoutColumnsTheOrderOfTheThirtySixCounts) {
  std::string row = "10.0.0.1,r1,example.com,id-7,Router one,1.3.6.1.4.1.9.1.451,0,278283826,ro,rw";
  row += ",,,,,,,admin,pw,en,web,webpw,https,8080,8443,,,,,,,,,Berlin,,,\n";
  const auto reading = read_dcr(std::string(kFirstLine) + row, {});
  EXPECT_THAT(
      lines_of(reading),
      ElementsAre("2 - address=10.0.0.1 host_name=r1 domain_name=example.com identity=id-7 "
                  "identity_form=string display_name=Router one ports=http=8080, https=8443 "
                  "platform=cisco_pix notes=user_defined_field_1: Berlin admin/pw+en"));
  ASSERT_TRUE(reading);
  EXPECT_THAT(reading->remarks,
              Contains(HasSubstr("keeps no such secret: snmp_v2_ro_comm_string")));
}

TEST(Dcr, ABadRowIsNamedAndTheGoodOnesStay) {
  EXPECT_THAT(
      lines_of(read_dcr(std::string(kFirstLine) + ";HEADER: host_name,management_ip_address\n"
                                                  "r1,10.0.0.1\n"
                                                  "r2,10.0.0.2,more\n"
                                                  "r3\"x,10.0.0.3\n"
                                                  "K\xF6ln,10.0.0.4\n"
                                                  "r5,10.0.0.5\n",
                        {})),
      ElementsAre("3 - host_name=r1 address=10.0.0.1",
                  "4 refused: the row has 3 fields, and there are 2 columns",
                  StartsWith("5 refused: not valid CSV"), "6 refused: the byte 0xF6 is no UTF-8",
                  "7 - host_name=r5 address=10.0.0.5"));
}

TEST(Dcr, TheUserSaysWhatTheColumnsAre) {
  const auto columns = parse_columns("host_name=2,address=1,notes=4");
  ASSERT_TRUE(columns);
  EXPECT_THAT(lines_of(read_dcr("10.0.0.1,r1,unused,by the door\n", *columns)),
              ElementsAre("1 - address=10.0.0.1 host_name=r1 notes=by the door"));
  for (const auto& [text, why] : std::initializer_list<std::pair<const char*, const char*>>{
           {"", "no columns are named"},
           {"host_name", "is no name and number of a column"},
           {"host_name=0", "is no name and number of a column"},
           {"host_name=1000", "is no name and number of a column"},
           {"hots_name=1", "there is no column \"hots_name\""}}) {
    const auto wrong = parse_columns(text);
    ASSERT_FALSE(wrong) << text;
    EXPECT_THAT(wrong.error().message, HasSubstr(why));
  }
}

TEST(SecurityManager, IsReadByItsHeaderLineAndOnlyByThat) {
  const auto reading = read_security_manager(
      "host_name,management_ip_address,os_type,os_version,target_os_version,"
      "transport,primary_username,primary_password,color\n"
      "fw1,10.0.0.1,ASA,8.2(5),9.1,https,admin,pw,red\n"
      "s1,10.0.0.2,IPS,7.1(7)E4,,,,,\n",
      {});
  EXPECT_THAT(lines_of(reading),
              ElementsAre("2 - host_name=fw1 address=10.0.0.1 platform=ASA os_version=8.2(5) "
                          "target_version=9.1 transport=https admin/pw",
                          "3 - host_name=s1 address=10.0.0.2 platform=IPS os_version=7.1(7)E4"));
  ASSERT_TRUE(reading);
  EXPECT_THAT(reading->remarks, ElementsAre(HasSubstr("no such property: color")));
  EXPECT_THAT(lines_of(read_security_manager("fw1,10.0.0.1,ASA\n", {})),
              ElementsAre("the file: no line names the columns, and their order is not known"));
}

TEST(Mars, NameAndAddressAreReadAndTheRestIsSaidToBeUnknown) {
  const auto reading = read_mars("fw1,10.0.0.1,10.0.1.1,SSH,admin,pw\n", {});
  EXPECT_THAT(lines_of(reading), ElementsAre("1 - display_name=fw1 address=10.0.0.1"));
  ASSERT_TRUE(reading);
  EXPECT_THAT(reading->remarks, ElementsAre(HasSubstr("columns 3 to 6 are not used")));
  const auto columns = parse_columns("name=1,address=2,username=5,password=6");
  ASSERT_TRUE(columns);
  EXPECT_THAT(lines_of(read_mars("fw1,10.0.0.1,10.0.1.1,SSH,admin,pw\n", *columns)),
              ElementsAre("1 fw1 address=10.0.0.1 admin/pw"));
}

}  // namespace
}  // namespace lw::exchange
