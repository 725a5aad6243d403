// The three line-ending hazards of guide page 2-5: texts of the device that a manager takes for
// prompts.
#include "base/text.h"
#include "procedure/procedure.h"

namespace lw::procedure {
namespace {

using configtext::Dialect;
using configtext::Document;
using configtext::Line;
using configtext::LineKind;

bool starts_any(std::string_view text, std::initializer_list<std::string_view> starts) {
  for (const std::string_view start : starts) {
    if (text.starts_with(start)) return true;
  }
  return false;
}

// The part of the banner that stands on the command's own line; nullopt when the line opens no
// banner.
std::optional<std::string_view> banner_text(const Document& running, std::string_view command) {
  std::string_view rest = command;
  const auto words = split_words(command);
  if (running.dialect() == Dialect::kAsa) {
    // One line of banner per command, without delimiters (PIX, ASA, FWSM).
    if (words.size() < 3 || words[0] != "banner") return std::nullopt;
    return rest.substr(static_cast<std::size_t>(words[2].data() - command.data()));
  }
  if (!starts_any(command, {"banner ", "set banner "})) return std::nullopt;
  const std::size_t text_at = words[0] == "set" ? 3 : 2;
  const std::size_t last = std::min(text_at, words.size() - 1);
  rest = rest.substr(static_cast<std::size_t>(words[last].data() - command.data()));
  const std::size_t delimiter = rest.starts_with("^C") ? 2 : 1;
  const std::string_view mark = rest.substr(0, delimiter);
  rest.remove_prefix(std::min(delimiter, rest.size()));
  return rest.substr(0, rest.find(mark));
}

void judge(std::string_view text, std::size_t trailing_blanks, std::uint32_t number,
           std::vector<Hazard>& found) {
  const std::string_view bare = trim(text);
  if (bare.empty()) return;
  if ((bare.back() == '#' || bare.back() == '>') && trailing_blanks < 2) {
    found.push_back({number, "banner-prompt", to_utf8(text)});
  }
  if (bare == "Username:" || bare == "Password:") {
    found.push_back({number, "banner-login", to_utf8(text)});
  }
}

// `prompt %h%s%p`-like templates end in what they end in; `%p` is the device's own mark [inferred].
void judge_prompt(const Line& line, std::vector<Hazard>& found) {
  if (!starts_any(line.text, {"prompt ", "set prompt "})) return;
  const std::string_view shown = trim(line.text.substr(line.text.find("prompt ") + 7));
  if (shown.ends_with("%p") || shown.ends_with('>') || shown.ends_with('#')) return;
  found.push_back({line.number, "prompt-ending", to_utf8(line.text)});
}

}  // namespace

std::vector<Hazard> hazards(const Document& running) {
  std::vector<Hazard> found;
  const auto lines = running.lines();
  const auto look = [&](std::string_view word) {
    for (const std::uint32_t index : running.top_level(word)) {
      const Line& line = lines[index];
      // ASA's `prompt hostname context` names fields and always ends in the device's own mark.
      if (running.dialect() != Dialect::kAsa) judge_prompt(line, found);
      const auto text = banner_text(running, line.text);
      if (!text) continue;
      const bool closed = line.section_end == index + 1 && running.dialect() != Dialect::kAsa;
      judge(*text, closed ? 2 * (text->ends_with("  ") ? 1U : 0U) : line.trailing_blanks,
            line.number, found);
      for (std::uint32_t body = index + 1; body < line.section_end; ++body) {
        if (lines[body].kind != LineKind::kBody) continue;
        std::string_view shown = lines[body].text;
        std::size_t blanks = lines[body].trailing_blanks;
        if (body + 1 == line.section_end) {
          // The last line ends at the delimiter: what stands in front of it is shown, the delimiter
          // is not.
          const std::string_view mark = line.text.find("^C") != std::string_view::npos ? "^C" : "";
          if (!mark.empty()) shown = shown.substr(0, shown.find(mark));
          blanks = shown.ends_with("  ") ? 2 : 0;
          if (mark.empty() && trim(shown).size() <= 1) continue;
        }
        judge(shown, blanks, lines[body].number, found);
      }
    }
  };
  look("banner");
  look("prompt");
  if (running.dialect() == Dialect::kCatos) look("set");
  return found;
}

}  // namespace lw::procedure
