#include "platform/yaml_node.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <sstream>

#include "base/text.h"

namespace lw::platform {
namespace {

// What the parser's callbacks throw through the parser; never leaves this file.
struct Refused {
  std::uint32_t line;
  std::string message;
};

std::uint32_t line_of(const YAML::Mark& mark) {
  return mark.line < 0 ? 1 : static_cast<std::uint32_t>(mark.line) + 1;
}

class TreeBuilder final : public YAML::EventHandler {
 public:
  YamlNode root;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{line_of(mark), "aliases are not allowed: write the value out"};
  }
  void OnAnchor(const YAML::Mark& mark, const std::string&) override {
    throw Refused{line_of(mark), "anchors are not allowed: write the value out"};
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    add(node(mark, YamlNode::Kind::kScalar));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override {
    check_tag(mark, tag);
    YamlNode scalar = node(mark, YamlNode::Kind::kScalar);
    scalar.text = value;
    add(std::move(scalar));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, YamlNode::Kind::kList);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, YamlNode::Kind::kMap);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  struct Level {
    YamlNode node;
    bool has_key = false;
    std::string key;
    std::uint32_t key_line = 1;
  };

  static YamlNode node(const YAML::Mark& mark, YamlNode::Kind kind) {
    YamlNode made;
    made.kind = kind;
    made.line = line_of(mark);
    return made;
  }

  static void check_tag(const YAML::Mark& mark, const std::string& tag) {
    // yaml-cpp says "?" for a plain value and "!" for a quoted one.
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw Refused{line_of(mark), "tags are not allowed"};
    }
  }

  void open(const YAML::Mark& mark, const std::string& tag, YamlNode::Kind kind) {
    check_tag(mark, tag);
    if (levels_.size() >= kMaxYamlDepth) {
      throw Refused{line_of(mark), fmt::format("nested deeper than {} levels", kMaxYamlDepth)};
    }
    levels_.emplace_back().node = node(mark, kind);
  }

  void close() {
    YamlNode done = std::move(levels_.back().node);
    levels_.pop_back();
    add(std::move(done));
  }

  void add(YamlNode node) {
    if (++count_ > kMaxYamlNodes) {
      throw Refused{node.line, fmt::format("more than {} values", kMaxYamlNodes)};
    }
    if (levels_.empty()) {
      root = std::move(node);
      return;
    }
    Level& level = levels_.back();
    if (level.node.kind == YamlNode::Kind::kList) {
      level.node.list.push_back(std::move(node));
    } else if (!level.has_key) {
      set_key(level, std::move(node));
    } else {
      level.has_key = false;
      level.node.map.push_back({std::move(level.key), level.key_line, std::move(node)});
    }
  }

  static void set_key(Level& level, YamlNode node) {
    if (node.kind != YamlNode::Kind::kScalar) throw Refused{node.line, "a key must be a word"};
    constexpr std::size_t kMaxKeys = 64;  // also keeps the search for duplicates short
    if (level.node.map.size() >= kMaxKeys) {
      throw Refused{node.line, fmt::format("more than {} keys in one place", kMaxKeys)};
    }
    const auto twin = std::ranges::find(level.node.map, node.text, &YamlNode::Entry::key);
    if (twin != level.node.map.end()) {
      throw Refused{node.line,
                    fmt::format("key \"{}\" stands here a second time (first in line {})",
                                printable(node.text, 40), twin->line)};
    }
    level.has_key = true;
    level.key = std::move(node.text);
    level.key_line = node.line;
  }

  std::vector<Level> levels_;
  std::size_t count_ = 0;
};

}  // namespace

std::unexpected<Error> yaml_fault(std::string_view file, std::uint32_t line,
                                  std::string_view message) {
  return failure(ErrorCode::kInvalidArgument, fmt::format("{}:{}: {}", file, line, message));
}

Result<YamlNode> read_yaml(std::string_view file, std::string_view text) {
  if (text.size() > kMaxYamlBytes) {
    return yaml_fault(file, 1, fmt::format("larger than {} KiB", kMaxYamlBytes / 1024));
  }
  if (text.find('\0') != std::string_view::npos) {
    return yaml_fault(file, 1, "holds a zero byte: not a text file");
  }
  TreeBuilder builder;
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) return yaml_fault(file, 1, "the file is empty");
    TreeBuilder second;
    if (parser.HandleNextDocument(second)) {
      return yaml_fault(file, second.root.line, "a second document in the file: expected one");
    }
  } catch (const Refused& refused) {
    return yaml_fault(file, refused.line, refused.message);
  } catch (const YAML::Exception& fault) {
    return yaml_fault(file, line_of(fault.mark),
                      fmt::format("not valid YAML: {}", printable(fault.msg)));
  } catch (const std::exception& fault) {
    return yaml_fault(file, 1, fmt::format("not valid YAML: {}", printable(fault.what())));
  }
  return std::move(builder.root);
}

}  // namespace lw::platform
