#include "configtext/document.h"

#include <algorithm>
#include <unordered_map>

#include "configtext/blocks.h"
#include "configtext/source_lines.h"

namespace lw::configtext {

struct Document::State {
  std::string bytes;
  std::string converted;  // the text as UTF-8 when `bytes` are UTF-16
  Dialect dialect = Dialect::kIos;
  std::vector<Line> lines;
  std::vector<Note> notes;
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> top_level;
};

namespace {

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

// One pass over the text, with the open sections on a stack.
class Reader {
 public:
  Reader(std::string_view text, Dialect dialect, std::vector<Line>& lines, std::vector<Note>& notes,
         std::unordered_map<std::string_view, std::vector<std::uint32_t>>& top_level)
      : text_(text),
        cutter_(text),
        dialect_(dialect),
        lines_(lines),
        notes_(notes),
        top_level_(top_level) {}

  void read() {
    lines_.reserve(text_.size() / 24 + 16);
    SourceLine source;
    while (cutter_.next(source)) {
      if (ends_block_ != Block::kNone && read_body(source)) continue;
      read_line(source);
    }
    close_sections(0);
  }

 private:
  enum class Block : std::uint8_t { kNone, kDelimited, kMacro, kKeyText };

  Line& append(const SourceLine& source, LineKind kind, std::uint32_t parent) {
    const auto index = static_cast<std::uint32_t>(lines_.size());
    lines_.push_back(
        {source.text, index + 1, parent, index + 1, source.indent, source.trailing_blanks, kind});
    return lines_.back();
  }

  void read_line(const SourceLine& source) {
    if (source.text.empty()) {
      append(source, source.pager ? LineKind::kNoise : LineKind::kBlank, kNoParent);
    } else if (is_comment(source.text)) {
      append(source, LineKind::kComment, enclosing(source.indent));
    } else if (source.indent == 0 && is_noise(source.text, dialect_)) {
      append(source, LineKind::kNoise, kNoParent);
    } else {
      read_command(source);
    }
  }

  [[nodiscard]] bool is_comment(std::string_view text) const {
    const char first = text.front();
    if (first == '!') return true;
    if (dialect_ == Dialect::kAsa) return first == ':';
    return dialect_ == Dialect::kCatos && first == '#';
  }

  // The innermost open section with less indentation, without closing any.
  [[nodiscard]] std::uint32_t enclosing(std::uint16_t indent) const {
    for (auto open = open_.rbegin(); open != open_.rend(); ++open) {
      if (lines_[*open].indent < indent) return *open;
    }
    return kNoParent;
  }

  void read_command(const SourceLine& source) {
    if (dialect_ == Dialect::kIps) {
      read_sensor_command(source);
      return;
    }
    while (!open_.empty() && lines_[open_.back()].indent >= source.indent) close_innermost();
    const std::uint32_t parent = open_.empty() ? kNoParent : open_.back();
    const auto index = static_cast<std::uint32_t>(lines_.size());
    append(source, LineKind::kCommand, parent);
    open_.push_back(index);
    if (parent == kNoParent) index_top_level(index);
    open_block(source);
  }

  // Sensors (facts 4.2) show their configuration without indentation: `service host` and words that
  // stand alone open a section, `exit` leaves it.
  void read_sensor_command(const SourceLine& source) {
    const std::string_view word = first_word(source.text);
    if (word == "service") close_sections(0);
    const std::uint32_t parent = open_.empty() ? kNoParent : open_.back();
    const auto index = static_cast<std::uint32_t>(lines_.size());
    append(source, LineKind::kCommand, parent);
    if (parent == kNoParent) index_top_level(index);
    if (source.text == "exit") {
      if (!open_.empty()) close_innermost();
    } else if (word == "service" || word == source.text) {
      open_.push_back(index);
    }
  }

  void index_top_level(std::uint32_t index) {
    std::string_view text = lines_[index].text;
    std::string_view word = first_word(text);
    if (word == "no" && text.size() > word.size()) {
      text.remove_prefix(std::min(text.find_first_not_of(' ', word.size()), text.size()));
      word = first_word(text);
    }
    top_level_[word].push_back(index);
  }

  void close_innermost() {
    lines_[open_.back()].section_end = static_cast<std::uint32_t>(lines_.size());
    open_.pop_back();
  }

  void close_sections(std::size_t keep) {
    while (open_.size() > keep) close_innermost();
  }

  void open_block(const SourceLine& source) {
    block_opener_ = static_cast<std::uint32_t>(lines_.size() - 1);
    if (const auto rest = delimited_text(source.text, dialect_)) {
      open_delimited(*rest);
    } else if (opens_macro(source.text, dialect_)) {
      ends_block_ = occurs_later("\n@") ? Block::kMacro : Block::kNone;
      if (ends_block_ == Block::kNone) note_endless("macro");
    } else if (opens_key_text(source.text, dialect_)) {
      ends_block_ = Block::kKeyText;
    }
  }

  // `^C` as devices show it is two characters that stand for one; a delimiter may also be any one
  // character.
  void open_delimited(std::string_view rest) {
    std::string_view delimiter = rest.substr(0, rest.starts_with("^C") ? 2 : 1);
    bool on_this_line = rest.find(delimiter, delimiter.size()) != std::string_view::npos;
    if (!on_this_line && delimiter.size() == 2 && !occurs_later(delimiter)) {
      delimiter = rest.substr(0, 1);  // `banner motd ^Cisco^`
      on_this_line = rest.find(delimiter, 1) != std::string_view::npos;
    }
    if (on_this_line) return;
    if (!occurs_later(delimiter)) {
      note_endless("banner");
      return;
    }
    delimiter_ = delimiter;
    ends_block_ = Block::kDelimited;
  }

  // Whether `needle` stands in the text ahead. Each needle is searched once past the last place it
  // was found, so that a text full of unfinished banners is still read in linear time.
  [[nodiscard]] bool occurs_later(std::string_view needle) {
    const std::size_t from = std::min(cutter_.position(), text_.size());
    auto [entry, fresh] = next_occurrence_.try_emplace(needle, 0);
    if (fresh || (entry->second != std::string_view::npos && entry->second < from)) {
      // A line feed that ends the current line counts as standing ahead.
      entry->second = text_.find(needle, from > 0 ? from - 1 : 0);
    }
    return entry->second != std::string_view::npos;
  }

  void note_endless(std::string_view what) {
    notes_.push_back({static_cast<std::uint32_t>(lines_.size()),
                      "the " + std::string(what) +
                          " that starts here has no end: what follows is read as commands"});
  }

  // True when the line belongs to the open block.
  bool read_body(const SourceLine& source) {
    const auto add = [&] {
      append(source, LineKind::kBody, block_opener_);
      lines_[block_opener_].section_end = static_cast<std::uint32_t>(lines_.size());
    };
    switch (ends_block_) {
      case Block::kDelimited:
        add();
        if (source.text.find(delimiter_) != std::string_view::npos) ends_block_ = Block::kNone;
        return true;
      case Block::kMacro:
        add();
        if (source.text == "@") ends_block_ = Block::kNone;
        return true;
      case Block::kKeyText:
        if (source.text == "quit") {
          add();
          ends_block_ = Block::kNone;
          return true;
        }
        if (source.text.empty() || is_key_text(source.text)) {
          add();
          return true;
        }
        ends_block_ = Block::kNone;  // cut short, or no text at all: this line is a command again
        return false;
      case Block::kNone:
        break;
    }
    return false;
  }

  std::string_view text_;
  LineCutter cutter_;
  Dialect dialect_;
  std::vector<Line>& lines_;
  std::vector<Note>& notes_;
  std::unordered_map<std::string_view, std::vector<std::uint32_t>>& top_level_;

  std::vector<std::uint32_t>
      open_;  // indices of the lines whose sections are open, outermost first
  Block ends_block_ = Block::kNone;
  std::uint32_t block_opener_ = 0;
  std::string_view delimiter_;
  std::unordered_map<std::string_view, std::size_t> next_occurrence_;
};

}  // namespace

std::optional<Dialect> parse_dialect(std::string_view name) {
  if (name == "ios") return Dialect::kIos;
  if (name == "asa") return Dialect::kAsa;
  if (name == "catos") return Dialect::kCatos;
  if (name == "ips") return Dialect::kIps;
  return std::nullopt;
}

Document::Document(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Document Document::read(std::string bytes, Dialect dialect) {
  auto state = std::make_shared<State>();
  state->bytes = std::move(bytes);
  state->converted = utf8_from_utf16(state->bytes);
  state->dialect = dialect;
  std::string_view text = state->converted.empty() ? state->bytes : state->converted;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // the byte order mark of UTF-8
  Reader(text, dialect, state->lines, state->notes, state->top_level).read();
  return Document(std::move(state));
}

std::string_view Document::to_bytes() const { return state_->bytes; }
Dialect Document::dialect() const { return state_->dialect; }
std::span<const Line> Document::lines() const { return state_->lines; }
std::span<const Note> Document::notes() const { return state_->notes; }

std::span<const std::uint32_t> Document::top_level(std::string_view word) const {
  const auto found = state_->top_level.find(word);
  if (found == state_->top_level.end()) return {};
  return found->second;
}

std::vector<std::uint32_t> Document::children(std::uint32_t opener) const {
  const auto& lines = state_->lines;
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = opener + 1; i < lines[opener].section_end; i = lines[i].section_end) {
    if (lines[i].kind == LineKind::kCommand && lines[i].parent == opener) found.push_back(i);
  }
  return found;
}

std::optional<std::string_view> Document::hostname() const {
  const auto last_value = [&](std::string_view word,
                              std::string_view start) -> std::optional<std::string_view> {
    std::optional<std::string_view> value;
    for (const std::uint32_t index : top_level(word)) {
      const std::string_view text = state_->lines[index].text;
      if (text.starts_with(start)) value = text.substr(start.size());
    }
    return value;
  };
  switch (dialect()) {
    case Dialect::kIos:
    case Dialect::kAsa:
      return last_value("hostname", "hostname ");
    case Dialect::kCatos:
      return last_value("set", "set system name  ");
    case Dialect::kIps:
      for (const Line& line : lines()) {
        if (line.text.starts_with("host-name ")) return line.text.substr(10);
      }
  }
  return std::nullopt;
}

}  // namespace lw::configtext
