#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/file.h"
#include "base/temporary_folder.h"
#include "procedure/definition.h"

namespace lw::procedure {
namespace {

using testing::HasSubstr;

std::string error_of(std::string_view text) {
  const auto procedure = read_procedure(text, "x.yaml");
  return procedure ? "none" : procedure.error().message;
}

const std::string kHead = "id: x\ntitle: t\nplatforms: [cisco_ios]\n";

TEST(Schema, MistakesAreNamedWithFileAndLine) {
  EXPECT_THAT(error_of("- a\n"), HasSubstr("x.yaml:1: expected a map"));
  EXPECT_THAT(error_of("title: t\n"), HasSubstr("\"id\" is missing"));
  EXPECT_THAT(error_of(kHead + "stpes: []\n"),
              HasSubstr("x.yaml:4: unknown key \"stpes\" (known: id"));
  EXPECT_THAT(error_of(kHead + "steps:\n  - {id: a, command: x}\n"),
              HasSubstr("x.yaml:5: \"why\" is missing"));
  EXPECT_THAT(error_of(kHead + "steps:\n  - {id: a, command: 'x {y}', why: w}\n"),
              HasSubstr("no parameter \"y\""));
  EXPECT_THAT(error_of(kHead + "steps:\n  - {id: a, command: x, why: w, done: {check: nope}}\n"),
              HasSubstr("there is no check \"nope\""));
  EXPECT_THAT(error_of(kHead + "steps:\n  - {id: a, command: x, why: w, done: '{x} y'}\n"),
              HasSubstr("x.yaml:5"));
  EXPECT_THAT(error_of(kHead + "parameters: [{name: a, type: colour, help: h}]\nsteps: []\n"),
              HasSubstr("there is no type \"colour\""));
  EXPECT_THAT(
      error_of(kHead + "parameters: [{name: a, type: port, default: '0', help: h}]\nsteps: []\n"),
      HasSubstr("not a port"));
  EXPECT_THAT(error_of(kHead + "steps: []\nproofs: [{command: c, expect: '(', why: w}]\n"),
              HasSubstr("bad pattern"));
  EXPECT_THAT(error_of(kHead + "steps: [\n"), HasSubstr("x.yaml:5: not valid YAML"));
  EXPECT_THAT(error_of("id: x\ntitle:\n"), HasSubstr("x.yaml:2: expected text"));
  EXPECT_THAT(error_of(kHead + "steps: &all []\nconditions: *all\n"),
              HasSubstr("x.yaml:4: anchors are not allowed"));
  std::string deep = "{line: a}";
  for (int i = 0; i < 10; ++i) deep = "{any: [" + deep + "]}";
  EXPECT_THAT(error_of(kHead + "steps: []\nconditions: [" + deep + "]\n"),
              HasSubstr("nested too deep"));
}

TEST(Schema, TellsAnAccountOfTheDeviceFromOneOfAnotherMachine) {
  const Library library = Library::load().value();
  for (const char* id : {"ios-ssh", "ios-https", "ios-authentication", "asa-https", "catos-ssh"}) {
    EXPECT_TRUE(library.find(id).value()->makes_account) << id;
  }
  for (const char* id : {"asa-auto-update", "ios-cns-event", "line-endings"}) {
    EXPECT_FALSE(library.find(id).value()->makes_account) << id;
  }
}

TEST(Schema, ASitesOwnProcedureWorksWithoutCpp) {
  const TemporaryFolder folder;
  ASSERT_TRUE(
      write_file(folder.path() / "ntp.yaml",
                 "id: site-ntp\ntitle: NTP\nplatforms: [cisco_ios, frr]\n"
                 "parameters: [{name: server, type: ipv4, required: true, help: time server}]\n"
                 "steps: [{id: s, command: 'ntp server {server}', why: w, done: {line: 'ntp server "
                 "{server}'}}]\n",
                 FileAccess::kOwnerOnly));
  const Library library = Library::load(folder.path().string()).value();
  const auto registry = platform::Registry::load().value();
  const auto document =
      configtext::Document::read("ntp server 192.0.2.2\n", configtext::Dialect::kIos);
  const Target target{registry.find("cisco_ios").value(), ""};
  const auto site = library.find("site-ntp").value();
  EXPECT_TRUE(plan(*site, target, {{"server", "192.0.2.2"}}, &document).value().satisfied);
  EXPECT_EQ(plan(*site, target, {{"server", "192.0.2.3"}}, &document).value().steps.at(0).command,
            "ntp server 192.0.2.3");
  EXPECT_EQ(library.all().size(), 14U);
}

}  // namespace
}  // namespace lw::procedure
