#include "platform/yaml_node.h"

#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/text.h"

namespace lw::platform {
namespace {

// libyaml's parser over one text; the events are its to free.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {
    ready_ = yaml_parser_initialize(&parser_) != 0;
    if (!ready_) return;
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() {
    yaml_event_delete(&event_);
    if (ready_) yaml_parser_delete(&parser_);
  }

  // Null when the text is no YAML. The event lives until the next call.
  [[nodiscard]] const yaml_event_t* next() {
    yaml_event_delete(&event_);
    return ready_ && yaml_parser_parse(&parser_, &event_) != 0 ? &event_ : nullptr;
  }

  [[nodiscard]] std::string problem() const {
    std::string words = parser_.problem == nullptr ? "out of memory" : parser_.problem;
    if (parser_.context != nullptr) words += fmt::format(" {}", parser_.context);
    return words;
  }
  [[nodiscard]] std::uint32_t problem_line() const {
    // What is no UTF-8 is found before there are lines: only its offset is told.
    if (parser_.error != YAML_READER_ERROR) return line_of(parser_.problem_mark);
    const std::string_view before = text_.substr(0, parser_.problem_offset);
    return static_cast<std::uint32_t>(std::ranges::count(before, '\n')) + 1;
  }

  static std::uint32_t line_of(const yaml_mark_t& mark) {
    return static_cast<std::uint32_t>(mark.line) + 1;
  }

 private:
  std::string_view text_;
  yaml_parser_t parser_{};
  yaml_event_t event_{};
  bool ready_ = false;
};

std::string_view text_of(const yaml_char_t* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

// A plain word that stands for no value.
bool is_null(std::string_view text) {
  constexpr std::array<std::string_view, 5> kWords = {"", "~", "null", "Null", "NULL"};
  return std::ranges::find(kWords, text) != kWords.end();
}

// Builds the tree from the events of one document.
class TreeBuilder {
 public:
  TreeBuilder(std::string_view file, const YamlLimits& limits) : file_(file), limits_(limits) {}

  // Events that are not about a value change nothing.
  Result<void> take(const yaml_event_t& event) {
    const std::uint32_t line = Parser::line_of(event.start_mark);
    switch (event.type) {
      case YAML_ALIAS_EVENT:
        return fault(line, "aliases are not allowed: write the value out");
      case YAML_SCALAR_EVENT: {
        const auto& scalar = event.data.scalar;
        LW_TRY(check_properties(line, scalar.anchor, scalar.tag));
        YamlNode made;
        made.line = line;
        made.tag = tag_of(scalar.tag);
        made.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
        if (scalar.style == YAML_PLAIN_SCALAR_STYLE && is_null(made.text)) {
          made.text.clear();
          made.null = true;
        }
        return add(std::move(made));
      }
      case YAML_SEQUENCE_START_EVENT:
        LW_TRY(check_properties(line, event.data.sequence_start.anchor,
                                event.data.sequence_start.tag));
        return open(line, YamlNode::Kind::kList, event.data.sequence_start.tag);
      case YAML_MAPPING_START_EVENT:
        LW_TRY(
            check_properties(line, event.data.mapping_start.anchor, event.data.mapping_start.tag));
        return open(line, YamlNode::Kind::kMap, event.data.mapping_start.tag);
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        return close();
      default:
        return {};
    }
  }

  [[nodiscard]] YamlNode finish() { return std::move(root_); }

 private:
  struct Level {
    YamlNode node;
    bool has_key = false;
    std::string key;
    std::uint32_t key_line = 1;
    std::unordered_map<std::string, std::uint32_t> lines;  // by key, once there are many

    // Where the key stands already. Few are looked through, many are looked up.
    std::optional<std::uint32_t> first_line_of(const std::string& wanted) {
      constexpr std::size_t kFew = 32;
      if (node.map.size() <= kFew) {
        const auto twin = std::ranges::find(node.map, wanted, &YamlNode::Entry::key);
        if (twin == node.map.end()) return std::nullopt;
        return twin->line;
      }
      for (std::size_t i = lines.size(); i < node.map.size(); ++i) {
        lines.emplace(node.map[i].key, node.map[i].line);
      }
      const auto twin = lines.find(wanted);
      return twin == lines.end() ? std::nullopt : std::optional(twin->second);
    }
  };

  [[nodiscard]] std::unexpected<Error> fault(std::uint32_t line, std::string_view message) const {
    return yaml_fault(file_, line, message);
  }

  Result<void> check_properties(std::uint32_t line, const yaml_char_t* anchor,
                                const yaml_char_t* tag) const {
    if (anchor != nullptr) return fault(line, "anchors are not allowed: write the value out");
    // "!" alone says no more than quotes do.
    if (limits_.tags == YamlTags::kRefused && !tag_of(tag).empty()) {
      return fault(line, "tags are not allowed");
    }
    return {};
  }

  static std::string tag_of(const yaml_char_t* tag) {
    const std::string_view text = text_of(tag);
    return text == "!" ? std::string() : std::string(text);
  }

  Result<void> open(std::uint32_t line, YamlNode::Kind kind, const yaml_char_t* tag) {
    if (levels_.size() >= kMaxYamlDepth) {
      return fault(line, fmt::format("nested deeper than {} levels", kMaxYamlDepth));
    }
    YamlNode& node = levels_.emplace_back().node;
    node.kind = kind;
    node.line = line;
    node.tag = tag_of(tag);
    return {};
  }

  Result<void> close() {
    YamlNode done = std::move(levels_.back().node);
    levels_.pop_back();
    return add(std::move(done));
  }

  Result<void> add(YamlNode node) {
    if (++count_ > limits_.nodes) {
      return fault(node.line, fmt::format("more than {} values", limits_.nodes));
    }
    if (levels_.empty()) {
      root_ = std::move(node);
      return {};
    }
    Level& level = levels_.back();
    if (level.node.kind == YamlNode::Kind::kList) {
      level.node.list.push_back(std::move(node));
    } else if (!level.has_key) {
      return set_key(level, std::move(node));
    } else {
      level.has_key = false;
      level.node.map.push_back({std::move(level.key), level.key_line, std::move(node)});
    }
    return {};
  }

  Result<void> set_key(Level& level, YamlNode node) {
    if (node.kind != YamlNode::Kind::kScalar) return fault(node.line, "a key must be a word");
    if (level.node.map.size() >= limits_.keys) {
      return fault(node.line, fmt::format("more than {} keys in one place", limits_.keys));
    }
    if (const auto first = level.first_line_of(node.text)) {
      return fault(node.line, fmt::format("key \"{}\" stands here a second time (first in line {})",
                                          printable(node.text, 40), *first));
    }
    level.has_key = true;
    level.key = std::move(node.text);
    level.key_line = node.line;
    return {};
  }

  std::string_view file_;
  const YamlLimits& limits_;
  YamlNode root_;
  std::vector<Level> levels_;
  std::size_t count_ = 0;
};

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  const auto entry = std::ranges::find(map, key, &Entry::key);
  return entry == map.end() ? nullptr : &entry->value;
}

std::unexpected<Error> yaml_fault(std::string_view file, std::uint32_t line,
                                  std::string_view message) {
  return failure(ErrorCode::kInvalidArgument, file.empty()
                                                  ? fmt::format("line {}: {}", line, message)
                                                  : fmt::format("{}:{}: {}", file, line, message));
}

Result<YamlNode> read_yaml(std::string_view file, std::string_view text, const YamlLimits& limits) {
  if (text.size() > limits.bytes) {
    return yaml_fault(file, 1, fmt::format("larger than {} KiB", limits.bytes / 1024));
  }
  if (text.find('\0') != std::string_view::npos) {
    return yaml_fault(file, 1, "holds a zero byte: not a text file");
  }
  Parser parser(text);
  TreeBuilder builder(file, limits);
  std::size_t documents = 0;
  while (true) {
    const yaml_event_t* event = parser.next();
    if (event == nullptr) {
      return yaml_fault(file, parser.problem_line(),
                        fmt::format("not valid YAML: {}", printable(parser.problem())));
    }
    if (event->type == YAML_STREAM_END_EVENT) break;
    if (event->type == YAML_DOCUMENT_START_EVENT && ++documents > 1) {
      return yaml_fault(file, Parser::line_of(event->start_mark),
                        "a second document in the file: expected one");
    }
    LW_TRY(builder.take(*event));
  }
  if (documents == 0) return yaml_fault(file, 1, "the file is empty");
  return builder.finish();
}

}  // namespace lw::platform
