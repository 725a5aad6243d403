#include "cli/setting_options.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <memory>
#include <string>

namespace lw::cli {
namespace {

std::shared_ptr<const procedure::Procedure> procedure_with(const std::string& name, bool secret) {
  procedure::Procedure made;
  made.id = "made";
  made.parameters.emplace_back();
  made.parameters.back().name = name;
  made.parameters.back().secret = secret;
  return std::make_shared<const procedure::Procedure>(made);
}

TEST(SettingOptions, ReadValuesWithEqualsSignsInThem) {
  SettingOptions options;
  options.plain = {"hostname=a=b"};
  const auto values = read_settings(options, {procedure_with("hostname", false)});
  ASSERT_TRUE(values);
  EXPECT_EQ(values->at("hostname"), "a=b");
}

TEST(SettingOptions, RefuseASecretInTheArgumentsWithoutRepeatingIt) {
  SettingOptions options;
  options.plain = {"password=Planted-1"};
  const auto values =
      read_settings(options, {procedure_with("password", false), procedure_with("password", true)});
  ASSERT_FALSE(values);
  EXPECT_EQ(values.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ((values.error().message + values.error().hint).find("Planted"), std::string::npos);
  EXPECT_NE(values.error().hint.find("--set-env password=VARIABLE"), std::string::npos);
}

TEST(SettingOptions, ReadSecretsFromTheEnvironment) {
  ASSERT_EQ(::setenv("LINEWARDEN_TEST_SECRET", "from-env", 1), 0);
  SettingOptions options;
  options.from_env = {"password=LINEWARDEN_TEST_SECRET"};
  const auto values = read_settings(options, {procedure_with("password", true)});
  ASSERT_TRUE(values);
  EXPECT_EQ(values->at("password"), "from-env");
  ::unsetenv("LINEWARDEN_TEST_SECRET");
  EXPECT_FALSE(read_settings(options, {procedure_with("password", true)}));
}

TEST(SettingOptions, RefuseUnknownNamesDoublesAndTextWithoutAName) {
  const auto procedure = procedure_with("hostname", false);
  for (const std::vector<std::string>& plain : {std::vector<std::string>{"nothing=1"},
                                                {"hostname"},
                                                {"=x"},
                                                {"hostname=1", "hostname=2"}}) {
    SettingOptions options;
    options.plain = plain;
    EXPECT_FALSE(read_settings(options, {procedure})) << plain.front();
  }
}

}  // namespace
}  // namespace lw::cli
