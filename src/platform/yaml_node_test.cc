#include "platform/yaml_node.h"

#include <gtest/gtest.h>

#include <string>

namespace lw::platform {
namespace {

std::string fault_of(const std::string& text) {
  const auto read = read_yaml("x.yaml", text);
  return read ? "none" : read.error().message;
}

TEST(YamlNode, KeepsLinesAndOrder) {
  const auto root = read_yaml("x.yaml", "# head\nb: 1\na:\n  - x\n  - 'y z'\n");
  ASSERT_TRUE(root) << root.error().message;
  ASSERT_EQ(root->map.size(), 2U);
  EXPECT_EQ(root->map[0].key, "b");
  EXPECT_EQ(root->map[0].line, 2U);
  EXPECT_EQ(root->map[0].value.text, "1");
  EXPECT_EQ(root->map[1].line, 3U);
  ASSERT_EQ(root->map[1].value.list.size(), 2U);
  EXPECT_EQ(root->map[1].value.list[1].text, "y z");
  EXPECT_EQ(root->map[1].value.list[1].line, 5U);
}

TEST(YamlNode, RefusesWhatHidesSizeOrMeaning) {
  EXPECT_EQ(fault_of(""), "x.yaml:1: the file is empty");
  EXPECT_EQ(fault_of("a: 1\nb: &x 2\n"), "x.yaml:2: anchors are not allowed: write the value out");
  EXPECT_EQ(fault_of("a: &x [1]\nb: *x\n"),
            "x.yaml:1: anchors are not allowed: write the value out");
  EXPECT_EQ(fault_of("a: 1\nb: !!binary aGk=\n"), "x.yaml:2: tags are not allowed");
  EXPECT_EQ(fault_of("a: 1\nb: 2\na: 3\n"),
            "x.yaml:3: key \"a\" stands here a second time (first in line 1)");
  EXPECT_EQ(fault_of("a: 1\n---\nb: 2\n"), "x.yaml:2: a second document in the file: expected one");
  EXPECT_EQ(fault_of("? [a, b]\n: 1\n"), "x.yaml:1: a key must be a word");
  EXPECT_EQ(fault_of(std::string("a: \0", 4)), "x.yaml:1: holds a zero byte: not a text file");
  EXPECT_EQ(fault_of("a: " + std::string(kMaxYamlBytes, 'x')), "x.yaml:1: larger than 256 KiB");
  EXPECT_EQ(fault_of("\n\na: " + std::string(1000, '[') + std::string(1000, ']')),
            "x.yaml:3: nested deeper than 24 levels");
  EXPECT_NE(fault_of("a: [1, 2\nb: 3\n"), "none");
  EXPECT_NE(fault_of("\t- a\n b: - \n"), "none");
}

TEST(YamlNode, BoundsTheNumberOfValues) {
  std::string list = "a:\n";
  for (std::size_t i = 0; i <= kMaxYamlNodes; ++i) list += "  - x\n";
  EXPECT_NE(fault_of(list).find("more than 20000 values"), std::string::npos);
  std::string keys;
  for (int i = 0; i < 100; ++i) keys += "k" + std::to_string(i) + ": 1\n";
  EXPECT_EQ(fault_of(keys), "x.yaml:65: more than 64 keys in one place");
}

TEST(YamlNode, HoldsMoreAndTagsWhereThatIsAskedFor) {
  std::string keys = "first: !vault secret\n";
  for (int i = 0; i < 1000; ++i) keys += "k" + std::to_string(i) + ": 1\n";
  const YamlLimits limits = {.keys = 2000, .tags = YamlTags::kKept};
  const auto root = read_yaml("", keys, limits);
  ASSERT_TRUE(root) << root.error().message;
  EXPECT_EQ(root->map.size(), 1001U);
  EXPECT_EQ(root->map[0].value.tag, "!vault");
  const auto twice = read_yaml("", keys + "k7: 2\n", limits);
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().message,
            "line 1002: key \"k7\" stands here a second time (first in line 9)");
}

}  // namespace
}  // namespace lw::platform
