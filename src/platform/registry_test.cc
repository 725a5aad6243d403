#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <cstdlib>
#include <filesystem>

#include "base/file.h"
#include "platform/platform.h"
#include "platform/schema.h"

namespace lw::platform {
namespace {

using testing::HasSubstr;

class RegistryTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "linewarden-platform-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string error_of(std::string_view text) {
    EXPECT_TRUE(write_file(folder_ / "x.yaml", text, FileAccess::kOwnerOnly));
    const auto registry = Registry::load(folder_.string());
    return registry ? "none" : registry.error().message;
  }
  std::filesystem::path folder_;
};

TEST_F(RegistryTest, EveryFamilyOfTheContractIsThere) {
  const Registry registry = Registry::load().value();
  for (const char* name : {"cisco_ios", "cisco_xe", "cisco_asa", "cisco_pix", "cisco_fwsm",
                           "cisco_catos", "cisco_ips", "frr"}) {
    EXPECT_EQ(registry.find(name).value()->name, name);
  }
  EXPECT_THAT(registry.find("cisco_isr").error().hint, HasSubstr("cisco_ios, cisco_ips"));
}

TEST_F(RegistryTest, AFamilyFromAFolderExtendsAnEmbeddedOne) {
  ASSERT_TRUE(write_file(
      folder_ / "site.yaml",
      "name: site_router\nextends: cisco_xe\ntitle: Ours\ncommands: {save: copy run start}\n",
      FileAccess::kOwnerOnly));
  const auto platform = Registry::load(folder_.string()).value().find("site_router").value();
  EXPECT_EQ(platform->save, "copy run start");
  EXPECT_EQ(platform->enable, "enable");
  EXPECT_EQ(platform->dialect, "ios");
}

TEST_F(RegistryTest, MistakesAreNamedWithFileAndLine) {
  EXPECT_THAT(error_of("name: x\npromts: {}\n"),
              HasSubstr("x.yaml:2: unknown key \"promts\" (known: name"));
  EXPECT_THAT(error_of("name: x\nextends: cisco_ios\nerrors:\n  - '('\n"),
              HasSubstr("x.yaml:4: errors: bad pattern"));
  EXPECT_THAT(error_of("name: x\nextends: cisco_ios\ndialect: junos\n"),
              HasSubstr("x.yaml:3: dialect"));
  EXPECT_THAT(error_of("name: x\nextends: nobody\n"),
              HasSubstr("extends \"nobody\", which is no platform"));
  EXPECT_THAT(error_of("name: x\nextends: x\n"), HasSubstr("extends it in turn"));
  EXPECT_THAT(error_of("name: x\ntitle: [a\n"), HasSubstr("x.yaml:"));
  EXPECT_THAT(error_of("- a\n- b\n"), HasSubstr("expected a map"));
  EXPECT_THAT(error_of("name: x\nextends: cisco_ios\nprompts: {user: 'a>'}\n"),
              HasSubstr("one group"));
  EXPECT_THAT(error_of("name: x\ntitle: t\ndialect: ios\n"), HasSubstr("\"prompts\" is missing"));
  EXPECT_THAT(error_of("name: x\nextends: cisco_ios\ndialogs: [{id: a}]\n"),
              HasSubstr("x.yaml:3: a dialog has"));
  EXPECT_THAT(error_of("name: &a [*a]\n"), HasSubstr("x.yaml"));
  EXPECT_THAT(error_of(std::string(5000, '[')), HasSubstr("x.yaml"));
}

struct PromptCase {
  const char* platform;
  const char* line;
  const char* mode;  // empty: no prompt
};

TEST_F(RegistryTest, PromptsAreToldFromText) {
  const Registry registry = Registry::load().value();
  const PromptCase cases[] = {
      {"cisco_ios", "R1>", "user"},
      {"cisco_ios", "R1#", "privileged"},
      {"cisco_ios", "edge-r1.example(config-if)#", "configure"},
      {"cisco_ios", "Welcome to R1 #", ""},
      {"cisco_ios", "<html>", ""},
      {"cisco_asa", "asa/pri/act#", "privileged"},
      {"cisco_asa", "asa/ctx1(config-network-object)#", "configure"},
      {"cisco_catos", "Console>", "user"},
      {"cisco_catos", "Console> (enable)", "privileged"},
      {"cisco_catos", "Console#", ""},
      {"cisco_ips", "sensor(config-hos-net)#", "configure"},
      {"frr", "frr-r1(config-router-af)#", "configure"},
  };
  for (const PromptCase& one : cases) {
    std::string mode;
    for (const ModePrompt& prompt : registry.find(one.platform).value()->prompts) {
      if (RE2::FullMatch(one.line, *prompt.pattern)) mode += name(prompt.mode);
    }
    EXPECT_EQ(mode, one.mode) << one.platform << " " << one.line;
  }
}

TEST_F(RegistryTest, SecretsAreRemovedFromText) {
  const Registry registry = Registry::load().value();
  const auto ios = registry.find("cisco_ios").value();
  EXPECT_EQ(
      redact(
          *ios,
          "username a privilege 15 secret 5 $1$x\nip http server\nenable password hidden word\n"),
      "username a privilege 15 secret 5 <removed>\nip http server\nenable password <removed>\n");
  EXPECT_EQ(redact(*ios, "snmp-server community open RO"), "snmp-server community <removed> RO");
  EXPECT_EQ(redact(*ios, "service password-encryption"), "service password-encryption");
  const auto asa = registry.find("cisco_asa").value();
  EXPECT_EQ(redact(*asa, "auto-update server https://u:pw@192.0.2.1/x"),
            "auto-update server https://u:<removed>@192.0.2.1/x");
}

}  // namespace
}  // namespace lw::platform
