#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/embedded_file.h"
#include "base/temporary_folder.h"
#include "platform/platform.h"

namespace lw {
std::span<const EmbeddedFile> platform_files();
}

namespace lw::platform {
namespace {

// A folder of platform files that goes with the test.
class Folder {
 public:
  void write(const std::string& name, std::string_view text) const {
    std::ofstream(folder_.path() / name, std::ios::binary) << text;
  }
  [[nodiscard]] std::string path() const { return folder_.path().string(); }

 private:
  TemporaryFolder folder_;
};

constexpr std::string_view kComplete =
    "platform: acme_os\n"
    "title: Acme switches\n"
    "dialect: ios\n"
    "prompts: {privileged: '^(\\w+)# ?$'}\n"
    "login: {username: 'User: ?$', password: 'Pass: ?$', refused: '^no'}\n"
    "commands: {running_config: show all, version: show version, logout: bye}\n"
    "recognise: {config: [{sign: '^acme (?P<version>\\S+)', weight: 50}]}\n";

TEST(Registry, HoldsTheEmbeddedFamilies) {
  const auto registry = Registry::load();
  ASSERT_TRUE(registry) << registry.error().message;
  for (const std::string_view name : {"cisco_ios", "cisco_xe", "cisco_asa", "cisco_pix",
                                      "cisco_fwsm", "cisco_catos", "cisco_ips", "frr"}) {
    const auto platform = registry->find(name);
    ASSERT_TRUE(platform) << name;
    EXPECT_EQ((*platform)->name, name);
    EXPECT_FALSE((*platform)->title.empty());
    EXPECT_FALSE((*platform)->dialect.empty());
    EXPECT_FALSE((*platform)->errors.empty());
    EXPECT_FALSE((*platform)->secret_words.empty());
  }
  EXPECT_EQ(registry->all().size(), 8U);
}

// Embedded patterns are compiled only when used: this is where a wrong one is noticed.
TEST(Registry, TheEmbeddedFamiliesPassTheChecksOfAFolder) {
  const Folder folder;
  for (const EmbeddedFile& file : platform_files()) folder.write(std::string(file.name), file.text);
  const auto registry = Registry::load(folder.path());
  ASSERT_TRUE(registry) << registry.error().message;
  EXPECT_EQ(registry->all().size(), platform_files().size());
}

// Patterns are compiled by whoever asks first, on whatever thread.
TEST(Registry, MayBeAskedForTheFirstTimeByManyThreads) {
  const auto registry = Registry::load().value();
  const auto ios = registry.find("cisco_ios").value();
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      EXPECT_EQ(registry.recognise_config("version 15.2\nhostname r1\n")->hostname, "r1");
      EXPECT_EQ(ios->redact("enable secret 5 abc"), "enable secret 5 <secret>");
      EXPECT_EQ(ios->judge("% Invalid input detected at '^' marker."), Verdict::kError);
    });
  }
}

TEST(Registry, NamesTheKnownOnesForAnUnknown) {
  const auto missing = Registry::load()->find("junos");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_NE(missing.error().hint.find("cisco_asa"), std::string::npos);
}

TEST(Registry, LearnsANewFamilyFromAFolder) {
  const Folder folder;
  folder.write("acme.yaml", kComplete);
  folder.write("notes.txt", "not: [yaml");
  const auto registry = Registry::load(folder.path());
  ASSERT_TRUE(registry) << registry.error().message;
  EXPECT_EQ(registry->all().size(), 9U);
  EXPECT_EQ((*registry->find("acme_os"))->line_end, "\r");
  const auto told = registry->recognise_config("acme 3.1\n");
  ASSERT_TRUE(told);
  EXPECT_EQ(told->platform, "acme_os");
  EXPECT_EQ(told->version, "3.1");
}

TEST(Registry, ChangesAnEmbeddedFamilyFromAFolder) {
  const Folder folder;
  folder.write("site.yaml",
               "platform: cisco_ios\n"
               "extends: cisco_ios\n"
               "paging: {off: ['terminal length 0']}\n"
               "dialogs:\n"
               "  - {id: key-modulus, question: 'How many bits', answer: '4096'}\n");
  const auto registry = Registry::load(folder.path());
  ASSERT_TRUE(registry) << registry.error().message;
  // What extends it changes with it.
  for (const std::string_view name : {"cisco_ios", "cisco_xe"}) {
    const auto platform = *registry->find(name);
    EXPECT_EQ(platform->paging.off, std::vector<std::string>{"terminal length 0"});
    EXPECT_EQ(std::ranges::count(platform->dialogs, "key-modulus", &Dialog::id), 1);
    const auto dialog = std::ranges::find(platform->dialogs, "key-modulus", &Dialog::id);
    EXPECT_EQ(dialog->reply({}), "4096");
    EXPECT_EQ(platform->configure, "configure terminal");
  }
  EXPECT_EQ((*registry->find("cisco_xe"))->title, "Cisco IOS XE routers and switches");
  EXPECT_EQ(registry->recognise_config("version 15.2\nhostname x\n")->platform, "cisco_ios");
}

TEST(Registry, SaysWhereAFileIsWrong) {
  std::string complete(kComplete);
  const auto with = [&](std::string_view line, std::string_view instead) {
    std::string text = complete;
    text.replace(text.find(line), line.size(), instead);
    return text;
  };
  const struct {
    std::string text, expected;
  } cases[] = {
      {complete + "promts: {}\n", ":8: unknown key \"promts\" (known: platform, extends,"},
      {with("weight: 50", "weight: many"), ":7: \"weight\" must be a number from 1 to 100"},
      {with("weight: 50", "weight: 101"), ":7: \"weight\" must be a number from 1 to 100"},
      {with("'^(\\w+)# ?$'", "'^(\\w+# ?$'"), ":4: \"privileged\": bad pattern '^(\\w+# ?$': "},
      {with("'^(\\w+)# ?$'", "'^\\w+# ?$'"), ":4: \"privileged\" must capture its subject"},
      {with("'^(\\w+)# ?$'", "'^(\\w{1,900}){1,900}# ?$'"), ":4: \"privileged\": bad pattern"},
      {with("dialect: ios", "dialect: klingon"),
       ":3: \"dialect\" must be one of ios, asa, catos, ips; found \"klingon\""},
      {with("dialect: ios", "dialect: [ios]"), ":3: \"dialect\" must be a value, found a list"},
      {with("title: Acme switches\n", ""), ":1: missing key \"title\""},
      {with(", refused: '^no'", ""), ":1: missing key \"login.refused\""},
      {with("platform: acme_os", "platform: Acme OS"), ":1: \"platform\" must be a name of a-z"},
      {with("platform: acme_os\n", ""), ":1: missing key \"platform\""},
      {with("logout: bye", "logout: bye, configure: conf"),
       ":1: \"prompts.configure\" and \"commands.configure\" go together"},
      {with("logout: bye", "logout: \"bye\\r\""), ":6: \"logout\" holds a control character"},
      {complete + "line_end: nl\n", ":8: \"line_end\" must be one of cr, lf, crlf"},
      {complete + "errors: '^x'\n", ":8: \"errors\" must be a list, found a value"},
      {complete + "secrets: ['password']\n", ":8: \"secrets\" must capture its subject"},
      {complete + "dialogs:\n  - {id: a, question: x}\n  - {id: a, question: y}\n",
       ":10: a second dialog with the id \"a\""},
      {complete + "dialogs: [{question: x}]\n", ":8: a dialog needs an \"id\""},
      {complete + "dialogs: [{id: x}]\n", ":8: dialog \"x\" needs a \"question\""},
      {complete + "dialogs: [{id: x, question: y, raw: maybe}]\n",
       ":8: \"raw\" must be true or false"},
      {complete + "interactive:\n  - {command: '^x', why: asks}\n  - {command: '^y'}\n",
       ":10: an interactive command needs \"command\" and \"why\""},
      {complete + "setups:\n  - {id: a, title: A, begins: 'go'}\n",
       ":9: a set-up dialogue needs \"id\", \"title\", \"begins\" and \"questions\""},
      {complete + "setups:\n  - {id: a, title: A, begins: 'go', questions: [{id: q}]}\n",
       ":9: a question needs \"id\" and \"question\""},
      {complete + "dialogs: [{id: a, question: x, behind_prompt: true}]\n",
       ":8: dialog \"a\" stands behind a prompt"},
      {complete + "setups: [{id: a, abandon: esc}]\n", ":8: \"abandon\" must be ctrl-c or ctrl-z"},
      {complete +
           "setups:\n  - {id: a, title: A, begins: 'go', questions: [{id: q, question: 'x'}]}\n  - "
           "{id: b, title: B, begins: 'go', questions: [{id: q, question: 'y'}]}\n",
       ":9: a second question \"q\""},
      {complete + "privilege: {command: show privilege}\n",
       ":8: \"privilege\" needs \"command\" and \"level\""},
      {complete + "privilege: {command: show privilege, level: 'is'}\n", ":8: "},
      {complete + "interactive: [{command: '(', why: asks}]\n", ":8: \"command\": bad pattern"},
      {complete + "interactive: [{commands: x}]\n", ":8: unknown key \"commands\""},
      {complete + "extends: nowhere\n", ":8: extends \"nowhere\", which is no known platform"},
      {complete + "extends: acme_os\n", ":8: extends \"acme_os\", which is no known platform"},
      {"- a\n- b\n", ":1: \"the file\" must be keys with values, found a list"},
  };
  for (const auto& c : cases) {
    const Folder folder;
    folder.write("x.yaml", c.text);
    const auto registry = Registry::load(folder.path());
    ASSERT_FALSE(registry) << c.expected;
    EXPECT_EQ(registry.error().code, ErrorCode::kInvalidArgument);
    EXPECT_NE(registry.error().message.find("x.yaml" + c.expected), std::string::npos)
        << registry.error().message << "\n  expected " << c.expected;
  }
}

TEST(Registry, RefusesTwoFilesForOneFamily) {
  const Folder folder;
  folder.write("a.yaml", kComplete);
  folder.write("b.yaml", kComplete);
  const auto registry = Registry::load(folder.path());
  ASSERT_FALSE(registry);
  EXPECT_NE(registry.error().message.find("b.yaml:1: platform \"acme_os\" is already described by"),
            std::string::npos)
      << registry.error().message;
}

TEST(Registry, RefusesACircle) {
  const Folder folder;
  folder.write("a.yaml", "platform: a\nextends: b\n");
  folder.write("b.yaml", "platform: b\nextends: a\n");
  const auto registry = Registry::load(folder.path());
  ASSERT_FALSE(registry);
  EXPECT_NE(registry.error().message.find("in a circle"), std::string::npos);
}

TEST(Registry, RefusesAFolderThatIsNotThere) {
  const auto registry = Registry::load("/nonexistent/platforms");
  ASSERT_FALSE(registry);
  EXPECT_EQ(registry.error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace lw::platform
