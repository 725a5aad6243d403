#include "exchange/ansible.h"

#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exchange/host_range.h"
#include "exchange/reading.h"
#include "exchange/reading_testing.h"

namespace lw::exchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(HostRange, StandsForItsHosts) {
  const auto expanded = [](std::string_view pattern, std::size_t limit = 100) {
    const auto names = expand_hosts(pattern, limit);
    return names ? fmt::format("{}", fmt::join(*names, " ")) : names.error().message;
  };
  EXPECT_EQ(expanded("r1"), "r1");
  EXPECT_EQ(expanded("r[08:11].x"), "r08.x r09.x r10.x r11.x");
  EXPECT_EQ(expanded("r[1:9:4]"), "r1 r5 r9");
  EXPECT_EQ(expanded("[a:c][1:2]"), "a1 a2 b1 b2 c1 c2");
  for (const char* wrong : {"r[1", "r[]", "r[1]", "r[2:1]", "r[a:9]", "r[1:2:0]", "r[::]"}) {
    EXPECT_THAT(expanded(wrong), HasSubstr("is no range of hosts")) << wrong;
  }
  EXPECT_THAT(expanded("r[1:101]"), HasSubstr("more than 100 hosts"));
  EXPECT_THAT(expanded("r[1:99999999][1:99999999]"), HasSubstr("more than 100 hosts"));
}

TEST(AnsibleIni, HostsHaveWhatTheirGroupsSayFromTheOutermostIn) {
  EXPECT_THAT(
      lines_of(read_ansible_ini("# a comment\n"
                                "lonely ansible_host=10.0.0.9 ansible_network_os=frr.frr.frr\n"
                                "\n"
                                "[routers]\n"
                                "r[1:2] ansible_user=\"own user\"  # more\n"
                                "r3:2222 ansible_host=10.0.0.3\n"
                                "[firewalls]\n"
                                "fw1 ansible_network_os='cisco.asa.asa'\n"
                                "[network:children]\n"
                                "routers\n"
                                "firewalls\n"
                                "[network:vars]\n"
                                "ansible_network_os=cisco.ios.ios\n"
                                "ansible_user = 'netops'\n"
                                "[routers:vars]\n"
                                "ansible_password=\"pw\"\n"
                                "ansible_become_password=en\n")),
      ElementsAre("2 lonely address=10.0.0.9 platform=frr.frr.frr",
                  "5 r1 address=r1 platform=cisco.ios.ios own user/pw+en [network] [routers]",
                  "5 r2 address=r2 platform=cisco.ios.ios own user/pw+en [network] [routers]",
                  "6 r3 address=10.0.0.3 platform=cisco.ios.ios ports=ssh=2222 netops/pw+en "
                  "[network] [routers]",
                  "8 fw1 address=fw1 platform=cisco.asa.asa netops/ [firewalls] [network]"));
}

TEST(AnsibleIni, WrongLinesAreNamedAndTheRestIsRead) {
  EXPECT_THAT(
      lines_of(read_ansible_ini("[g]\nr1\nr2 word\nr3 x=\"1\nr[9:1]\n[g:wars]\nx=1\n[h]\nr4\n"
                                "K\xF6ln\n[]\n")),
      ElementsAre(
          "2 r1 address=r1 [g]", "3 refused: a word behind the host \"r2\" is no name=value",
          "4 refused: a quote is not closed", "5 refused: \"[9:1]\" is no range of hosts",
          "6 refused: \"[g:wars]\" is no section",
          "7 refused: the line is in a section that is not understood", "9 r4 address=r4 [h]",
          "10 refused: the byte 0xF6 is no UTF-8", "11 refused: \"[]\" is no section"));
}

TEST(AnsibleIni, GroupsThatContainThemselvesAreRefused) {
  EXPECT_THAT(lines_of(read_ansible_ini("[a:children]\nb\n[b:children]\nc\n[c:children]\na\n")),
              ElementsAre(HasSubstr("contains itself, by way of its children")));
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += fmt::format("[g{}:children]\ng{}\n", i, i + 1);
  EXPECT_THAT(lines_of(read_ansible_ini(deep)), ElementsAre(HasSubstr("nested deeper than 64")));
}

TEST(AnsibleIni, ManyMentionsOfManyHostsEnd) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += fmt::format("[g{}]\nr[1:100000]\n", i);
  const auto reading = read_ansible_ini(text);
  ASSERT_TRUE(reading);
  EXPECT_THAT(line_of(reading->rows.back()), HasSubstr("speaks of too many hosts"));
}

TEST(AnsibleYaml, GroupsAreReadAtAnyDepth) {
  EXPECT_THAT(
      lines_of(read_ansible_yaml("---\n"
                                 "all:\n"
                                 "  vars: {ansible_user: netops}\n"
                                 "  hosts:\n"
                                 "    lonely:\n"
                                 "  children:\n"
                                 "    sites:\n"
                                 "      children:\n"
                                 "        berlin:\n"
                                 "          hosts:\n"
                                 "            r1: {ansible_host: 10.0.0.1, "
                                 "ansible_port: 2222}\n"
                                 "            r[2:3]: {}\n"
                                 "          vars: {ansible_network_os: ios}\n"
                                 "          hots: {}\n")),
      ElementsAre("5 lonely address=lonely netops/",
                  "11 r1 address=10.0.0.1 platform=ios ports=ssh=2222 netops/ [berlin] "
                  "[sites]",
                  "12 r2 address=r2 platform=ios netops/ [berlin] [sites]",
                  "12 r3 address=r3 platform=ios netops/ [berlin] [sites]",
                  "14 refused: the group \"berlin\" has \"hots\", which is no map of hosts, "
                  "vars or children"));
}

TEST(AnsibleYaml, WhatOnlyAnsibleCanOpenIsSaidAndNotTaken) {
  const auto reading = read_ansible_yaml(
      "all:\n"
      "  vars:\n"
      "    ansible_password: !vault |\n"
      "      $ANSIBLE_VAULT;1.1;AES256\n"
      "      3031\n"
      "    ansible_user: \"{{ lookup('env', 'USER') }}\"\n"
      "  hosts:\n"
      "    r1: {}\n"
      "    r2: {ansible_host: \"{{ addresses[0] }}\"}\n");
  EXPECT_THAT(lines_of(reading),
              ElementsAre("8 r1 address=r1",
                          "9 refused: the address of \"r2\" is a template or vaulted, which only "
                          "Ansible can resolve"));
  ASSERT_TRUE(reading);
  EXPECT_THAT(reading->remarks,
              ElementsAre("ansible_password is vaulted for 2 hosts, and was not read",
                          "ansible_host is a template for 1 host, and was not read",
                          "ansible_user is a template for 2 hosts, and was not read"));
  EXPECT_THAT(lines_of(read_ansible_yaml("$ANSIBLE_VAULT;1.1;AES256\n3031\n")),
              ElementsAre("the file: the whole file is vaulted"));
}

}  // namespace
}  // namespace lw::exchange
